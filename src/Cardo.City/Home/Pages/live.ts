// The live line: a snapshot, then what changes. One connection a page, shared by all who listen.

/** [index, id, layer, name, lon, lat, unit, value, shownAt ms, heardAt ms, tone, doubts] */
export type WholePin = [number, string, string, string, number, number, string, Value, number, number, number, number];
/** [index, value, shownAt ms, heardAt ms, tone, doubts] */
export type ChangedPin = [number, Value, number, number, number, number];
export type Value = number | string | boolean | null;
/** [things, open alarms, things with alarm, things worth a look] */
export type Counts = [number, number, number, number];

export interface Frame { seq: number; now: number; counts: Counts; rate: number; tiles?: string; u?: ChangedPin[]; m?: [number, number, number][]; n?: WholePin[]; g?: number[] }
export interface Snapshot { seq: number; now: number; left: number; counts: Counts; pins: WholePin[] }

export interface Listener {
  snapshot(all: Snapshot): void;
  frame(change: Frame): void;
  line(alive: boolean): void;
}

/** Follows the city until the page is left. A hidden page lets the line go and begins anew when it is looked at again. */
export function follow(listener: Listener): void {
  let source: EventSource | null = null;
  let seq = -1;
  let waiting: Frame[] | null = null;

  const take = (frame: Frame): void => {
    if (frame.seq <= seq) return;
    seq = frame.seq;
    listener.frame(frame);
  };

  const begin = async (address: string): Promise<void> => {
    const held: Frame[] = waiting = [];
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      const all = await answer.json() as Snapshot;
      // A newer beginning overtook this one.
      if (waiting !== held) return;
      seq = all.seq;
      listener.snapshot(all);
      waiting = null;
      held.forEach(take);
    } catch {
      if (waiting === held) setTimeout(() => { if (waiting === held) void begin(address); }, 2000);
    }
  };

  const open = (): void => {
    source = new EventSource('/live');
    source.addEventListener('open', () => listener.line(true));
    source.addEventListener('error', () => listener.line(false));
    source.addEventListener('hello', event => void begin((JSON.parse((event as MessageEvent<string>).data) as { snapshot: string }).snapshot));
    source.addEventListener('message', event => {
      const frame = JSON.parse(event.data as string) as Frame;
      if (waiting) waiting.push(frame);
      else take(frame);
    });
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      source?.close();
      source = null;
      waiting = null;
    } else if (!source) open();
  });
  if (!document.hidden) open();
}
