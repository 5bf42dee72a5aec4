// The desk by keyboard (j, k, Enter, /), and a list that keeps itself fresh where nobody is busy.
import { fragment, island, put } from '../../Ui/Pages/island';

island<{ every_s: number }>('cases/desk', (root, props) => {
  let at = -1;
  const rows = (): HTMLAnchorElement[] => [...root.querySelectorAll<HTMLAnchorElement>('[data-row]')];

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !inField) {
      event.preventDefault();
      document.querySelector<HTMLInputElement>('#q')?.focus();
    } else if ((event.key === 'j' || event.key === 'k') && !inField) {
      const all = rows();
      at = Math.max(0, Math.min(all.length - 1, at + (event.key === 'j' ? 1 : -1)));
      all[at]?.focus();
    }
  });

  const refresh = async (): Promise<void> => {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const part = root.querySelector<HTMLElement>('[data-fresh="list"]')!;
      const now = page.querySelector('[data-fresh="list"]');
      if (now && now.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) put(part, fragment(now.innerHTML));
    } catch {
      // The line is down; the next round asks again.
    }
  };
  setInterval(() => { if (!document.hidden) void refresh(); }, props.every_s * 1000);
});
