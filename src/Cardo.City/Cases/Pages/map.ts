import { Map as GlMap, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { onTheme, token } from '../../Ui/Pages/island';
import { style } from '../../Home/Pages/map-style';
import type { MapProps } from '../../Home/Pages/map-props';
import type { Mark, Props } from './map.island';

setWorkerUrl(workerUrl);

const empty = { type: 'FeatureCollection' as const, features: [] };

/** West, south, east, north. */
type Box = [number, number, number, number];

async function casesIn(ask: string, box: Box): Promise<{ marks: Mark[]; extent: Box | null } | null> {
  const told = await fetch(`${ask}${ask.includes('?') ? '&' : '?'}box=${box.map(n => n.toFixed(5)).join(',')}`);
  return told.ok ? await told.json() as { marks: Mark[]; extent: Box | null } : null;
}

export async function draw(element: HTMLElement, props: Props): Promise<void> {
  const answer = await fetch('/map/base');
  if (!answer.ok) throw new Error(String(answer.status));
  const base = { ...await answer.json() as Pick<MapProps, 'lang' | 'tiles' | 'tileZoom' | 'base'>, layers: [], shown: [] } as unknown as MapProps;
  element.replaceChildren();
  const box = document.createElement('div');
  box.className = 'canvas';
  element.append(box);
  await document.fonts.load('14px "Noto Sans Variable"', 'Ag').catch(() => []);
  const drawn = (): StyleSpecification => {
    const made = style(base, base.tiles, []);
    made.sources['cases'] = { type: 'geojson', data: empty };
    made.layers = [...made.layers.filter(layer => !('source' in layer) || layer.source !== 'things'),
      {
        id: 'cases', type: 'circle', source: 'cases',
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'n']], 0, 6, 9, 26],
          'circle-color': ['case', ['>', ['get', 'late'], 0], token('alert'), ['==', ['get', 'closed'], ['get', 'n']], token('good'), token('accent')],
          'circle-stroke-color': token('surface'), 'circle-stroke-width': 2, 'circle-opacity': 0.85,
        },
      },
      { id: 'counts', type: 'symbol', source: 'cases', filter: ['>', ['get', 'n'], 1], layout: { 'text-field': ['to-string', ['get', 'n']], 'text-font': ['Noto Sans Variable', 'Noto Sans', 'sans-serif'], 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': token('on-accent') } }];
    return made;
  };
  const [west, south, east, north] = props.bounds ?? [-180, -80, 180, 80];
  const map = new GlMap({ container: box, style: drawn(), bounds: [[west, south], [east, north]], attributionControl: false, locale: { 'Map.Title': props.label } });
  const show = (marks: Mark[]): void => {
    map.getSource<GeoJSONSource>('cases')?.setData({ type: 'FeatureCollection', features: marks.map(({ lon, lat, ...rest }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: rest })) });
    element.dataset['marks'] = String(marks.length);
  };
  const ask = async (): Promise<void> => {
    if (props.spots) {
      show(props.spots);
      return;
    }
    const at = map.getBounds();
    const there = await casesIn(props.ask, [at.getWest(), at.getSouth(), at.getEast(), at.getNorth()]);
    if (there) show(there.marks);
  };
  // The desk looks where the work is; and a city that does not say where it ends is as large as its cases.
  const home = async (): Promise<void> => {
    const extent = props.spots ? null : (await casesIn(props.ask, [-180, -90, 180, 90]))?.extent;
    if (extent) map.fitBounds(extent, { padding: 40, maxZoom: 15, animate: false });
  };
  map.on('load', () => { void (props.bounds && !props.staff ? ask() : home().then(ask)); });
  map.on('moveend', () => { void ask(); });
  document.addEventListener('cardo:cases', () => { void ask(); });
  map.on('mousemove', event => { map.getCanvas().style.cursor = map.getLayer('cases') && map.queryRenderedFeatures(event.point, { layers: ['cases'] }).length > 0 ? 'pointer' : ''; });
  map.on('click', 'cases', event => {
    const found = event.features?.[0];
    if (!found) return;
    const number = Number(found.properties['number']);
    const href = found.properties['href'] as unknown;
    if (typeof href === 'string' && href.startsWith('/')) location.assign(href);
    else if (number > 0) location.assign((props.staff ? '/desk/cases/' : '/cases/') + String(number));
    else map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
  });
  onTheme(() => {
    map.setStyle(drawn(), { diff: false });
    map.once('idle', () => { void ask(); });
  });
}
