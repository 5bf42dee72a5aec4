// The desk by keyboard (j, k, Enter, /, ?), and a list that hears when cases change and keeps itself fresh where nobody is busy.
import { hear } from '../../Ui/Pages/hear';
import { fragment, island, put } from '../../Ui/Pages/island';

const rest_ms = 2000;

island<{ lost: string }>('cases/desk', (root, props) => {
  const part = root.querySelector<HTMLElement>('[data-fresh="list"]')!;
  const line = root.querySelector<HTMLElement>('[data-desk="line"]')!;
  const keys = root.querySelector<HTMLDetailsElement>('#keys')!;
  const rows = (): HTMLAnchorElement[] => [...root.querySelectorAll<HTMLAnchorElement>('[data-row]')];

  const step = (by: number): void => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    const to = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
    to?.focus();
    to?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('keydown', event => {
    const at = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && at.id === 'q') at.blur();
    if (at.closest('input, textarea, select, [contenteditable]')) return;
    if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
    else if (event.key === '/') document.querySelector<HTMLInputElement>('#q')?.focus();
    else if (event.key === '?') {
      keys.open = !keys.open;
      keys.querySelector('summary')!.focus();
    } else return;
    event.preventDefault();
  });

  const refresh = async (): Promise<void> => {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!answer.ok) return;
      const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-fresh="list"]');
      if (!now || now.innerHTML === part.innerHTML) return;
      // Who stands on a row stays on that row: its number is found again.
      const stood = part.contains(document.activeElement) ? (document.activeElement as HTMLElement).getAttribute('href') : null;
      put(part, fragment(now.innerHTML));
      if (stood !== null) rows().find(row => row.getAttribute('href') === stood)?.focus({ preventScroll: true });
    } catch {
      // The line is down; the next change asks again.
    }
  };

  let due = 0, asked = false;
  const changed = (): void => {
    if (asked || document.hidden) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      due = Date.now() + rest_ms;
      void refresh();
      document.dispatchEvent(new CustomEvent('cardo:cases'));
    }, Math.max(0, due - Date.now()));
  };

  hear('/desk/live', root, line, props.lost, changed);
});
