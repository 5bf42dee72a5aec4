// Keeps parts of a server-made page fresh: asks for the page again and puts in what changed, where nobody is busy.
import { fragment, put } from '../../Ui/Pages/island';

export function refresher(every_ms: number): () => void {
  let due = 0;
  let asked = false;
  const ask = async (): Promise<void> => {
    asked = false;
    due = Date.now() + every_ms;
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of document.querySelectorAll<HTMLElement>('[data-fresh]')) {
        const now = page.querySelector(`[data-fresh="${part.dataset['fresh']}"]`);
        // Never under somebody's fingers: a part with the focus or a selection waits.
        if (!now || now.innerHTML === part.innerHTML || part.contains(document.activeElement) || part.contains(getSelection()?.anchorNode ?? null) && !getSelection()?.isCollapsed) continue;
        put(part, fragment(now.innerHTML));
      }
    } catch {
      // The line is down; the next frame asks again.
    }
  };
  return () => {
    if (asked) return;
    asked = true;
    setTimeout(() => void ask(), Math.max(0, due - Date.now()));
  };
}
