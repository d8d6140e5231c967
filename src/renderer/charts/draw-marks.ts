import { withAlpha } from '../lib/hex-color.ts';
import { type Geometry, timeToX, valueToY, yOnAxis } from './geometry.ts';
import type { Plot } from './plot.ts';

function toneColor(plot: Plot, tone: 'warn' | 'bad' | 'neutral' | 'note'): string {
  if (tone === 'note') return plot.colors.accent;
  return tone === 'bad' ? plot.colors.bad : tone === 'warn' ? plot.colors.warn : plot.colors.crosshair;
}

const FLAG_PX = 5;

/** A dashed line at one time, with a flag at the foot that says "hover here". */
function drawMoment(ctx: CanvasRenderingContext2D, x: number, color: string, area: Geometry): void {
  ctx.strokeStyle = withAlpha(color, 0.8);
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(Math.round(x) + 0.5, area.top);
  ctx.lineTo(Math.round(x) + 0.5, area.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x, area.bottom - FLAG_PX);
  ctx.lineTo(x + FLAG_PX, area.bottom + 1);
  ctx.lineTo(x - FLAG_PX, area.bottom + 1);
  ctx.closePath();
  ctx.fill();
}

const REGION_TINT = 0.1;
const REGION_BAR = 0.75;
const REGION_BAR_PX = 2;

/** Tinted spans of time behind the series, and lines at single times. */
export function drawRegions(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  for (const region of plot.regions) {
    const from = Math.max(area.left, timeToX(plot, area, region.startMs));
    const to = Math.min(area.right, timeToX(plot, area, region.endMs));
    const color = toneColor(plot, region.tone);
    if (region.startMs === region.endMs) {
      const x = timeToX(plot, area, region.startMs);
      if (x >= area.left && x <= area.right) drawMoment(ctx, x, color, area);
      continue;
    }
    if (to <= from) continue;
    ctx.fillStyle = withAlpha(color, REGION_TINT);
    ctx.fillRect(from, area.top, to - from, area.bottom - area.top);
    // A bar along the axis says where a region is; edges of full height would be read as values.
    ctx.fillStyle = withAlpha(color, REGION_BAR);
    ctx.fillRect(from, area.bottom - REGION_BAR_PX, to - from, REGION_BAR_PX);
  }
}

const LABEL_PX = 16;

/** Dashed lines with a label pill at the right, over the series. */
export function drawThresholds(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  for (const threshold of plot.thresholds) {
    const y = valueToY(plot, area, threshold.value);
    const color = toneColor(plot, threshold.tone);
    if (threshold.fill !== undefined) {
      const edge = threshold.fill === 'above' ? area.top : area.bottom;
      ctx.fillStyle = withAlpha(color, 0.07);
      ctx.fillRect(area.left, Math.min(y, edge), area.right - area.left, Math.abs(edge - y));
    }
    if (y < area.top || y > area.bottom) continue;
    ctx.strokeStyle = withAlpha(color, 0.75);
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(area.left, y);
    ctx.lineTo(area.right, y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (threshold.label === '') continue;
    ctx.font = `600 10px ${plot.colors.font}`;
    const width = ctx.measureText(threshold.label).width + 10;
    // At an edge of the plot half of it would be cut off.
    const middle = Math.min(area.bottom - LABEL_PX / 2, Math.max(area.top + LABEL_PX / 2, y));
    ctx.fillStyle = plot.colors.panel;
    ctx.beginPath();
    ctx.roundRect(area.right - width - 4, middle - LABEL_PX / 2, width, LABEL_PX, 4);
    ctx.fill();
    ctx.fillStyle = withAlpha(color, 0.22);
    ctx.fill();
    ctx.fillStyle = color;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(threshold.label, area.right - 4 - width / 2, middle + 0.5);
  }
}

const HATCH_PX = 7;

/** Faint hatching where there are no samples for a known reason. */
export function drawGaps(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  for (const gap of plot.gaps) {
    const from = Math.max(area.left, timeToX(plot, area, gap.startMs));
    const to = Math.min(area.right, timeToX(plot, area, gap.endMs));
    if (to - from < 2) continue;
    const height = area.bottom - area.top;
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, area.top, to - from, height);
    ctx.clip();
    ctx.beginPath();
    for (let x = Math.floor((from - height) / HATCH_PX) * HATCH_PX; x < to; x += HATCH_PX) {
      ctx.moveTo(x, area.bottom);
      ctx.lineTo(x + height, area.top);
    }
    ctx.strokeStyle = withAlpha(plot.colors.crosshair, 0.16);
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.restore();
  }
}

const MARK_RADIUS = 4;

/** Diamonds at single events, over everything else. */
export function drawMarks(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  if (plot.marks.length === 0) return;
  const toY = yOnAxis(plot.y, area);
  ctx.beginPath();
  for (const { timeMs, value } of plot.marks) {
    const x = timeToX(plot, area, timeMs);
    const y = Math.min(area.bottom - MARK_RADIUS, Math.max(area.top + MARK_RADIUS, toY(value)));
    ctx.moveTo(x, y - MARK_RADIUS);
    ctx.lineTo(x + MARK_RADIUS, y);
    ctx.lineTo(x, y + MARK_RADIUS);
    ctx.lineTo(x - MARK_RADIUS, y);
    ctx.closePath();
  }
  ctx.fillStyle = plot.colors.accent;
  ctx.fill();
  ctx.strokeStyle = plot.colors.panel;
  ctx.lineWidth = 1;
  ctx.stroke();
}
