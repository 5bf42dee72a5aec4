// What every island begins with: its elements on the page, its props, and the reader's words.

export type Texts = Readonly<Record<string, string>>;

/** Calls `start` for each place on the page where this island stands, now and when a fragment with it is put in later. */
export function island<P>(name: string, start: (element: HTMLElement, props: P) => void | Promise<void>): void {
  const begin = (root: ParentNode): void => {
    for (const element of root.querySelectorAll<HTMLElement>(`[data-island="${name}"]:not([data-alive])`)) {
      element.dataset['alive'] = '';
      void start(element, JSON.parse(element.dataset['props'] ?? '{}') as P);
    }
  };
  begin(document);
  document.addEventListener('cardo:put', event => begin(event.target as ParentNode));
}

/** Says that a fragment was put into the page, so that islands in it come alive. */
export function put(into: HTMLElement, fragment: DocumentFragment): void {
  into.replaceChildren(fragment);
  into.dispatchEvent(new Event('cardo:put', { bubbles: true }));
}

/** Server-made markup as a fragment. A parsed script does not run, so those of islands not yet on the page are asked for as modules. */
export function fragment(html: string): DocumentFragment {
  const made = document.createElement('template');
  made.innerHTML = html;
  for (const script of made.content.querySelectorAll<HTMLScriptElement>('script[src]')) {
    // The markup's own document has no address, so the script's is read as it was written.
    const from = new URL(script.getAttribute('src')!, location.href);
    if (from.origin === location.origin) void import(/* @vite-ignore */ from.href);
    script.remove();
  }
  return made.content;
}

export function say(texts: Texts, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const one = values['n'] === 1 || values['n'] === '1' ? texts[key + '.one'] : undefined;
  return (one ?? texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/** As the server writes numbers: thin groups of three, at most six decimals. */
export function number(n: number): string {
  return grouped.format(n).replaceAll(',', '\u202f');
}

/** How long ago, in one unit: the same words and steps as the server's. */
export function ago(texts: Texts, age_ms: number): string {
  const min = 60_000, hour = 60 * min, day = 24 * hour;
  const count = (key: string, n: number): string => say(texts, key, { n });
  if (age_ms < -2 * min) return count('ui.ago.ahead', Math.max(1, Math.floor(-age_ms / min)));
  if (age_ms < 10_000) return say(texts, 'ui.ago.now');
  if (age_ms < 90_000) return count('ui.ago.s', Math.floor(age_ms / 1000));
  if (age_ms < 90 * min) return count('ui.ago.min', Math.round(age_ms / min));
  if (age_ms < 36 * hour) return count('ui.ago.h', Math.round(age_ms / hour));
  if (age_ms < 60 * day) return count('ui.ago.d', Math.round(age_ms / day));
  if (age_ms < 730 * day) return count('ui.ago.mon', Math.round(age_ms / (day * 365 / 12)));
  return count('ui.ago.y', Math.round(age_ms / (365 * day)));
}

/** The value of a colour token as it is now, by day or by night. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim() || '#888';
}

/** Calls back when the colours change between day and night. */
export function onTheme(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}
