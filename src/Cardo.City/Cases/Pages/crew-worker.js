// Opens the crew's list and its tasks without a network. What is kept: the pages of /crew as this phone was shown them (what anybody
// may read of a case, and nobody's contact data), for one shift, those of the list alone; and the files that draw them. The network is
// always asked first, and an answer that isn't the crew's page (signed out, another role) empties the shelf.
'use strict';

const shelf = 'cardo-crew-1';
const shift_ms = 12 * 3600 * 1000, patience_ms = 5000;
const mostTasks = 40, mostFiles = 120;
const list = '/crew', own = /^\/crew(\/\d+\/[^/]+)?$/;
const keptAt = 'x-kept-at';

self.addEventListener('install', () => { void self.skipWaiting(); });
self.addEventListener('activate', event => { event.waitUntil(self.clients.claim()); });

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && own.test(url.pathname)) event.respondWith(page(request, url.pathname));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});

// The page says which files it was drawn with; on its first visit they came before this did.
self.addEventListener('message', event => {
  const files = Array.isArray(event.data?.files) ? event.data.files.filter(f => typeof f === 'string').slice(0, mostFiles) : null;
  if (files !== null) event.waitUntil(takeAlong(files));
});

async function page(request, path) {
  const kept = await fresh(path);
  const asked = fetch(request).then(async answer => {
    if (isPage(answer)) await keep(path, answer.clone());
    else if (answer.status === 401 || answer.status === 403 || answer.type === 'opaqueredirect' || answer.redirected) await caches.delete(shelf);
    return answer;
  });
  if (kept === null) return asked;
  // A line that hardly carries is no line: after some seconds what is kept is better than nothing.
  const late = new Promise(done => { setTimeout(() => { done(kept.clone()); }, patience_ms); });
  return Promise.race([asked.catch(() => kept), late]);
}

function isPage(answer) {
  return answer.ok && !answer.redirected && (answer.headers.get('content-type') ?? '').startsWith('text/html');
}

async function keep(path, answer) {
  const now = new Date().toISOString();
  const html = (await answer.text()).replace('<body', `<body data-kept-at="${now}"`);
  const headers = new Headers(answer.headers);
  headers.set(keptAt, now);
  headers.delete('content-encoding');
  headers.delete('content-length');
  await (await caches.open(shelf)).put(path, new Response(html, { headers }));
  return html;
}

async function fresh(path) {
  const store = await caches.open(shelf), found = await store.match(path);
  if (found === undefined) return null;
  const age = Date.now() - Date.parse(found.headers.get(keptAt) ?? '');
  if (age >= 0 && age < shift_ms) return found;
  await store.delete(path);
  return null;
}

// Names of files have their content's hash in them, so what is kept is right for ever.
async function file(request) {
  const store = await caches.open(shelf), found = await store.match(request.url);
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.status === 200) await put(store, request.url, answer.clone());
  return answer;
}

async function put(store, url, answer) {
  await store.put(url, answer);
  const files = (await store.keys()).filter(k => new URL(k.url).pathname.startsWith('/assets/'));
  for (const old of files.slice(0, Math.max(0, files.length - mostFiles))) await store.delete(old);
}

// Brings the list, the pages of its first tasks and the files along, and lets go of tasks that are no longer on it.
async function takeAlong(files) {
  const answer = await fetch(list, { headers: { accept: 'text/html' } });
  if (!isPage(answer)) return;
  const html = await keep(list, answer);
  const tasks = [...new Set([...html.matchAll(/href="(\/crew\/\d+\/[^"/?]+)"/g)].map(m => m[1]))].slice(0, mostTasks);
  const store = await caches.open(shelf);
  for (const kept of await store.keys()) {
    const path = new URL(kept.url).pathname;
    if (path !== list && own.test(path) && !tasks.includes(path)) await store.delete(kept);
  }
  for (const task of tasks) {
    if (await fresh(task) !== null) continue;
    const one = await fetch(task, { headers: { accept: 'text/html' } });
    if (isPage(one)) await keep(task, one);
  }
  for (const url of files) {
    if (new URL(url, self.location.origin).pathname.startsWith('/assets/') && await store.match(url) === undefined) {
      const one = await fetch(url);
      if (one.status === 200) await put(store, url, one);
    }
  }
}
