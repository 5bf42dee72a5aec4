import { Map as GlMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { token } from '../../Ui/Pages/island';
import { style } from './map-style';
import type { MapProps } from './map-props';

setWorkerUrl(workerUrl);

/** Draws the place; what is given back draws it again in other colours. */
export async function place(element: HTMLElement, at: { lon: number; lat: number; label: string; zoom: number }): Promise<() => void> {
  const answer = await fetch('/map/base');
  if (!answer.ok) throw new Error(String(answer.status));
  const props = { ...await answer.json() as Pick<MapProps, 'lang' | 'tiles' | 'tileZoom' | 'base'>, layers: [], shown: ['place'] } as unknown as MapProps;
  const box = document.createElement('div');
  box.className = 'canvas';
  element.append(box);
  await document.fonts.load('14px "Noto Sans Variable"', 'Ag').catch(() => []);
  const drawn = (): StyleSpecification => {
    const made = style(props, props.tiles, ['place']);
    made.sources['things'] = { type: 'geojson', data: { type: 'Point', coordinates: [at.lon, at.lat] } };
    made.layers = [...made.layers.filter(layer => !('source' in layer) || layer.source !== 'things'), {
      id: 'mark', type: 'circle', source: 'things',
      paint: { 'circle-radius': 8, 'circle-color': token('accent'), 'circle-stroke-color': token('surface'), 'circle-stroke-width': 3 },
    }];
    return made;
  };
  const map = new GlMap({ container: box, style: drawn(), center: [at.lon, at.lat], zoom: at.zoom, interactive: false, attributionControl: false, locale: { 'Map.Title': at.label } });
  return () => { map.setStyle(drawn(), { diff: false }); };
}
