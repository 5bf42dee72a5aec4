// The muted base: land, water, green, streets, buildings, labels, in the page's own colours.
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { token } from '../../Ui/Pages/island';
import type { BaseLayer, MapProps } from './map-props';

const font = ['Noto Sans Variable', 'Noto Sans', 'sans-serif'];

const isPolygon: FilterSpecification = ['==', ['geometry-type'], 'Polygon'];
const isLine: FilterSpecification = ['==', ['geometry-type'], 'LineString'];

// Widths are told for zoom 15 and double with each zoom near it, as the ground does; far out a line keeps to be seen.
function width(layer: BaseLayer, more: number): ExpressionSpecification {
  const at = (factor: number): ExpressionSpecification | number => {
    const widths = Object.entries(layer.paint.widths ?? {});
    const plain = Math.max(0.4, layer.paint.width * factor) + more;
    return widths.length === 0 ? plain : ['match', ['get', 'kind'], ...widths.flatMap(([kind, w]) => [kind, Math.max(0.4, w * factor) + more]), plain] as unknown as ExpressionSpecification;
  };
  return ['interpolate', ['exponential', 1.6], ['zoom'], 9, at(0.08), 12, at(0.3), 15, at(1), 18, at(4)] as ExpressionSpecification;
}

function drawn(layer: BaseLayer): LayerSpecification[] {
  const common = { source: 'city', 'source-layer': layer.id, minzoom: layer.minZoom };
  const { paint } = layer;
  const dash = paint.dash ? { 'line-dasharray': [3, 2] } : {};
  const layers: LayerSpecification[] = [];
  if (paint.fill) {
    layers.push({ ...common, id: layer.id + '-fill', type: 'fill', filter: isPolygon, paint: { 'fill-color': token(paint.fill) } });
    if (paint.fill !== paint.color) layers.push({ ...common, id: layer.id + '-edge', type: 'line', filter: isPolygon, paint: { 'line-color': token(paint.color), 'line-width': paint.width, 'line-opacity': 0.7, ...dash } });
  }
  if (paint.casing) layers.push({ ...common, id: layer.id + '-casing', type: 'line', filter: isLine, minzoom: Math.max(12, layer.minZoom), layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': token(paint.casing), 'line-width': width(layer, 1.6) } });
  if (paint.geometry === 'point') layers.push({ ...common, id: layer.id + '-spot', type: 'circle', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 1.5, 16, 4], 'circle-color': token(paint.color), 'circle-stroke-color': token('halo'), 'circle-stroke-width': 1 } });
  layers.push({ ...common, id: layer.id + '-line', type: 'line', filter: isLine, layout: { 'line-cap': paint.dash ? 'butt' : 'round', 'line-join': 'round' }, paint: { 'line-color': token(paint.color), 'line-width': width(layer, 0), ...dash } });
  return layers;
}

function labels(layer: BaseLayer, lang: string): LayerSpecification {
  const line = layer.paint.geometry === 'line';
  const area = layer.id === 'districts';
  return {
    id: layer.id + '-label', type: 'symbol', source: 'city', 'source-layer': layer.id,
    // An area is cut by tiles and would be named in each: the server gives it one point for its name.
    ...(line ? {} : { filter: ['==', ['geometry-type'], 'Point'] as FilterSpecification }), minzoom: layer.labelZoom ?? Math.max(layer.minZoom, area ? 9 : line ? 14 : layer.paint.geometry === 'point' ? 16 : 13),
    ...(area ? { maxzoom: 15 } : {}),
    layout: {
      'text-field': ['coalesce', ['get', 'name:' + lang], ['get', 'name'], ''], 'text-font': font, 'text-size': area ? 13 : 11.5,
      ...(layer.paint.geometry === 'point' ? { 'text-anchor': 'top' as const, 'text-offset': [0, 0.6] as [number, number] } : {}),
      'symbol-placement': line ? 'line' : 'point', 'text-letter-spacing': area ? 0.06 : 0, 'symbol-spacing': 400, 'text-max-width': 8, 'text-padding': 8,
    },
    paint: { 'text-color': token('label'), 'text-halo-color': token('halo'), 'text-halo-width': 1.4 },
  };
}

/** Signs and labels of living things: how they are drawn, whatever the data. */
export function things(shown: string[]): LayerSpecification[] {
  return [
    { id: 'chosen', type: 'circle', source: 'things', filter: ['==', ['id'], -1], paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 10, 16, 20], 'circle-color': 'transparent', 'circle-stroke-color': token('accent'), 'circle-stroke-width': 3 } },
    {
      id: 'things', type: 'symbol', source: 'things', filter: inLayers(shown),
      layout: {
        'icon-image': ['concat', ['get', 'icon'], '|', ['get', 'tone']], 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 9, ['match', ['get', 'tone'], [1, 2], 0.75, 0.42], 13, ['match', ['get', 'tone'], [1, 2], 0.95, 0.66], 16, 1.1],
        'symbol-sort-key': ['match', ['get', 'tone'], 2, 3, 1, 2, 3, 1, 0],
        'text-field': ['step', ['zoom'], ['case', ['>=', ['to-number', ['match', ['get', 'tone'], [1, 2], 1, 0]], 1], ['get', 'label'], ''], 14.5, ['get', 'label']],
        'text-font': font, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1], 'text-optional': true, 'text-padding': 4,
      },
      paint: { 'text-color': token('ink'), 'text-halo-color': token('halo'), 'text-halo-width': 1.6 },
    },
  ];
}

export function inLayers(shown: string[]): FilterSpecification {
  return ['in', ['get', 'layer'], ['literal', shown]];
}

/** A base layer's drawing and its names, or both hidden. */
function hidden(layers: LayerSpecification[], away: boolean): LayerSpecification[] {
  return away ? layers.map(each => ({ ...each, layout: { ...('layout' in each ? each.layout : {}), visibility: 'none' } }) as LayerSpecification) : layers;
}

/** @param on base layers that are off by default and were switched on */
export function style(props: MapProps, tiles: string, shown: string[], on: ReadonlySet<string> = new Set()): StyleSpecification {
  const away = (layer: BaseLayer): boolean => !layer.shown && !on.has(layer.id);
  return {
    version: 8,
    sources: {
      city: { type: 'vector', tiles: [`${location.origin}/tiles/${tiles}/{z}/{x}/{y}.mvt`], maxzoom: props.tileZoom },
      things: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('land') } },
      ...props.base.flatMap(layer => hidden(drawn(layer), away(layer))),
      ...props.base.flatMap(layer => hidden([labels(layer, props.lang)], away(layer))),
      ...things(shown),
    ],
  };
}
