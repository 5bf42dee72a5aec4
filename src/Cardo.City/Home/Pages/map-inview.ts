// What the map shows, as a list that Tab, arrow keys and screen readers can walk: the most urgent and the nearest first.
import type { Map as GlMap } from 'maplibre-gl';
import { ago, say, type Texts } from '../../Ui/Pages/island';
import type { Thing, Things } from './map-things';

const most = 40;

export class InView {
  private readonly list: HTMLElement;
  private readonly count: HTMLElement;
  private due = 0;

  constructor(private readonly details: HTMLDetailsElement | HTMLElement, private readonly texts: Texts, private readonly map: GlMap, private readonly things: Things, private readonly shown: Set<string>, private readonly moment: () => number, open: (id: string, from: HTMLElement) => void) {
    this.list = details.querySelector('ul')!;
    this.count = details.querySelector('[data-inview-count]')!;
    details.addEventListener('toggle', () => this.render());
    this.list.addEventListener('click', event => {
      const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-id]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link.dataset['id']!, link);
    });
    this.list.addEventListener('keydown', event => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const links = [...this.list.querySelectorAll<HTMLElement>('a')];
      links[Math.min(links.length - 1, Math.max(0, links.indexOf(document.activeElement as HTMLElement) + step))]?.focus();
    });
  }

  refresh(): void {
    if (this.due) return;
    this.due = window.setTimeout(() => {
      this.due = 0;
      this.render();
    }, 500);
  }

  private render(): void {
    const bounds = this.map.getBounds(), center = this.map.getCenter(), now = this.moment();
    const found: { thing: Thing; tone: number; far: number }[] = [];
    for (const thing of this.things.shown().values())
      if (this.shown.has(thing.layer) && bounds.contains([thing.lon, thing.lat]))
        found.push({ thing, tone: this.things.tone(thing, now), far: (thing.lon - center.lng) ** 2 + (thing.lat - center.lat) ** 2 });
    this.count.textContent = String(found.length);
    // A list under somebody's focus keeps still.
    if (!(this.details as HTMLDetailsElement).open || this.list.contains(document.activeElement)) return;
    const rank = [0, 2, 3, 1];
    found.sort((a, b) => rank[b.tone]! - rank[a.tone]! || a.far - b.far);
    this.list.replaceChildren(...found.slice(0, most).map(({ thing, tone }) => this.item(thing, tone, now)));
    if (found.length > most) this.list.append(this.line(say(this.texts, 'home.map.inview.more', { n: found.length - most })));
    if (found.length === 0) this.list.append(this.line(say(this.texts, 'home.map.noinview')));
  }

  private line(text: string): HTMLElement {
    const item = document.createElement('li');
    item.className = 'muted';
    item.textContent = text;
    return item;
  }

  private item(thing: Thing, tone: number, now: number): HTMLElement {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = '/things/' + encodeURIComponent(thing.id);
    link.dataset['id'] = thing.id;
    link.className = ['good', 'warn', 'alert', 'none'][tone] ?? 'none';
    const mark = document.createElement('span');
    mark.className = 'state';
    mark.setAttribute('aria-hidden', 'true');
    const value = this.things.value(thing);
    const rest = document.createElement('span');
    rest.className = 'muted figures';
    rest.textContent = [this.things.word(tone), value, thing.at ? ago(this.texts, now - thing.at) : ''].filter(Boolean).join(' · ');
    const name = document.createElement('span');
    name.textContent = thing.name;
    link.append(mark, name, rest);
    item.append(link);
    return item;
  }
}
