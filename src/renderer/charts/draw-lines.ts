import { withAlpha } from '../lib/hex-color.ts';
import { axisOfSeries, type Geometry, timeToX, yOnAxis } from './geometry.ts';
import { GAP, reduceColumn, reducedCapacity } from './m4.ts';
import type { Plot, PlotOverlay, PlotSeries, SeriesShape } from './plot.ts';

let indices = new Int32Array(4_096);

const LINE_WIDTH = 1.5;
const LONE_RADIUS = 1.75;
const BAND_STRENGTH = 0.22;
const OVERLAY_WIDTH = 1.75;
/** Points a pixel of width from which on a line is dense: it turns at almost every pixel. */
const DENSE_POINTS = 0.6;

/** Fills fade to nothing at the axis; with more lines than this they would only mix. */
const MAX_AREAS = 4;

interface LineScale {
  readonly x0: number;
  readonly kx: number;
  readonly toY: (value: number) => number;
  readonly connectSteps: number;
}

function lineScale(plot: Plot, area: Geometry, series: PlotSeries | undefined): LineScale {
  const x0 = timeToX(plot, area, plot.startMs);
  return {
    x0,
    kx: timeToX(plot, area, plot.startMs + plot.stepMs) - x0,
    toY: yOnAxis(axisOfSeries(plot, series), area),
    connectSteps: plot.connectSteps,
  };
}

/** Whether the hole at a gap of `indices` is narrow enough to be bridged. */
function isBridged(k: number, count: number, connectSteps: number): boolean {
  if (connectSteps === 0 || k === 0 || k + 1 >= count) return false;
  return (indices[k + 1] as number) - (indices[k - 1] as number) <= connectSteps;
}

interface TraceOptions {
  readonly shape?: SeriesShape | undefined;
  /** Ends a stretch that is to be filled. */
  readonly close?: (path: Path2D, fromX: number, toX: number) => void;
  /** Takes x and y of each sample that stands alone. */
  readonly lone?: number[];
}

function lineTo(
  path: Path2D,
  shape: SeriesShape | undefined,
  fromX: number,
  fromY: number,
  x: number,
  y: number,
): void {
  if (shape === 'step-after') path.lineTo(x, fromY);
  else if (shape === 'step-before') path.lineTo(fromX, y);
  path.lineTo(x, y);
}

/** Traces the line through the indices that `reduce` left. */
function tracePath(
  path: Path2D,
  values: Float64Array,
  count: number,
  scale: LineScale,
  { shape, close, lone }: TraceOptions,
): void {
  const { x0, kx, toY, connectSteps } = scale;
  let startX = Number.NaN;
  let x = Number.NaN;
  let y = Number.NaN;
  let points = 0;
  const finish = (): void => {
    // A lone sample between gaps would be a line without length.
    if (points === 1 && close === undefined) lone?.push(x, y);
    if (close !== undefined && points > 0) close(path, startX, x);
    points = 0;
  };
  for (let k = 0; k < count; k++) {
    const i = indices[k] as number;
    if (i === GAP) {
      if (!isBridged(k, count, connectSteps)) finish();
      continue;
    }
    const nextX = x0 + i * kx;
    const nextY = toY(values[i] as number);
    if (points === 0) {
      startX = nextX;
      path.moveTo(nextX, nextY);
    } else lineTo(path, shape, x, y, nextX, nextY);
    x = nextX;
    y = nextY;
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

function drawDots(
  ctx: CanvasRenderingContext2D,
  color: string,
  points: readonly number[],
  radius: number,
): void {
  if (points.length === 0) return;
  ctx.fillStyle = color;
  ctx.beginPath();
  for (let k = 0; k < points.length; k += 2) {
    const [x, y] = [points[k] as number, points[k + 1] as number];
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
  ctx.fill();
}

/** Strokes the line through the indices that `reduce` left, with dots for samples that stand alone. */
function strokeLine(
  ctx: CanvasRenderingContext2D,
  series: PlotSeries,
  values: Float64Array,
  count: number,
  scale: LineScale,
): void {
  if (series.shape === 'dots') {
    const points: number[] = [];
    for (let k = 0; k < count; k++) {
      const i = indices[k] as number;
      if (i !== GAP) points.push(scale.x0 + i * scale.kx, scale.toY(values[i] as number));
    }
    drawDots(ctx, series.color, points, Math.max(LONE_RADIUS, series.width ?? 0));
    return;
  }
  const path = new Path2D();
  const lone: number[] = [];
  tracePath(path, values, count, scale, { shape: series.shape, lone });
  const width = ctx.lineWidth;
  if (series.width !== undefined) ctx.lineWidth = series.width;
  ctx.strokeStyle = series.color;
  ctx.setLineDash(series.dash as number[]);
  ctx.stroke(path);
  ctx.lineWidth = width;
  drawDots(ctx, series.color, lone, LONE_RADIUS);
}

/** Fills between the lowest and highest values around each step, so that no spike between two steps is lost. */
function drawBand(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  area: Geometry,
  series: PlotSeries,
  scale: LineScale,
): void {
  const { band } = series;
  if (band === undefined) return;
  const highs = splitAtGaps(reduce(band.high, null, plot, area));
  const lows = splitAtGaps(reduce(band.low, null, plot, area));
  const path = new Path2D();
  highs.forEach((top, part) => {
    traceBand(path, { above: band.high, below: band.low }, top, lows[part] ?? null, scale);
  });
  ctx.fillStyle = withAlpha(series.color, BAND_STRENGTH);
  ctx.fill(path);
}

function drawFill(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  area: Geometry,
  series: PlotSeries,
  count: number,
  scale: LineScale,
): void {
  const base = Math.min(area.bottom, Math.max(area.top, scale.toY(0)));
  const path = new Path2D();
  tracePath(path, series.values, count, scale, {
    shape: series.shape,
    close: (open, fromX, toX) => {
      open.lineTo(toX, base);
      open.lineTo(fromX, base);
      open.closePath();
    },
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
  { x0, kx, toY }: LineScale,
): void {
  const [first] = top;
  if (first === undefined) return;
  path.moveTo(x0 + first * kx, toY(edges.above[first] as number));
  for (const i of top) path.lineTo(x0 + i * kx, toY(edges.above[i] as number));
  if (edges.below === null || bottom === null) {
    path.lineTo(x0 + (top.at(-1) as number) * kx, toY(0));
    path.lineTo(x0 + first * kx, toY(0));
  } else {
    for (let k = bottom.length - 1; k >= 0; k--) {
      const i = bottom[k] as number;
      path.lineTo(x0 + i * kx, toY(edges.below[i] as number));
    }
  }
  path.closePath();
}

function drawStack(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const scale = lineScale(plot, area, undefined);
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
  // A dense line at full width is a smear; one pixel wide it shows its shape, and is rasterised three times as fast.
  const isDense = plot.count > (area.right - area.left) * DENSE_POINTS;
  ctx.lineWidth = isDense ? 1 : LINE_WIDTH;
  ctx.lineJoin = isDense ? 'bevel' : 'round';
  ctx.lineCap = isDense ? 'butt' : 'round';
  if (plot.stacked !== null) {
    drawStack(ctx, plot, area);
    return;
  }
  const fills = plot.area && plot.series.length <= MAX_AREAS;
  // The first series of the legend lies on top.
  for (let s = plot.series.length - 1; s >= 0; s--) {
    const series = plot.series[s] as PlotSeries;
    const scale = lineScale(plot, area, series);
    drawBand(ctx, plot, area, series, scale);
    const count = reduce(series.values, series.present, plot, area);
    if (fills) drawFill(ctx, plot, area, series, count, scale);
    strokeLine(ctx, series, series.values, count, scale);
  }
}

/** Draws the lines over a heatmap, with an edge in the panel's colour so that they stand out from bright cells. */
export function drawOverlays(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const scale = lineScale(plot, area, undefined);
  ctx.lineJoin = 'round';
  const stroke = (overlay: PlotOverlay, color: string, width: number): void => {
    ctx.lineWidth = width;
    strokeLine(
      ctx,
      { ...overlay, color },
      overlay.values,
      reduce(overlay.values, overlay.present, plot, area),
      scale,
    );
  };
  for (const overlay of plot.overlays) {
    stroke({ ...overlay, dash: [] }, withAlpha(plot.colors.panel, 0.7), OVERLAY_WIDTH + 2);
    stroke(overlay, overlay.color, OVERLAY_WIDTH);
  }
  ctx.setLineDash([]);
}
