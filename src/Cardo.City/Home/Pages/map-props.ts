import type { Texts } from '../../Ui/Pages/island';

export interface Paint { geometry: 'point' | 'line' | 'polygon'; color: string; fill: string | null; width: number; casing: string | null; dash: boolean; icon: string; widthBy: string | null; widths: Record<string, number> | null }
export interface BaseLayer { id: string; paint: Paint; minZoom: number; labelZoom: number | null; shown: boolean; title: string }
export interface ThingLayer { id: string; icon: string; title: string; silent_s: number }
export interface MapProps {
  lang: string; city: string; tiles: string; tileZoom: number; box: [number, number, number, number] | null;
  base: BaseLayer[]; layers: ThingLayer[]; shown: string[]; texts: Texts; zone: string;
}
