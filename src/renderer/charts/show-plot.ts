import type { Chart, ChartOptions } from 'chart.js';
import { plotOf, valueAxisWidth } from './chart-type.ts';
import type { Plot } from './plot.ts';

/** Options of every chart: size and axes; all else is in the plot. */
export const PLOT_OPTIONS = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  // The overlay above the canvas answers the pointer.
  events: [],
  layout: { padding: { top: 8, right: 10 } },
  scales: {
    x: { type: 'plotTime', axis: 'x', position: 'bottom', border: { display: false } },
    y: { type: 'plotValue', axis: 'y', position: 'left', border: { display: false } },
    yRight: { type: 'plotValueRight', axis: 'y', position: 'right', border: { display: false } },
  },
} as ChartOptions<'plot'>;

function pointCount(plot: Plot): number {
  if (plot.heatmap !== null) return plot.heatmap.rows * plot.count;
  let points = 0;
  for (const { values, present } of plot.series) {
    if (present === null) points += values.length;
    else for (let i = 0; i < present.length; i++) points += present[i] as number;
  }
  return points;
}

/**
 * Puts a plot on screen: only drawn again, unless its value labels need another width, which is a new layout.
 * What is drawn where stands in the canvas' data attributes, for tests that look at pixels.
 */
export function showPlot(chart: Chart, plot: Plot): void {
  const isFirst = plotOf(chart) === null;
  const needsLayout =
    chart.scales.y?.width !== valueAxisWidth(chart.ctx, plot, plot.y) ||
    chart.scales.yRight?.width !== valueAxisWidth(chart.ctx, plot, plot.yRight);
  if (isFirst) chart.data.datasets = [{ type: 'plot', data: [], plot }] as never;
  else (chart.data.datasets[0] as unknown as { plot: Plot }).plot = plot;
  if (isFirst || needsLayout) chart.update('none');
  else chart.draw();
  const { dataset } = chart.canvas;
  dataset.seriesCount = String(plot.series.length);
  dataset.pointCount = String(pointCount(plot));
  dataset.startMs = String(plot.startMs);
  dataset.endMs = String(plot.endMs);
  dataset.minValue = String(plot.y.min);
  dataset.maxValue = String(plot.y.max);
  const { left, top, right, bottom } = chart.chartArea;
  dataset.area = [left, top, right, bottom].join(',');
  dataset.drawn = String(Number(dataset.drawn ?? 0) + 1);
}
