import { axisShare } from './axis-scale.ts';
import type { Plot, PlotSeries, ValueAxis } from './plot.ts';

/** Where a plot lies on its canvas, CSS pixels: from values to pixels and back. */
export interface Geometry {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Half a step of room on each side for cells and bars, which are drawn around their time. */
function timeBounds(plot: Plot): { readonly from: number; readonly to: number } {
  const room = plot.kind === 'bars' || plot.kind === 'heatmap' ? plot.stepMs / 2 : 0;
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

/** From values to pixels on an axis; made once for many values. */
export function yOnAxis(axis: ValueAxis, area: Geometry): (value: number) => number {
  const height = area.bottom - area.top;
  if (axis.scale === 'linear') {
    const { min, max } = axis;
    const perUnit = height / (max - min || 1);
    return (value) => area.bottom - (value - min) * perUnit;
  }
  const share = axisShare(axis);
  return (value) => area.bottom - share(value) * height;
}

/** The axis that a series is drawn on. */
export function axisOfSeries(plot: Plot, series: PlotSeries | undefined): ValueAxis {
  return series?.right === true && plot.yRight !== null ? plot.yRight : plot.y;
}

export function valueToY(plot: Plot, area: Geometry, value: number): number {
  return yOnAxis(plot.y, area)(value);
}

/** The step nearest to a time, or -1 where the plot has none within half a step. */
export function nearestIndex(plot: Plot, ms: number): number {
  if (plot.count === 0) return -1;
  const index = Math.round((ms - plot.startMs) / plot.stepMs);
  if (index >= 0 && index < plot.count) return index;
  const edge = index < 0 ? 0 : plot.count - 1;
  return Math.abs(plot.startMs + edge * plot.stepMs - ms) <= plot.stepMs * 0.75 ? edge : -1;
}
