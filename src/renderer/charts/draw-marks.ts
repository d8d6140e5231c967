import { withAlpha } from '../lib/hex-color.ts';
import { type Geometry, timeToX, valueToY, yOnAxis } from './geometry.ts';
import type { Plot, Region, Threshold } from './plot.ts';

function toneColor({ colors }: Plot, tone: Region['tone'] | Threshold['tone']): string {
  switch (tone) {
    case 'note':
      return colors.accent;
    case 'neutral':
      return colors.crosshair;
    default:
      return colors[tone];
  }
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

const THRESHOLD_TINT = 0.1;
const PILL_PX = 16;

/** The height of a level; levels beyond the axis are at its ends, those in percent on their share of it. */
function levelY(plot: Plot, area: Geometry, value: number, share: boolean): number {
  if (value === -Infinity) return area.bottom;
  if (value === Infinity) return area.top;
  return share ? area.bottom - ((area.bottom - area.top) * value) / 100 : valueToY(plot, area, value);
}

function drawPill(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry, pill: Pill): void {
  const { y, label, color } = pill;
  ctx.font = `600 10px ${plot.colors.font}`;
  const width = ctx.measureText(label).width + 10;
  ctx.fillStyle = plot.colors.panel;
  ctx.beginPath();
  ctx.roundRect(area.right - width - 4, y - PILL_PX / 2, width, PILL_PX, 4);
  ctx.fill();
  ctx.fillStyle = withAlpha(color, 0.22);
  ctx.fill();
  ctx.fillStyle = color;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(label, area.right - 4 - width / 2, y + 0.5);
}

interface Pill {
  readonly y: number;
  readonly label: string;
  readonly color: string;
}

/** Labels from the top down, each below the one before: lines close to each other stay readable. */
function spreadPills(pills: readonly Pill[], area: Geometry): Pill[] {
  const placed: Pill[] = [];
  for (const pill of [...pills].sort((a, b) => a.y - b.y)) {
    // At an edge of the plot half of it would be cut off.
    const least = (placed.at(-1)?.y ?? area.top - PILL_PX / 2 - 1) + PILL_PX + 1;
    placed.push({ ...pill, y: Math.max(pill.y, least) });
  }
  // Those below the plot's foot push the ones above them up.
  for (let i = placed.length - 1, most = area.bottom - PILL_PX / 2; i >= 0; i--, most -= PILL_PX + 1) {
    const pill = placed[i] as Pill;
    if (pill.y <= most) break;
    placed[i] = { ...pill, y: most };
  }
  return placed;
}

/** Tinted spans, and dashed lines with a label pill at the right, over the series. */
export function drawThresholds(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const within = (y: number): number => Math.min(area.bottom, Math.max(area.top, y));
  const pills: Pill[] = [];
  for (const { value, fillTo, share = false, tone, line, label } of plot.thresholds) {
    const y = levelY(plot, area, value, share);
    const color = toneColor(plot, tone);
    if (fillTo !== undefined) {
      const top = within(levelY(plot, area, fillTo, share));
      ctx.fillStyle = withAlpha(color, THRESHOLD_TINT);
      ctx.fillRect(area.left, top, area.right - area.left, within(y) - top);
    }
    if (!line || y < area.top || y > area.bottom) continue;
    ctx.strokeStyle = withAlpha(color, 0.75);
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(area.left, y);
    ctx.lineTo(area.right, y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (label !== '') pills.push({ y, label, color });
  }
  for (const pill of spreadPills(pills, area)) drawPill(ctx, plot, area, pill);
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
