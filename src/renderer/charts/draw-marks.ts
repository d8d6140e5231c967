import { withAlpha } from '../lib/hex-color.ts';
import { type Geometry, timeToX, valueToY } from './geometry.ts';
import type { Plot } from './plot.ts';

function toneColor(plot: Plot, tone: 'warn' | 'bad' | 'neutral'): string {
  return tone === 'bad' ? plot.colors.bad : tone === 'warn' ? plot.colors.warn : plot.colors.crosshair;
}

/** Tinted spans of time behind the series. */
export function drawRegions(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  for (const region of plot.regions) {
    const from = Math.max(area.left, timeToX(plot, area, region.startMs));
    const to = Math.min(area.right, timeToX(plot, area, region.endMs));
    if (to <= from) continue;
    const color = toneColor(plot, region.tone);
    ctx.fillStyle = withAlpha(color, 0.12);
    ctx.fillRect(from, area.top, to - from, area.bottom - area.top);
    ctx.fillStyle = withAlpha(color, 0.5);
    ctx.fillRect(from, area.top, 1, area.bottom - area.top);
    ctx.fillRect(to - 1, area.top, 1, area.bottom - area.top);
  }
}

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
    ctx.fillStyle = plot.colors.panel;
    ctx.beginPath();
    ctx.roundRect(area.right - width - 4, y - 8, width, 16, 4);
    ctx.fill();
    ctx.fillStyle = withAlpha(color, 0.22);
    ctx.fill();
    ctx.fillStyle = color;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(threshold.label, area.right - 4 - width / 2, y + 0.5);
  }
}
