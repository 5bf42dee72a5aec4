// The signs on the map and in its legend, drawn here so that no image is fetched. State has a shape of its own:
// fine is a disc, worth a look a diamond, alarm a triangle, silent a hollow ring.
import { token } from '../../Ui/Pages/island';

const glyphs: Readonly<Record<string, string>> = {
  dot: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  water: 'M5 10c2-2 3.5-2 5 0s3.5 2 5 0 3-2 4 0v2.2c-1-2-2.5-2-4 0s-3.500 2-5 0-3-2-5 0zM5 14.500c2-2 3.500-2 5 0s3.500 2 5 0 3-2 4 0v2.200c-1-2-2.500-2-4 0s-3.500 2-5 0-3-2-5 0z',
  rain: 'M12 5c2.500 3.500 4.500 6 4.500 8.500a4.500 4.500 0 0 1-9 0C7.500 11 9.500 8.500 12 5z',
  air: 'M5 9h8.500a1.500 1.500 0 1 0-1.400-2h-1.900A3.300 3.300 0 1 1 13.500 10.800H5zM5 12h11.500a2.700 2.700 0 1 1-2.500 3.700h2a1 1 0 1 0 .5-1.900H5z',
  weather: 'M11 5h2v8.200a3.600 3.600 0 1 1-2 0z',
  lamp: 'M12 5a4.500 4.500 0 0 1 2.700 8.100V15H9.300v-1.900A4.500 4.500 0 0 1 12 5zM9.500 16h5v1.200h-5zM10.300 18h3.400v1.200h-3.400z',
  waste: 'M10 5h4v1.300h4v1.800H6V6.300h4zM7 9h10l-.9 10H7.900z',
  bus: 'M7 5h10a1.500 1.500 0 0 1 1.500 1.500V17H17v1.700h-2V17H9v1.700H7V17H5.500V6.500A1.500 1.500 0 0 1 7 5zm.3 2v4.500h9.400V7z',
  parking: 'M8 5h4.700a4.200 4.200 0 0 1 0 8.400h-2.200V19H8zm2.500 2.200v4h2a2 2 0 0 0 0-4z',
  noise: 'M5 10h3l4-4v12l-4-4H5zM14 9.200c1.700 1.500 1.700 4.100 0 5.600zM15.500 6.500c4 2.800 4 8.200 0 11l-.8-1.300c2.900-2.200 2.900-6.200 0-8.400z',
  traffic: 'M9 5h6a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zm3 1.300a1.700 1.700 0 1 0 0 3.400 1.700 1.700 0 0 0 0-3.400zm0 4.100a1.700 1.700 0 1 0 0 3.400 1.700 1.700 0 0 0 0-3.400zm0 4a1.700 1.700 0 1 0 0 3.400 1.700 1.700 0 0 0 0-3.400z',
  power: 'M13.500 4.500 7 13h4l-1 6.500L16.500 11h-4z',
  park: 'M12 4.500 17 11h-2.500l3 4H13v4h-2v-4H6.500l3-4H7z',
  building: 'M7 19V6l5-2 5 2v13h-3.500v-3.500h-3V19zM9 8.500v1.800h1.800V8.500zm4.200 0v1.800H15V8.500zM9 12v1.800h1.800V12zm4.200 0v1.800H15V12z',
  bike: 'M7.500 11.500a3.800 3.800 0 1 0 0 7.600 3.800 3.800 0 0 0 0-7.600zm9 0a3.800 3.800 0 1 0 0 7.600 3.800 3.800 0 0 0 0-7.600zM13 6h3v1.600h-2l2.500 6.800-1.300.5L12.500 9l-3.600 6.600-1.300-.7L11 8.500H9V7h3.500z',
  people: 'M12 4.500a2.600 2.600 0 1 0 0 5.200 2.600 2.600 0 0 0 0-5.200zM7 19v-5a3.500 3.500 0 0 1 3.500-3.500h3A3.500 3.500 0 0 1 17 14v5z',
};

export const Tone = { fine: 0, warn: 1, alert: 2, silent: 3 } as const;

/** Draws a sign into a square of `size` pixels at `ratio` device pixels each. */
export function draw(context: CanvasRenderingContext2D, icon: string, tone: number, size: number): void {
  const surface = token('surface'), edge = token('ink');
  const fill = tone === Tone.alert ? token('alert') : tone === Tone.warn ? token('warn') : tone === Tone.silent ? surface : token('accent');
  context.clearRect(0, 0, size, size);
  context.save();
  context.scale(size / 24, size / 24);
  context.beginPath();
  if (tone === Tone.alert) {
    context.moveTo(12, 1.5);
    context.lineTo(23, 21.5);
    context.lineTo(1, 21.5);
  } else if (tone === Tone.warn) {
    context.moveTo(12, 0.8);
    context.lineTo(23.2, 12);
    context.lineTo(12, 23.2);
    context.lineTo(0.8, 12);
  } else context.arc(12, 12, 9.5, 0, Math.PI * 2);
  context.closePath();
  context.fillStyle = fill;
  context.fill();
  context.lineJoin = 'round';
  context.lineWidth = tone === Tone.silent ? 1.8 : 1.6;
  context.strokeStyle = tone === Tone.silent ? token('muted') : surface;
  if (tone === Tone.silent) context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
  const shrink = tone === Tone.alert ? 0.5 : tone === Tone.warn ? 0.6 : 0.72;
  context.translate(12, tone === Tone.alert ? 15 : 12);
  context.scale(shrink, shrink);
  context.translate(-12, -12);
  context.fillStyle = tone === Tone.silent ? edge : surface;
  context.fill(new Path2D(glyphs[icon] ?? glyphs['dot']), 'evenodd');
  context.restore();
}

/** The pixels of a sign for the map. */
export function sign(icon: string, tone: number, ratio: number): ImageData {
  const size = Math.round(24 * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  draw(context, icon, tone, size);
  return context.getImageData(0, 0, size, size);
}

/** Fills every `<canvas data-sign>` under an element. */
export function fillSigns(under: ParentNode): void {
  for (const canvas of under.querySelectorAll<HTMLCanvasElement>('canvas[data-sign]'))
    draw(canvas.getContext('2d')!, canvas.dataset['sign']!, Number(canvas.dataset['tone'] ?? 0), canvas.width);
}
