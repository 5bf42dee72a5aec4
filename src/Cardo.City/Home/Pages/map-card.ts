// The card beside the map: the server's own part of the thing's page, put in here.
import { fragment, put, say, type Texts } from '../../Ui/Pages/island';

export class Card {
  open: string | null = null;
  private from: HTMLElement | null = null;
  private loaded = 0;

  constructor(private readonly aside: HTMLElement, private readonly texts: Texts, private readonly changed: (id: string | null) => void) {
    aside.addEventListener('click', event => this.click(event));
    aside.addEventListener('keydown', event => { if (event.key === 'Escape') this.close(); });
  }

  async show(id: string, from: HTMLElement | null, attribute?: string): Promise<void> {
    if (this.open === null) this.from = from;
    this.open = id;
    this.changed(id);
    await this.load(id, attribute);
    if (this.open === id) this.aside.focus({ preventScroll: true });
  }

  /** A thing changed: look again, unless somebody is busy with the card, and not more often than one can read. */
  refresh(): void {
    if (this.open === null || performance.now() - this.loaded < 10_000) return;
    if (this.aside.matches(':hover') || this.aside.querySelector('details[open]') || (this.aside.contains(document.activeElement) && document.activeElement !== this.aside)) return;
    void this.load(this.open, this.aside.querySelector<HTMLAnchorElement>('dt a[aria-current]')?.textContent ? this.attribute() : undefined);
  }

  private attribute(): string | undefined {
    const href = this.aside.querySelector<HTMLAnchorElement>('dt a[aria-current]')?.href;
    return href ? new URL(href).searchParams.get('attr') ?? undefined : undefined;
  }

  private async load(id: string, attribute?: string): Promise<void> {
    this.loaded = performance.now();
    this.aside.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(`/things/${encodeURIComponent(id)}?part=card${attribute ? '&attr=' + encodeURIComponent(attribute) : ''}`);
      if (this.open !== id) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (this.open !== id) return;
      put(this.aside, fragment(html));
    } catch {
      if (this.open === id) this.aside.textContent = say(this.texts, 'home.map.failedcard');
    } finally {
      this.aside.removeAttribute('aria-busy');
      this.aside.hidden = this.open === null;
    }
  }

  close(): void {
    if (this.open === null) return;
    this.open = null;
    this.aside.hidden = true;
    this.aside.replaceChildren();
    this.changed(null);
    this.from?.focus();
  }

  private click(event: MouseEvent): void {
    const at = event.target as HTMLElement;
    if (at.closest('.close')) {
      this.close();
      return;
    }
    const link = at.closest<HTMLAnchorElement>('dt a');
    if (!link || this.open === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.load(this.open, new URL(link.href).searchParams.get('attr') ?? undefined);
  }
}
