import type { ChartData, Chart as ChartInstance, ChartOptions } from 'chart.js';
import { useEffect, useRef } from 'react';
import { Chart } from 'react-chartjs-2';
import { plotOf, registerChartType, valueAxisWidth } from './chart-type.ts';
import { cancelDraw, scheduleDraw } from './frame-scheduler.ts';
import type { Geometry } from './geometry.ts';
import type { Plot } from './plot.ts';

registerChartType();

const OPTIONS: ChartOptions<'plot'> = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  // The overlay above the canvas answers the pointer.
  events: [],
  layout: { padding: { top: 8, right: 10 } },
  scales: {
    x: { type: 'plotTime', axis: 'x', position: 'bottom', border: { display: false } },
    y: { type: 'plotValue', axis: 'y', position: 'left', border: { display: false } },
  },
} as ChartOptions<'plot'>;

const EMPTY_DATA: ChartData<'plot', never[]> = { datasets: [] };

interface ChartCanvasProps {
  readonly plot: Plot;
  /** A chart that is not on screen keeps its data and draws when it comes back. */
  readonly visible: boolean;
  readonly ariaLabel: string;
  /** Called after each drawing with where the plot lies. */
  readonly onDrawn: (area: Geometry) => void;
}

function pointCount(plot: Plot): number {
  if (plot.heatmap !== null) return plot.heatmap.rows * plot.count;
  let points = 0;
  for (const { values, present } of plot.series) {
    if (present === null) points += values.length;
    else for (let i = 0; i < present.length; i++) points += present[i] as number;
  }
  return points;
}

/** Puts a plot on screen: only drawn again, unless its value labels need another width, which is a new layout. */
function show(chart: ChartInstance, plot: Plot): void {
  const isFirst = plotOf(chart) === null;
  const width = valueAxisWidth(chart.ctx, plot);
  if (isFirst) chart.data.datasets = [{ type: 'plot', data: [], plot }] as never;
  else (chart.data.datasets[0] as unknown as { plot: Plot }).plot = plot;
  if (isFirst || chart.scales.y?.width !== width) chart.update('none');
  else chart.draw();
  const { dataset } = chart.canvas;
  dataset.seriesCount = String(plot.series.length);
  dataset.pointCount = String(pointCount(plot));
  dataset.startMs = String(plot.startMs);
  dataset.endMs = String(plot.endMs);
}

/** A plot through Chart.js, drawn in the frame that all charts share. */
export function ChartCanvas({ plot, visible, ariaLabel, onDrawn }: ChartCanvasProps) {
  const chartRef = useRef<ChartInstance<'plot', never[]> | null>(null);
  const latest = useRef({ plot, onDrawn });
  latest.current = { plot, onDrawn };
  const draw = useRef(() => {
    const chart = chartRef.current as ChartInstance | null;
    if (chart === null) return;
    show(chart, latest.current.plot);
    latest.current.onDrawn(chart.chartArea);
  }).current;
  const options = useRef({ ...OPTIONS, onResize: () => scheduleDraw(draw) }).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot is what is drawn for
  useEffect(() => {
    if (visible) scheduleDraw(draw);
  }, [draw, plot, visible]);
  useEffect(() => {
    // Labels are measured again once the font is there.
    void document.fonts?.ready.then(() => {
      chartRef.current?.update('none');
      scheduleDraw(draw);
    });
    return () => cancelDraw(draw);
  }, [draw]);
  return (
    <Chart
      ref={chartRef}
      type="plot"
      data={EMPTY_DATA}
      options={options as ChartOptions<'plot'>}
      aria-label={ariaLabel}
      data-testid="chart-canvas"
    />
  );
}
