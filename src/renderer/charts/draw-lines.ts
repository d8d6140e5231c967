import { withAlpha } from '../lib/hex-color.ts';
import { type Geometry, timeToX, valueToY } from './geometry.ts';
import { GAP, reduceColumn, reducedCapacity } from './m4.ts';
import type { Plot, PlotSeries } from './plot.ts';

let indices = new Int32Array(4_096);

const LINE_WIDTH = 1.5;
const LONE_RADIUS = 1.75;
/** Points a pixel of width from which on a line is dense: it turns at almost every pixel. */
const DENSE_POINTS = 0.6;

/** Fills fade to nothing at the axis; with more lines than this they would only mix. */
const MAX_AREAS = 4;

interface LineScale {
  readonly x0: number;
  readonly kx: number;
  readonly y0: number;
  readonly ky: number;
}

function lineScale(plot: Plot, area: Geometry): LineScale {
  const x0 = timeToX(plot, area, plot.startMs);
  const y0 = valueToY(plot, area, 0);
  return {
    x0,
    kx: timeToX(plot, area, plot.startMs + plot.stepMs) - x0,
    y0,
    ky: valueToY(plot, area, 1) - y0,
  };
}

function tracePath(
  path: Path2D,
  values: Float64Array,
  count: number,
  scale: LineScale,
  close: ((path: Path2D, fromX: number, toX: number) => void) | null,
  lone?: number[],
): void {
  const { x0, kx, y0, ky } = scale;
  let startX = Number.NaN;
  let x = Number.NaN;
  let points = 0;
  const finish = (): void => {
    if (points === 1 && close === null) {
      // A lone sample between gaps would be a line without length.
      lone?.push(x, y0 + (values[indices[lastAt] as number] as number) * ky);
    }
    if (close !== null && points > 0) close(path, startX, x);
    points = 0;
  };
  let lastAt = 0;
  for (let k = 0; k < count; k++) {
    const i = indices[k] as number;
    if (i === GAP) {
      finish();
      continue;
    }
    x = x0 + i * kx;
    const y = y0 + (values[i] as number) * ky;
    if (points === 0) {
      startX = x;
      path.moveTo(x, y);
    } else path.lineTo(x, y);
    lastAt = k;
    points += 1;
  }
  finish();
}

function reduce(values: Float64Array, present: Uint8Array | null, plot: Plot, area: Geometry): number {
  const columns = Math.max(1, Math.ceil(area.right - area.left));
  const capacity = reducedCapacity(plot.count, columns);
  if (indices.length < capacity) indices = new Int32Array(capacity * 2);
  return reduceColumn(values, present, 0, plot.count, columns, indices);
}

/** Strokes the line through the indices that `reduce` left, with dots for samples that stand alone. */
function strokeLine(
  ctx: CanvasRenderingContext2D,
  series: PlotSeries,
  values: Float64Array,
  count: number,
  scale: LineScale,
): void {
  const path = new Path2D();
  const lone: number[] = [];
  tracePath(path, values, count, scale, null, lone);
  ctx.strokeStyle = series.color;
  ctx.setLineDash(series.dash as number[]);
  ctx.stroke(path);
  if (lone.length === 0) return;
  ctx.fillStyle = series.color;
  ctx.beginPath();
  for (let k = 0; k < lone.length; k += 2) {
    const [x, y] = [lone[k] as number, lone[k + 1] as number];
    ctx.moveTo(x + LONE_RADIUS, y);
    ctx.arc(x, y, LONE_RADIUS, 0, 2 * Math.PI);
  }
  ctx.fill();
}

function drawFill(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  area: Geometry,
  series: PlotSeries,
  count: number,
  scale: LineScale,
): void {
  const base = Math.min(area.bottom, Math.max(area.top, scale.y0));
  const path = new Path2D();
  tracePath(path, series.values, count, scale, (open, fromX, toX) => {
    open.lineTo(toX, base);
    open.lineTo(fromX, base);
    open.closePath();
  });
  const gradient = ctx.createLinearGradient(0, area.top, 0, base);
  const strength = plot.series.length === 1 ? 0.34 : 0.24;
  gradient.addColorStop(0, withAlpha(series.color, strength));
  gradient.addColorStop(1, withAlpha(series.color, 0.02));
  ctx.fillStyle = gradient;
  ctx.fill(path);
}

/** The indices that `reduce` left, one list for each stretch between gaps. */
function splitAtGaps(count: number): number[][] {
  const parts: number[][] = [];
  let part: number[] = [];
  for (let k = 0; k < count; k++) {
    const i = indices[k] as number;
    if (i !== GAP) part.push(i);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** Closes the area between a stretch of an edge and the one below, or the ground. */
function traceBand(
  path: Path2D,
  edges: { readonly above: Float64Array; readonly below: Float64Array | null },
  top: readonly number[],
  bottom: readonly number[] | null,
  { x0, kx, y0, ky }: LineScale,
): void {
  const [first] = top;
  if (first === undefined) return;
  path.moveTo(x0 + first * kx, y0 + (edges.above[first] as number) * ky);
  for (const i of top) path.lineTo(x0 + i * kx, y0 + (edges.above[i] as number) * ky);
  if (edges.below === null || bottom === null) {
    path.lineTo(x0 + (top.at(-1) as number) * kx, y0);
    path.lineTo(x0 + first * kx, y0);
  } else {
    for (let k = bottom.length - 1; k >= 0; k--) {
      const i = bottom[k] as number;
      path.lineTo(x0 + i * kx, y0 + (edges.below[i] as number) * ky);
    }
  }
  path.closePath();
}

function drawStack(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry, scale: LineScale): void {
  const edges = plot.stacked ?? [];
  for (let s = plot.series.length - 1; s >= 0; s--) {
    const series = plot.series[s] as PlotSeries;
    if (series.apart === true) continue;
    const edge = edges[s] as Float64Array;
    const below = s === 0 ? null : (edges[s - 1] as Float64Array);
    const count = reduce(edge, null, plot, area);
    const tops = splitAtGaps(count);
    const bottoms = below === null ? null : splitAtGaps(reduce(below, null, plot, area));
    const fill = new Path2D();
    // All edges of a stack have their gaps at the same steps.
    for (let part = 0; part < tops.length; part++) {
      traceBand(fill, { above: edge, below }, tops[part] ?? [], bottoms?.[part] ?? null, scale);
    }
    ctx.fillStyle = withAlpha(series.color, 0.32);
    ctx.fill(fill);
    strokeLine(ctx, series, edge, reduce(edge, null, plot, area), scale);
  }
  for (const series of plot.series) if (series.apart === true) drawLine(ctx, plot, area, series, scale);
}

function drawLine(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  area: Geometry,
  series: PlotSeries,
  scale: LineScale,
): void {
  strokeLine(ctx, series, series.values, reduce(series.values, series.present, plot, area), scale);
}

/** Draws lines straight from the columns: no object per point, no more points than pixels, gaps as gaps. */
export function drawLines(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const scale = lineScale(plot, area);
  // A dense line at full width is a smear; one pixel wide it shows its shape, and is rasterised three times as fast.
  const isDense = plot.count > (area.right - area.left) * DENSE_POINTS;
  ctx.lineWidth = isDense ? 1 : LINE_WIDTH;
  ctx.lineJoin = isDense ? 'bevel' : 'round';
  ctx.lineCap = isDense ? 'butt' : 'round';
  if (plot.stacked !== null) {
    drawStack(ctx, plot, area, scale);
    return;
  }
  const fills = plot.area && plot.series.length <= MAX_AREAS;
  // The first series of the legend lies on top.
  for (let s = plot.series.length - 1; s >= 0; s--) {
    const series = plot.series[s] as PlotSeries;
    const count = reduce(series.values, series.present, plot, area);
    if (fills) drawFill(ctx, plot, area, series, count, scale);
    strokeLine(ctx, series, series.values, count, scale);
  }
}
