import { contrastText } from '../lib/hex-color.ts';
import { type Geometry, timeToX, valueToY } from './geometry.ts';
import type { Plot, PlotSeries } from './plot.ts';

/** Draws stacked bars, one stack a step, centred on its time. */
export function drawBars(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const edges = plot.stacked ?? [];
  const stepWidth = timeToX(plot, area, plot.startMs + plot.stepMs) - timeToX(plot, area, plot.startMs);
  const width = stepWidth > 4 ? stepWidth * 0.8 : Math.max(1, stepWidth - 0.5);
  for (let s = 0; s < plot.series.length; s++) {
    const series = plot.series[s] as PlotSeries;
    const edge = edges[s] as Float64Array;
    const below = s === 0 ? null : (edges[s - 1] as Float64Array);
    ctx.fillStyle = series.color;
    ctx.beginPath();
    for (let i = 0; i < plot.count; i++) {
      const top = edge[i] as number;
      const bottom = below === null ? 0 : (below[i] as number);
      // A gap is not a number.
      if (top === bottom || Number.isNaN(top)) continue;
      const x = timeToX(plot, area, plot.startMs + i * plot.stepMs) - width / 2;
      const y = valueToY(plot, area, top);
      const height = valueToY(plot, area, bottom) - y;
      const isTop = s === plot.series.length - 1 || (edges.at(-1)?.[i] as number) === top;
      if (isTop && width > 5) ctx.roundRect(x, y, width, height, [2, 2, 0, 0]);
      else ctx.rect(x, y, width, height);
    }
    ctx.fill();
  }
}

/** Draws a heatmap's cells, with a hairline between them where there is room for one. */
export function drawHeatmap(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const { heatmap } = plot;
  if (heatmap === null) return;
  const { rows, cells, ramp } = heatmap;
  const cellWidth = timeToX(plot, area, plot.startMs + plot.stepMs) - timeToX(plot, area, plot.startMs);
  const cellHeight = (area.bottom - area.top) / rows;
  const gapX = cellWidth > 4 ? 1 : 0;
  const gapY = cellHeight > 4 ? 1 : 0;
  for (let row = 0; row < rows; row++) {
    const y = valueToY(plot, area, row + 1);
    for (let i = 0; i < plot.count; i++) {
      const strength = cells[row * plot.count + i] as number;
      if (strength < 0) continue;
      ctx.fillStyle = ramp[Math.min(ramp.length - 1, Math.floor(strength * ramp.length))] as string;
      const x = timeToX(plot, area, plot.startMs + i * plot.stepMs) - cellWidth / 2;
      // Whole device pixels would leave seams of uneven width: draw a little over instead where there is no gap.
      ctx.fillRect(x, y, cellWidth - gapX + (gapX === 0 ? 0.5 : 0), cellHeight - gapY);
    }
  }
}

const STATE_LABEL_SIZE = 11;
const STATE_GAP_SHARE = 0.14;

/** Draws rows of states, first series on top, each span with its name where that fits. */
export function drawStates(ctx: CanvasRenderingContext2D, plot: Plot, area: Geometry): void {
  const rows = plot.series.length;
  if (plot.states === null || rows === 0) return;
  const rowHeight = (area.bottom - area.top) / rows;
  const gap = Math.min(6, rowHeight * STATE_GAP_SHARE);
  ctx.font = `600 ${STATE_LABEL_SIZE}px ${plot.colors.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  plot.states.forEach((spans, row) => {
    const y = area.top + row * rowHeight + gap / 2;
    const height = rowHeight - gap;
    for (const { from, to, color, text } of spans) {
      const x = timeToX(plot, area, plot.startMs + from * plot.stepMs);
      const end = Math.min(area.right, timeToX(plot, area, plot.startMs + to * plot.stepMs));
      ctx.fillStyle = color;
      ctx.beginPath();
      ctx.roundRect(x, y, Math.max(1, end - x - 1), height, Math.min(3, (end - x) / 3));
      ctx.fill();
      if (height < STATE_LABEL_SIZE + 2 || ctx.measureText(text).width + 12 > end - x) continue;
      ctx.fillStyle = contrastText(color);
      ctx.fillText(text, x + 6, y + height / 2 + 0.5);
    }
  });
}
