import { type Geometry, nearestIndex, valueToY } from './geometry.ts';
import { hasValue, type Plot } from './plot.ts';

/** One line of a tooltip. */
export interface TooltipRow {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly value: number;
  readonly nearest: boolean;
}

export interface TooltipContent {
  readonly timeMs: number;
  readonly rows: readonly TooltipRow[];
  /** Series with a value that are not among `rows`. */
  readonly hidden: number;
}

/** The height of a series at a step, CSS pixels: of its upper edge in stacks, of its row in heatmaps. */
export function seriesY(plot: Plot, area: Geometry, seriesIndex: number, index: number): number {
  if (plot.kind === 'heatmap') return valueToY(plot, area, seriesIndex + 0.5);
  const edge = plot.stacked?.[seriesIndex] ?? plot.series[seriesIndex]?.values;
  return valueToY(plot, area, edge?.[index] ?? Number.NaN);
}

/** Colour of a heatmap's cell; null in other plots. */
function cellColor(plot: Plot, row: number, index: number): string | null {
  if (plot.heatmap === null) return null;
  const { cells, ramp } = plot.heatmap;
  const strength = Math.max(0, cells[row * plot.count + index] ?? 0);
  return ramp[Math.min(ramp.length - 1, Math.floor(strength * ramp.length))] ?? null;
}

/**
 * What a tooltip says at a time: the series with a value there from the highest down, at most `maxRows`, the one nearest
 * to the pointer marked and always among them. `pointerY` is null when the pointer is over another chart.
 */
export function tooltipAt(
  plot: Plot,
  area: Geometry,
  timeMs: number,
  pointerY: number | null,
  maxRows: number,
): TooltipContent | null {
  const index = nearestIndex(plot, timeMs);
  if (index < 0) return null;
  let nearest = -1;
  let nearestDistance = Infinity;
  const found: { s: number; value: number }[] = [];
  plot.series.forEach((series, s) => {
    if (!hasValue(series, index)) return;
    if (plot.kind === 'heatmap' && series.values[index] === 0) return;
    found.push({ s, value: series.values[index] as number });
    if (pointerY === null) return;
    const distance = Math.abs(seriesY(plot, area, s, index) - pointerY);
    if (distance < nearestDistance) {
      nearest = s;
      nearestDistance = distance;
    }
  });
  // Stacks and heatmaps are read from the top down.
  if (plot.stacked !== null || plot.kind === 'heatmap') found.reverse();
  else found.sort((a, b) => b.value - a.value || a.s - b.s);
  const shown = found.slice(0, maxRows);
  if (nearest >= 0 && !shown.some(({ s }) => s === nearest)) {
    shown[maxRows - 1] = found.find(({ s }) => s === nearest) as { s: number; value: number };
  }
  return {
    timeMs: plot.startMs + index * plot.stepMs,
    hidden: found.length - shown.length,
    rows: shown.map(({ s, value }) => {
      const { key, name, color } = plot.series[s] as Plot['series'][number];
      return {
        key,
        name,
        color: cellColor(plot, s, index) ?? color,
        value,
        nearest: s === nearest && found.length > 1,
      };
    }),
  };
}
