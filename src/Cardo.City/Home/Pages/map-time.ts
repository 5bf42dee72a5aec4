// The slider over a day of the city, with the day's alarms marked. Its right end is now.
import { say, type Texts } from '../../Ui/Pages/island';
import type { PastPin } from './map-things';

interface DayAnswer { from: number; to: number; now: number; label: string; events: { at: number; id: string; name: string; text: string; tone: number; clock: string }[] }

export class TimeBar {
  /** The moment shown, milliseconds; null for now. */
  moment: number | null = null;
  private day: DayAnswer | null = null;
  private readonly range: HTMLInputElement;
  private readonly output: HTMLOutputElement;
  private readonly live: HTMLButtonElement;
  private readonly date: HTMLInputElement;
  private readonly marks: HTMLElement;
  private readonly events: HTMLDetailsElement;
  private asked = 0;
  private timer = 0;
  private readonly clock: Intl.DateTimeFormat;
  private readonly full: Intl.DateTimeFormat;

  constructor(form: HTMLFormElement, private readonly texts: Texts, lang: string, zone: string, private readonly now: () => number, private readonly show: (pins: PastPin[] | null, time: string) => void, private readonly choose: (id: string) => void) {
    this.range = form.querySelector('input[type=range]')!;
    this.output = form.querySelector('output')!;
    this.live = form.querySelector('.live')!;
    this.date = form.querySelector('input[type=date]')!;
    this.marks = form.querySelector('.marks')!;
    this.clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
    this.full = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone });
    this.events = document.createElement('details');
    this.events.className = 'events';
    form.append(this.events);
    form.hidden = false;
    form.addEventListener('submit', event => event.preventDefault());
    this.range.addEventListener('input', () => this.slide());
    this.live.addEventListener('click', () => void this.toNow());
    this.date.addEventListener('change', () => void this.load(this.date.value).then(() => this.slide()));
    void this.load('').then(() => this.follow());
    setInterval(() => this.follow(), 5000);
  }

  private async load(day: string): Promise<void> {
    try {
      const answer = await fetch('/map/day' + (day ? `?day=${day}` : ''));
      if (!answer.ok) return;
      this.day = await answer.json() as DayAnswer;
    } catch {
      return;
    }
    this.range.max = String(Math.round((this.day.to - this.day.from) / 60_000));
    this.mark(this.day);
  }

  private mark(day: DayAnswer): void {
    this.marks.replaceChildren(...day.events.map(event => {
      const mark = document.createElement('i');
      mark.className = event.tone === 2 ? 'alert' : 'warn';
      mark.style.left = `${((event.at - day.from) / (day.to - day.from)) * 100}%`;
      return mark;
    }));
    const summary = document.createElement('summary');
    summary.textContent = say(this.texts, 'home.map.events', { n: day.events.length });
    const list = document.createElement('ul');
    for (const event of day.events) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = say(this.texts, 'home.map.event', { clock: event.clock, name: event.name, text: event.text });
      button.addEventListener('click', () => {
        this.range.value = String(Math.ceil((event.at - day.from) / 60_000));
        this.slide();
        this.choose(event.id);
      });
      const item = document.createElement('li');
      item.append(button);
      list.append(item);
    }
    this.events.hidden = day.events.length === 0;
    this.events.replaceChildren(summary, list);
  }

  // While it shows now, the knob walks with the clock, and a new day begins by itself.
  private follow(): void {
    if (this.moment !== null || !this.day) return;
    const now = this.now();
    if (now >= this.day.to) void this.load('');
    if (document.activeElement !== this.range) this.range.value = String(Math.floor((now - this.day.from) / 60_000));
    this.say();
  }

  private say(): void {
    const time = this.moment ?? this.now();
    this.output.textContent = this.moment === null ? `${say(this.texts, 'home.time.live')} ${this.clock.format(time)}` : this.full.format(time);
    this.range.setAttribute('aria-valuetext', this.full.format(time));
    this.live.setAttribute('aria-pressed', String(this.moment === null));
  }

  private slide(): void {
    if (!this.day) return;
    const time = this.day.from + Number(this.range.value) * 60_000;
    if (time >= this.now() - 60_000) {
      this.toLive();
      return;
    }
    this.moment = time;
    this.say();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(time), 120);
  }

  private async ask(time: number): Promise<void> {
    const mine = ++this.asked;
    try {
      const answer = await fetch('/map/at?time=' + new Date(time).toISOString());
      if (!answer.ok || mine !== this.asked || this.moment !== time) return;
      const past = await answer.json() as { pins: PastPin[] };
      if (mine === this.asked && this.moment === time) this.show(past.pins, this.full.format(time));
    } catch {
      // The line is down; what was shown stays, and its time stands beside it.
    }
  }

  private toLive(): void {
    clearTimeout(this.timer);
    this.asked++;
    if (this.moment !== null) {
      this.moment = null;
      this.show(null, '');
    }
    this.say();
  }

  private async toNow(): Promise<void> {
    await this.load('');
    this.date.value = this.date.max;
    this.toLive();
    this.follow();
  }
}
