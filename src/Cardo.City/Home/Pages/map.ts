// The city's map: draws, listens, and answers to mouse, touch and keyboard. Loaded after the page stands.
import { Map as GlMap, NavigationControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { ago, fragment, onTheme, say } from '../../Ui/Pages/island';
import { refresher } from './fresh';
import { follow } from './live';
import { Card } from './map-card';
import { InView } from './map-inview';
import type { MapProps } from './map-props';
import { inLayers, style } from './map-style';
import { Things } from './map-things';
import { TimeBar } from './map-time';
import { fillSigns, sign } from './signs';

setWorkerUrl(workerUrl);

const flush_ms = 400;

export async function start(element: HTMLElement, props: MapProps): Promise<void> {
  const { texts } = props;
  const part = <T extends HTMLElement>(name: string): T => element.querySelector<T>(name)!;
  const stage = part('.stage');
  stage.hidden = false;
  element.classList.add('alive');
  if (matchMedia('(max-width: 640px)').matches) part<HTMLDetailsElement>('.legend').open = false;
  fillSigns(element);
  // Labels are drawn from the page's own font, so it must be there first.
  await Promise.race([document.fonts.load('14px "Noto Sans Variable"', 'Ag').catch(() => []), new Promise(done => setTimeout(done, 3000))]);

  const things = new Things(texts, props.layers);
  const shown = new Set(props.shown);
  const on = new Set<string>();
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let tiles = props.tiles;
  let home = props.box;
  const map = new GlMap({
    container: part('.canvas'),
    style: style(props, tiles, [...shown]),
    ...(home ? { bounds: home, fitBoundsOptions: { padding: 24 } } : { center: [0, 20] as [number, number], zoom: 1.5 }),
    hash: 'at', attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 19.5, fadeDuration: calm ? 0 : 120,
    locale: { 'Map.Title': say(texts, 'home.map.label', { city: props.city }), 'NavigationControl.ZoomIn': say(texts, 'home.map.zoomin'), 'NavigationControl.ZoomOut': say(texts, 'home.map.zoomout') },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
  map.setMissingStyleImageResolver(id => {
    const [icon, tone] = id.split('|');
    if (tone !== undefined && !map.hasImage(id)) map.addImage(id, sign(icon!, Number(tone), 2), { pixelRatio: 2 });
  });

  const card = new Card(part('.card'), texts, id => {
    element.classList.toggle('with-card', id !== null);
    choose(id);
  });
  const choose = (id: string | null): void => {
    let index = -1;
    if (id !== null) for (const thing of things.all.values()) if (thing.id === id) index = thing.index;
    if (map.getLayer('chosen')) map.setFilter('chosen', ['==', ['id'], index]);
  };
  const moment = (): number => time.moment ?? things.now();
  const inView = new InView(part('.inview'), texts, map, things, shown, moment, (id, from) => void card.show(id, from));
  const notice = part('.notice');
  const tell = (text: string): void => {
    notice.textContent = text;
    notice.hidden = text === '';
  };

  // What changed waits here and is drawn a few times a second, however fast it comes.
  const dirty = new Set<number>();
  let all = true;
  const source = (): GeoJSONSource | undefined => map.getSource<GeoJSONSource>('things');
  const draw = (): void => {
    const to = source();
    if (!to || (!all && dirty.size === 0)) return;
    const now = moment();
    if (all || things.past) to.setData({ type: 'FeatureCollection', features: [...things.shown().values()].map(thing => things.feature(thing, now)) });
    else to.updateData({
      update: [...dirty].map(index => things.all.get(index)).filter(thing => thing !== undefined).map(thing => ({
        id: thing.index, newGeometry: { type: 'Point' as const, coordinates: [thing.lon, thing.lat] },
        addOrUpdateProperties: Object.entries(things.properties(thing, now)).map(([key, value]) => ({ key, value })),
      })),
    });
    all = false;
    dirty.clear();
    element.dataset['things'] = String(things.shown().size);
    inView.refresh();
  };

  const time = new TimeBar(part<HTMLFormElement>('form.time'), texts, props.lang, props.zone, () => things.now(), (past, when) => {
    things.setPast(past);
    all = true;
    element.dataset['moment'] = past ? when : '';
    tell(past ? say(texts, 'home.map.past', { time: when }) : '');
    draw();
  }, id => void card.show(id, null));

  const refresh = refresher(3000);
  follow({
    snapshot(now) {
      things.snapshot(now);
      all = true;
      if (time.moment === null) draw();
      fit();
    },
    frame(frame) {
      const { touched, shape } = things.frame(frame);
      if (shape) all = true;
      for (const index of touched) dirty.add(index);
      if (frame.tiles && frame.tiles !== tiles) {
        tiles = frame.tiles;
        // A new base may have layers this page doesn't know: they come with the next visit.
        map.getSource<import('maplibre-gl').VectorTileSource>('city')?.setTiles([`${location.origin}/tiles/${tiles}/{z}/{x}/{y}.mvt`]);
      }
      if (card.open !== null && frame.u?.some(pin => things.all.get(pin[0])?.id === card.open)) card.refresh();
      refresh();
      element.dispatchEvent(new CustomEvent('cardo:frame', { detail: frame.seq }));
    },
    line(alive) {
      if (time.moment !== null) return;
      tell(alive ? '' : say(texts, 'home.map.lost', { time: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: props.zone }).format(things.now()) }));
    },
  });
  setInterval(() => { if (time.moment === null) draw(); }, flush_ms);
  // Silence comes by waiting: look at every thing again now and then. Ages on the page grow older too.
  setInterval(() => {
    if (time.moment === null) all = true;
    for (const each of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) each.textContent = ago(texts, things.now() - Date.parse(each.dateTime));
  }, 15_000);

  // A city without a base map is as large as its things.
  function fit(): void {
    if (home || things.all.size === 0 || location.hash.includes('at=')) return;
    const lons = [...things.all.values()].map(t => t.lon), lats = [...things.all.values()].map(t => t.lat);
    home = [lons.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.min(a, b)), lons.reduce((a, b) => Math.max(a, b)), lats.reduce((a, b) => Math.max(a, b))];
    map.fitBounds(home, { padding: 40, maxZoom: 15, animate: false });
  }

  map.on('load', () => {
    all = true;
    draw();
  });
  map.on('idle', () => { element.dataset['drawn'] = 'yes'; });
  map.on('moveend', () => inView.refresh());
  map.on('click', event => {
    const near = 12;
    const { x, y } = event.point;
    const found = map.queryRenderedFeatures([[x - near, y - near], [x + near, y + near]], { layers: ['things'] });
    const thing = found.length > 0 ? things.shown().get(Number(found[0]!.id)) : undefined;
    if (thing) void card.show(thing.id, map.getCanvas());
    else card.close();
  });
  map.on('mousemove', event => {
    map.getCanvas().style.cursor = map.queryRenderedFeatures(event.point, { layers: map.getLayer('things') ? ['things'] : [] }).length > 0 ? 'pointer' : '';
  });
  for (const box of element.querySelectorAll<HTMLInputElement>('.legend input[type=checkbox]'))
    box.addEventListener('change', () => {
      if (box.name === 'base') {
        if (box.checked) on.add(box.value);
        else on.delete(box.value);
        for (const part of ['fill', 'edge', 'casing', 'line', 'spot', 'label'])
          if (map.getLayer(`${box.value}-${part}`)) map.setLayoutProperty(`${box.value}-${part}`, 'visibility', box.checked ? 'visible' : 'none');
        return;
      }
      if (box.checked) shown.add(box.value);
      else shown.delete(box.value);
      map.setFilter('things', inLayers([...shown]));
      inView.refresh();
    });
  onTheme(() => {
    map.setStyle(style(props, tiles, [...shown], on), { diff: false });
    map.once('styledata', () => {
      all = true;
      draw();
    });
    fillSigns(element);
  });
  search(map, card, calm);
}

// Finding without leaving the map: the search page's own answers, beside it.
function search(map: GlMap, card: Card, calm: boolean): void {
  const form = document.querySelector<HTMLFormElement>('.today form.find');
  if (!form) return;
  const results = document.createElement('div');
  results.className = 'panel results';
  results.setAttribute('role', 'region');
  results.setAttribute('aria-live', 'polite');
  results.hidden = true;
  form.append(results);
  const close = (): void => { results.hidden = true; };
  form.addEventListener('submit', event => {
    const q = new FormData(form).get('q');
    if (typeof q !== 'string' || q.trim() === '') return;
    event.preventDefault();
    void fetch('/search?q=' + encodeURIComponent(q)).then(async answer => {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      results.replaceChildren(...['p[role=status]', 'ul.found'].flatMap(part => {
        const found = page.querySelector(part);
        return found ? [fragment(found.outerHTML)] : [];
      }));
      results.querySelector('p')?.removeAttribute('role');
      results.hidden = false;
      results.querySelector<HTMLElement>('a')?.focus();
    }).catch(() => form.submit());
  });
  form.addEventListener('keydown', event => {
    const links = [...results.querySelectorAll<HTMLElement>('a')];
    if (event.key === 'Escape') {
      close();
      form.querySelector('input')!.focus();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !results.hidden && links.length > 0) {
      event.preventDefault();
      const at = links.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1);
      links[(at + links.length) % links.length]!.focus();
    }
  });
  document.addEventListener('click', event => { if (!form.contains(event.target as Node)) close(); });
  results.addEventListener('click', event => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a');
    const item = link?.closest('li');
    if (!link || !item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close();
    const center: [number, number] = [Number(item.dataset['lon']), Number(item.dataset['lat'])];
    // The card will cover the right, or on a phone the lower part: what was found goes where it is seen.
    const box = map.getContainer();
    const offset: [number, number] = matchMedia('(max-width: 640px)').matches ? [0, -box.clientHeight * 0.36] : [-200, 0];
    map.easeTo({ center, zoom: Math.max(map.getZoom(), 15.5), offset, animate: !calm });
    void card.show(decodeURIComponent(new URL(link.href).pathname.slice('/things/'.length)), form.querySelector('input'));
  });
}
