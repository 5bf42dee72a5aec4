// Work out of reach: a form that can't be sent is kept on the phone with its pictures, and sent when the network is back.
// Each carries an id of its own, so one that was sent twice is done once.
import { island } from '../../Ui/Pages/island';

interface Props { offline: string; waiting: string; kept: string; refused: string; sent: string; asOf: string }

interface Kept { id: string; action: string; fields: [string, string | File][] }

function store(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open('cardo-crew', 1);
    asked.onupgradeneeded = () => { asked.result.createObjectStore('queue', { keyPath: 'id' }); };
    asked.onsuccess = () => { done(asked.result); };
    asked.onerror = () => { failed(asked.error ?? new Error('no store')); };
  });
}

async function work<T>(mode: IDBTransactionMode, act: (queue: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await store();
  return new Promise((done, failed) => {
    const asked = act(db.transaction('queue', mode).objectStore('queue'));
    asked.onsuccess = () => { done(asked.result); };
    asked.onerror = () => { failed(asked.error ?? new Error('not kept')); };
  });
}

interface Told { done: boolean; text?: string }

const tokenField = '__RequestVerificationToken';

// A form that waited for two days has a token of two days ago, perhaps of a session that is over: it goes with today's.
async function token(): Promise<string> {
  const answer = await fetch('/crew', { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.querySelector<HTMLInputElement>(`[data-crew="token"] input[name="${tokenField}"]`);
  if (!answer.ok || found === null) throw new Error('not signed in');
  return found.value;
}

// What was done or refused is over; everything else (out of reach, busy, signed out, a stale form) is no answer, and the work stays kept.
async function send(one: Kept, fresh?: string): Promise<Told> {
  const body = new FormData();
  for (const [name, value] of one.fields) body.append(name, name === tokenField && fresh !== undefined ? fresh : value);
  const answer = await fetch(one.action, { method: 'POST', body, headers: { accept: 'application/json' } });
  const told = await answer.json().catch(() => null) as Partial<Told> | null;
  if (answer.status >= 500 || answer.status === 429 || typeof told?.done !== 'boolean') throw new Error(String(answer.status));
  return told as Told;
}

island<Props>('cases/crew', (root, texts) => {
  const status = root.querySelector<HTMLElement>('[data-crew="queue"]')!;
  const say = (text: string): void => {
    status.textContent = text;
    status.hidden = text === '';
  };

  const drain = async (): Promise<void> => {
    const waiting = await work<Kept[]>('readonly', queue => queue.getAll() as IDBRequest<Kept[]>);
    if (waiting.length === 0) return;
    say(texts.waiting.replace('{n}', String(waiting.length)));
    let fresh: string;
    try {
      fresh = await token();
    } catch {
      return; // still out of reach, or nobody is signed in: all of it stays kept
    }
    for (const one of waiting) {
      try {
        const told = await send(one, fresh);
        await work('readwrite', queue => queue.delete(one.id));
        say(told.done ? texts.sent : texts.refused.replace('{text}', told.text ?? ''));
      } catch {
        return; // still out of reach: it stays kept
      }
    }
  };

  for (const form of root.querySelectorAll<HTMLFormElement>('[data-crew="form"]')) {
    form.addEventListener('submit', event => {
      event.preventDefault();
      const data = new FormData(form);
      data.set('at', new Date().toISOString());
      const kept: Kept = { id: String(data.get('client')), action: form.action, fields: [...data.entries()].filter(([, value]) => typeof value === 'string' || value.size > 0) as [string, string | File][] };
      send(kept).then(told => {
        if (told.done) location.assign('/crew');
        else say(texts.refused.replace('{text}', told.text ?? ''));
      }).catch(() => {
        void work('readwrite', queue => queue.put(kept)).then(() => work<number>('readonly', queue => queue.count())).then(n => { say(texts.kept + ' ' + texts.waiting.replace('{n}', String(n)));
          // The network may have come back while this was being put away.
          if (navigator.onLine) void drain();
        });
      });
    });
  }
  // Out of reach it is said at once, with how many wait: nobody should wonder whether their work was taken.
  const lost = async (): Promise<void> => {
    const n = await work<number>('readonly', queue => queue.count());
    // A page that was kept says from when it is.
    const kept = document.body.dataset['keptAt'];
    const asOf = kept === undefined ? '' : ' ' + texts.asOf.replace('{time}', new Date(kept).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }));
    say(texts.offline + asOf + (n > 0 ? ' ' + texts.waiting.replace('{n}', String(n)) : ''));
  };
  window.addEventListener('offline', () => { void lost(); });
  window.addEventListener('online', () => { say(''); void drain(); });
  if (!navigator.onLine) void lost();
  void drain().catch(() => undefined);
  void takeAlong().catch(() => undefined);
});

// The list and its tasks open without a network from the first visit on, where the browser can do that at all.
async function takeAlong(): Promise<void> {
  if (!('serviceWorker' in navigator) || !navigator.onLine) return;
  await navigator.serviceWorker.register('/crew/worker.js', { scope: '/crew' });
  const ready = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map(e => e.name).filter(n => new URL(n).pathname.startsWith('/assets/'));
  ready.active?.postMessage({ files });
}
