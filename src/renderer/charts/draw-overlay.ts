import { withAlpha } from '../lib/hex-color.ts';
import { type Geometry, nearestIndex, timeToX } from './geometry.ts';
import { seriesY } from './hover.ts';
import { hasValue, type Plot } from './plot.ts';

/** What lies above the plot: the shared time line and the span being dragged. */
export interface OverlayState {
  readonly timeMs: number | null;
  /** The pointer is over this chart: its points are marked too. */
  readonly hovered: boolean;
  /** x of both ends of the drag, CSS pixels. */
  readonly drag: readonly [fromX: number, toX: number] | null;
}

const MAX_MARKED_SERIES = 40;

function drawPoints(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  area: Geometry,
  index: number,
  x: number,
): void {
  if (plot.kind !== 'lines' || plot.series.length > MAX_MARKED_SERIES) return;
  plot.series.forEach((series, s) => {
    if (!hasValue(series, index)) return;
    ctx.beginPath();
    ctx.arc(x, seriesY(plot, area, s, index), 3.5, 0, Math.PI * 2);
    ctx.fillStyle = series.color;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = plot.colors.panel;
    ctx.stroke();
  });
}

/** Clears the overlay canvas and draws its state; `ratio` is device pixels a CSS pixel. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  plot: Plot,
  area: Geometry,
  state: OverlayState,
): void {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return;
  const ratio = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  if (state.drag !== null) {
    const [a, b] = state.drag;
    const from = Math.min(a, b);
    const span = Math.abs(b - a);
    ctx.fillStyle = withAlpha(plot.colors.accent, 0.18);
    ctx.fillRect(from, area.top, span, area.bottom - area.top);
    ctx.fillStyle = plot.colors.accent;
    ctx.fillRect(from, area.top, 1, area.bottom - area.top);
    ctx.fillRect(from + span - 1, area.top, 1, area.bottom - area.top);
  }
  if (state.timeMs === null) return;
  const index = nearestIndex(plot, state.timeMs);
  if (index < 0) return;
  const x = timeToX(plot, area, plot.startMs + index * plot.stepMs);
  ctx.strokeStyle = plot.colors.crosshair;
  ctx.lineWidth = 1;
  ctx.setLineDash(state.hovered ? [] : [3, 3]);
  ctx.beginPath();
  ctx.moveTo(Math.round(x) + 0.5, area.top);
  ctx.lineTo(Math.round(x) + 0.5, area.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  drawPoints(ctx, plot, area, index, x);
}
