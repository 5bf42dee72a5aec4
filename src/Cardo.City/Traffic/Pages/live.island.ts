// A page of the signals that keeps itself fresh: the line says that a second has passed, the page asks for its moving part.
import { hear } from '../../Ui/Pages/hear';
import { fragment, island, put } from '../../Ui/Pages/island';

island<{ lost: string; line?: string; till?: string }>('traffic/live', (root, props) => {
  const part = root.querySelector<HTMLElement>('[data-live="now"]')!;
  const line = root.querySelector<HTMLElement>('[data-live="line"]')!;
  const address = new URL(location.href);
  address.searchParams.set('part', 'now');

  const refresh = async (): Promise<void> => {
    const answer = await fetch(address, { headers: { accept: 'text/html' } });
    // What is shown may be old: say so, and look again with the next second.
    line.hidden = answer.ok;
    if (!answer.ok) {
      line.textContent = props.lost;
      return;
    }
    // Who stands on a link or a table stays there, and what was scrolled stays scrolled.
    const stood = part.contains(document.activeElement) ? part.querySelectorAll('a, [tabindex]') : null;
    const at = stood ? [...stood].indexOf(document.activeElement!) : -1;
    const scrolled = [...part.querySelectorAll('.table')].map(table => table.scrollLeft);
    put(part, fragment(await answer.text()));
    // What has come to its end looks otherwise as a whole.
    if (props.till && part.querySelector(props.till)) location.reload();
    part.querySelectorAll('.table').forEach((table, i) => { table.scrollLeft = scrolled[i] ?? 0; });
    if (at >= 0) part.querySelectorAll<HTMLElement>('a, [tabindex]')[at]?.focus({ preventScroll: true });
  };

  let asked = false;
  const changed = (): void => {
    if (asked || document.hidden) return;
    asked = true;
    // One that fails is made good by the next second.
    refresh().catch(() => undefined).finally(() => { asked = false; });
  };

  hear(props.line ?? '/traffic/live', root, line, props.lost, changed);
});
