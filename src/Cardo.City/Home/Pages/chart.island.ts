// A day's line: gaps as gaps, the spread as a band, thresholds as broken lines, alarms as marks. Its table stands beside it.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { island, number, onTheme, token } from '../../Ui/Pages/island';

interface Props {
  name: string; unit: string; from: number; to: number; zone: string;
  t: number[]; v: (number | null)[]; low: (number | null)[] | null; high: (number | null)[] | null;
  lines: { tone: 'warn' | 'alert'; value: number; text: string }[]; alarms: number[];
}

const height = 180;

island<Props>('home/chart', (element, props) => {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: props.zone, hour12: false });
  let chart: uPlot | null = null;

  const make = (): void => {
    chart?.destroy();
    const axis = { stroke: token('muted'), grid: { stroke: token('line'), width: 1 }, ticks: { stroke: token('line'), width: 1 }, font: '12px ' + token('face') };
    const line: uPlot.Series = { label: props.name, stroke: token('accent'), width: 2, spanGaps: false, points: { show: props.t.length < 40, size: 5, fill: token('accent') } };
    const band = props.low && props.high;
    const options: uPlot.Options = {
      width: Math.max(240, element.clientWidth),
      height,
      tzDate: at => uPlot.tzDate(new Date(at * 1000), props.zone),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false },
      scales: { x: { time: true, min: props.from, max: props.to, range: () => [props.from, props.to] }, y: { range: (_, low, high) => range(low, high, props) } },
      axes: [
        { ...axis, values: (_, at) => at.map(t => clock.format(new Date(t * 1000))), space: 56 },
        { ...axis, size: 64, label: props.unit || '', labelSize: props.unit ? 18 : 0, labelFont: '12px ' + token('face'), values: (_, at) => at.map(number) },
      ],
      series: band ? [{}, { stroke: 'transparent', spanGaps: false, points: { show: false } }, { stroke: 'transparent', spanGaps: false, points: { show: false } }, line] : [{}, line],
      ...(band ? { bands: [{ series: [2, 1] as [number, number], fill: token('accent') + '33' }] } : {}),
      hooks: { draw: [plot => marks(plot, props)], setCursor: [plot => tell(plot)] },
    };
    const data = (band ? [props.t, props.low, props.high, props.v] : [props.t, props.v]) as uPlot.AlignedData;
    chart = new uPlot(options, data, element);
    chart.root.setAttribute('aria-hidden', 'true');
    element.append(said);
  };

  const said = document.createElement('p');
  said.className = 'reading figures muted';
  const tell = (plot: uPlot): void => {
    const at = plot.cursor.idx;
    const value = at == null ? null : props.v[at];
    said.textContent = at == null || value == null ? '' : `${clock.format(new Date(props.t[at]! * 1000))}  ${number(value)} ${props.unit}`;
  };

  make();
  let width = element.clientWidth;
  new ResizeObserver(() => {
    if (element.clientWidth === width || element.clientWidth === 0) return;
    width = element.clientWidth;
    chart?.setSize({ width, height });
  }).observe(element);
  onTheme(make);
});

// Room for thresholds that are near; one far above would flatten the line.
function range(low: number, high: number, props: Props): [number, number] {
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-6);
  for (const line of props.lines) if (line.value > low - 2 * span && line.value < high + 2 * span) [low, high] = [Math.min(low, line.value), Math.max(high, line.value)];
  return [low - span * 0.08, high + span * 0.08];
}

function marks(plot: uPlot, props: Props): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.font = `${11 * ratio}px ${token('face')}`;
  for (const line of props.lines) {
    const y = plot.valToPos(line.value, 'y', true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = ctx.fillStyle = token(line.tone);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillText(`${line.text} ${number(line.value)}`, bbox.left + 4 * ratio, y - 4 * ratio);
  }
  ctx.fillStyle = token('alert');
  for (const at of props.alarms) {
    const x = plot.valToPos(at, 'x', true), top = bbox.top, size = 5 * ratio;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x + size, top + size * 1.7);
    ctx.lineTo(x - size, top + size * 1.7);
    ctx.fill();
  }
  ctx.restore();
}
