import type { Unit } from '../lib/units.ts';
import { axisOfSeries, type Geometry, nearestIndex, valueToY, xToTime, yOnAxis } from './geometry.ts';
import { hasValue, type Plot, type StateSpan } from './plot.ts';

/** One line of a tooltip. */
export interface TooltipRow {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly value: number;
  /** Stands in place of the value, say a state's name. */
  readonly text?: string;
  readonly unit: Unit;
  readonly nearest: boolean;
}

export interface TooltipContent {
  readonly timeMs: number;
  readonly rows: readonly TooltipRow[];
  /** Series with a value that are not among `rows`. */
  readonly hidden: number;
  /** What else there is at this time: why samples are missing, alerts, exemplars. */
  readonly notes: readonly string[];
}

/** The height of a series at a step, CSS pixels: of its upper edge in stacks, of its row in heatmaps. */
export function seriesY(plot: Plot, area: Geometry, seriesIndex: number, index: number): number {
  if (plot.kind === 'heatmap') return valueToY(plot, area, seriesIndex + 0.5);
  if (plot.kind === 'states') return valueToY(plot, area, plot.series.length - seriesIndex - 0.5);
  const series = plot.series[seriesIndex];
  const edge = plot.stacked?.[seriesIndex] ?? series?.values;
  return yOnAxis(axisOfSeries(plot, series), area)(edge?.[index] ?? Number.NaN);
}

/** Colour of a heatmap's cell; null in other plots. */
function cellColor(plot: Plot, row: number, index: number): string | null {
  if (plot.heatmap === null) return null;
  const { cells, ramp } = plot.heatmap;
  const strength = Math.max(0, cells[row * plot.count + index] ?? 0);
  return ramp[Math.min(ramp.length - 1, Math.floor(strength * ramp.length))] ?? null;
}

/** What the lines over a heatmap stand at: their names hold the value at each step. */
function overlayNotes(plot: Plot, index: number): string[] {
  return plot.overlays.flatMap(({ labelAt }) => labelAt?.(index) ?? []);
}

/** The state that a row is in at a step; null where there is none. */
function stateAt(plot: Plot, row: number, index: number): StateSpan | null {
  return plot.states?.[row]?.find(({ from, to }) => index >= from && index < to) ?? null;
}

/** A mark is meant when the pointer is this near, CSS pixels. */
const MARK_REACH_PX = 8;
const MAX_NOTES = 6;

function notesAt(
  plot: Plot,
  area: Geometry,
  timeMs: number,
  pointerY: number | null,
  isEmpty: boolean,
): string[] {
  const within = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): boolean =>
    timeMs >= startMs && timeMs <= endMs;
  // A hole in one series among others that go on is not the target's.
  const gaps = plot.gaps.filter((gap) => isEmpty && within(gap)).map(({ reason }) => reason);
  const reachMs = Math.abs(xToTime(plot, area, area.left + MARK_REACH_PX) - xToTime(plot, area, area.left));
  // A single time is meant by whoever points near it.
  const regions = plot.regions
    .filter(({ startMs, endMs }) =>
      startMs === endMs ? Math.abs(startMs - timeMs) <= reachMs : within({ startMs, endMs }),
    )
    .map(({ label }) => label);
  const toY = yOnAxis(plot.y, area);
  const marks = plot.marks
    .filter(
      (mark) =>
        pointerY !== null &&
        Math.abs(mark.timeMs - timeMs) <= reachMs &&
        Math.abs(toY(mark.value) - pointerY) <= MARK_REACH_PX,
    )
    .flatMap(({ details }) => details);
  return [...gaps, ...regions, ...marks].filter((note) => note !== '').slice(0, MAX_NOTES);
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
  if (index < 0) {
    const notes = notesAt(plot, area, timeMs, pointerY, true);
    return notes.length === 0 ? null : { timeMs, hidden: 0, rows: [], notes };
  }
  let nearest = -1;
  let nearestDistance = Infinity;
  const found: { s: number; value: number }[] = [];
  plot.series.forEach((series, s) => {
    if (!hasValue(series, index)) return;
    if (plot.kind === 'heatmap' && series.values[index] === 0) return;
    if (plot.kind === 'states' && stateAt(plot, s, index) === null) return;
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
  else if (plot.kind !== 'states') found.sort((a, b) => b.value - a.value || a.s - b.s);
  const shown = found.slice(0, maxRows);
  if (nearest >= 0 && !shown.some(({ s }) => s === nearest)) {
    shown[maxRows - 1] = found.find(({ s }) => s === nearest) as { s: number; value: number };
  }
  return {
    timeMs: plot.startMs + index * plot.stepMs,
    hidden: found.length - shown.length,
    notes: [...overlayNotes(plot, index), ...notesAt(plot, area, timeMs, pointerY, found.length === 0)],
    rows: shown.map(({ s, value }) => {
      const series = plot.series[s] as Plot['series'][number];
      const { key, name, color } = series;
      const state = stateAt(plot, s, index);
      return {
        key,
        name,
        color: cellColor(plot, s, index) ?? state?.color ?? color,
        value,
        ...(state === null ? {} : { text: state.text }),
        unit: axisOfSeries(plot, series).unit,
        nearest: s === nearest && found.length > 1,
      };
    }),
  };
}
