// A page that is told that something changed, and asks for what it shows itself: the other end of Ui's EventStream.Tell.

/**
 * Follows `address` while the page is looked at. `line` says `lost` while the connection is down, and `root` is marked with
 * `data-live` once it has stood.
 */
export function hear(address: string, root: HTMLElement, line: HTMLElement, lost: string, changed: () => void): void {
  let source: EventSource | null = null;
  const listen = (): void => {
    source = new EventSource(address);
    source.addEventListener('message', changed);
    source.addEventListener('open', () => { line.hidden = true; root.dataset['live'] = ''; });
    source.addEventListener('error', () => {
      line.textContent = lost;
      line.hidden = false;
    });
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) listen();
  });
  listen();
}
