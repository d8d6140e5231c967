import type { Plot } from './plot.ts';

/** Where a plot lies on its canvas, CSS pixels: from values to pixels and back. */
export interface Geometry {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Half a step of room on each side for cells and bars, which are drawn around their time. */
function timeBounds(plot: Plot): { readonly from: number; readonly to: number } {
  const room = plot.kind === 'lines' ? 0 : plot.stepMs / 2;
  const to = plot.endMs + room;
  const from = plot.startMs - room;
  return { from, to: to > from ? to : from + plot.stepMs };
}

/** The time that the horizontal axis starts and ends at, ms UTC. */
export function plotWindow(plot: Plot): { readonly startMs: number; readonly endMs: number } {
  const { from, to } = timeBounds(plot);
  return { startMs: from, endMs: to };
}

export function timeToX(plot: Plot, area: Geometry, ms: number): number {
  const { from, to } = timeBounds(plot);
  return area.left + ((ms - from) / (to - from)) * (area.right - area.left);
}

export function xToTime(plot: Plot, area: Geometry, x: number): number {
  const { from, to } = timeBounds(plot);
  return from + ((x - area.left) / (area.right - area.left)) * (to - from);
}

export function valueToY(plot: Plot, area: Geometry, value: number): number {
  const { min, max } = plot.y;
  return area.bottom - ((value - min) / (max - min || 1)) * (area.bottom - area.top);
}

/** The step nearest to a time, or -1 where the plot has none within half a step. */
export function nearestIndex(plot: Plot, ms: number): number {
  if (plot.count === 0) return -1;
  const index = Math.round((ms - plot.startMs) / plot.stepMs);
  if (index >= 0 && index < plot.count) return index;
  const edge = index < 0 ? 0 : plot.count - 1;
  return Math.abs(plot.startMs + edge * plot.stepMs - ms) <= plot.stepMs * 0.75 ? edge : -1;
}
