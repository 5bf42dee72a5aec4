// A page that is told that something changed, and asks for what it shows itself: the other end of Ui's EventStream.Tell.

/** The server says every 15 s that it is still there; a line that is silent for so long is dead, whatever the browser thinks. */
const silence_ms = 45_000;
const first_ms = 2_000, most_ms = 30_000;

/**
 * Follows `address` while the page is looked at, for days if need be: a line that broke, was refused or fell silent is begun
 * anew. `line` says `lost` while it is down, and `root` is marked with `data-live` once it has stood.
 */
export function hear(address: string, root: HTMLElement, line: HTMLElement, lost: string, changed: () => void): void {
  let source: EventSource | null = null;
  let again = 0;
  let wait_ms = first_ms;
  let heard = Date.now();
  const end = (): void => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const broken = (): void => {
    line.textContent = lost;
    line.hidden = false;
  };
  const later = (): void => {
    end();
    again = window.setTimeout(listen, wait_ms);
    wait_ms = Math.min(most_ms, wait_ms * 2);
  };
  const listen = (): void => {
    end();
    heard = Date.now();
    const mine = source = new EventSource(address);
    mine.addEventListener('message', () => { heard = Date.now(); changed(); });
    mine.addEventListener('here', () => { heard = Date.now(); });
    mine.addEventListener('open', () => {
      [heard, wait_ms] = [Date.now(), first_ms];
      line.hidden = true;
      root.dataset['live'] = '';
    });
    mine.addEventListener('error', () => {
      broken();
      // The browser tries again by itself after a broken line, but never after an answer that was an error: a server that starts anew.
      if (mine.readyState === EventSource.CLOSED && mine === source) later();
    });
  };
  setInterval(() => {
    if (source && Date.now() - heard > silence_ms) {
      broken();
      later();
    }
  }, 5_000);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) end();
    else listen();
  });
  listen();
}
