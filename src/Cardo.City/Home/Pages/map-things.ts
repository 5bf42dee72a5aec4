// The living things as the page knows them: now from the live line, or as they were at a moment of the past.
import { number, say, type Texts } from '../../Ui/Pages/island';
import type { ChangedPin, Frame, Snapshot, Value, WholePin } from './live';
import type { ThingLayer } from './map-props';
import { Tone } from './signs';

export interface Thing { index: number; id: string; layer: string; name: string; lon: number; lat: number; unit: string; value: Value; at: number; heard: number; tone: number; doubts: number }
export type PastPin = [number, Value, number, number, number, number, number];

export class Things {
  readonly all = new Map<number, Thing>();
  past: Map<number, Thing> | null = null;
  // Until the server tells its own, this machine's clock stands in.
  private clock = Date.now() - performance.now();
  private readonly silent_ms = new Map<string, number>();
  private readonly icons = new Map<string, string>();

  constructor(private readonly texts: Texts, layers: ThingLayer[]) {
    for (const layer of layers) {
      this.silent_ms.set(layer.id, layer.silent_s * 1000);
      this.icons.set(layer.id, layer.icon);
    }
  }

  /** The city's clock in milliseconds: the server's, plus what passed here since it told. */
  now(): number {
    return performance.now() + this.clock;
  }

  private tell(now: number): void {
    this.clock = now - performance.now();
  }

  snapshot(all: Snapshot): void {
    this.tell(all.now);
    this.all.clear();
    for (const pin of all.pins) this.put(pin);
  }

  /** Applies a frame; the indices it touched, and whether things came or went. */
  frame(frame: Frame): { touched: Set<number>; shape: boolean } {
    this.tell(frame.now);
    const touched = new Set<number>();
    for (const index of frame.g ?? []) this.all.delete(index);
    for (const pin of frame.n ?? []) this.put(pin);
    for (const pin of frame.u ?? []) if (this.change(pin)) touched.add(pin[0]);
    for (const [index, lon, lat] of frame.m ?? []) {
      const thing = this.all.get(index);
      if (!thing) continue;
      thing.lon = lon;
      thing.lat = lat;
      touched.add(index);
    }
    return { touched, shape: (frame.g?.length ?? 0) + (frame.n?.length ?? 0) > 0 };
  }

  private put([index, id, layer, name, lon, lat, unit, value, at, heard, tone, doubts]: WholePin): void {
    this.all.set(index, { index, id, layer, name, lon, lat, unit, value, at, heard, tone, doubts });
  }

  private change([index, value, at, heard, tone, doubts]: ChangedPin): boolean {
    const thing = this.all.get(index);
    if (!thing) return false;
    Object.assign(thing, { value, at, heard, tone, doubts });
    return true;
  }

  /** Shows another moment; null for now. Things nobody had heard of by then are away. */
  setPast(pins: PastPin[] | null): void {
    if (!pins) {
      this.past = null;
      return;
    }
    this.past = new Map();
    for (const [index, value, at, heard, tone, lon, lat] of pins) {
      const thing = this.all.get(index);
      if (thing) this.past.set(index, { ...thing, value, at, heard, tone, lon, lat });
    }
  }

  shown(): Map<number, Thing> {
    return this.past ?? this.all;
  }

  /** Fine, worth a look, alarm or silent at a moment. */
  tone(thing: Thing, moment: number): number {
    if (thing.tone === Tone.fine && thing.heard > 0 && moment - thing.heard > (this.silent_ms.get(thing.layer) ?? 3_600_000)) return Tone.silent;
    return thing.tone;
  }

  word(tone: number): string {
    return say(this.texts, 'home.state.' + (['fine', 'warn', 'alert', 'silent'][tone] ?? 'fine'));
  }

  value(thing: Thing): string {
    const { value } = thing;
    if (value === null) return '';
    if (typeof value === 'number') return thing.unit ? `${number(value)}\u202f${thing.unit}` : number(value);
    if (typeof value === 'boolean') return say(this.texts, value ? 'ui.yes' : 'ui.no');
    return this.texts['home.value.' + value] ?? value;
  }

  feature(thing: Thing, moment: number): GeoJSON.Feature<GeoJSON.Point> {
    return { type: 'Feature', id: thing.index, geometry: { type: 'Point', coordinates: [thing.lon, thing.lat] }, properties: this.properties(thing, moment) };
  }

  properties(thing: Thing, moment: number): { layer: string; icon: string; tone: number; label: string } {
    return { layer: thing.layer, icon: this.icons.get(thing.layer) ?? 'dot', tone: this.tone(thing, moment), label: this.value(thing) };
  }
}
