import type { ChartData, Chart as ChartInstance, ChartOptions } from 'chart.js';
import { useEffect, useRef } from 'react';
import { Chart } from 'react-chartjs-2';
import { testIds } from '../../shared/test-ids.ts';
import { registerChartType } from './chart-type.ts';
import { cancelDraw, scheduleDraw } from './frame-scheduler.ts';
import type { Geometry } from './geometry.ts';
import type { Plot } from './plot.ts';
import { PLOT_OPTIONS, showPlot } from './show-plot.ts';

registerChartType();

const EMPTY_DATA: ChartData<'plot', never[]> = { datasets: [] };

interface ChartCanvasProps {
  readonly plot: Plot;
  /** A chart that is not on screen keeps its data and draws when it comes back. */
  readonly visible: boolean;
  readonly ariaLabel: string;
  /** Called after each drawing with where the plot lies. */
  readonly onDrawn: (area: Geometry) => void;
}

/** A plot through Chart.js, drawn in the frame that all charts share. */
export function ChartCanvas({ plot, visible, ariaLabel, onDrawn }: ChartCanvasProps) {
  const chartRef = useRef<ChartInstance<'plot', never[]> | null>(null);
  const latest = useRef({ plot, onDrawn });
  latest.current = { plot, onDrawn };
  const draw = useRef(() => {
    const chart = chartRef.current as ChartInstance | null;
    if (chart === null) return;
    showPlot(chart, latest.current.plot);
    latest.current.onDrawn(chart.chartArea);
  }).current;
  const options = useRef({ ...PLOT_OPTIONS, onResize: () => scheduleDraw(draw) }).current;
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
  useEffect(() => {
    // Chromium gives a canvas back empty after its graphics process ended.
    const canvas = chartRef.current?.canvas;
    const redraw = (): void => scheduleDraw(draw);
    canvas?.addEventListener('contextrestored', redraw);
    return () => canvas?.removeEventListener('contextrestored', redraw);
  }, [draw]);
  return (
    <Chart
      ref={chartRef}
      type="plot"
      data={EMPTY_DATA}
      options={options as ChartOptions<'plot'>}
      aria-label={ariaLabel}
      data-testid={testIds.charts.chartCanvas}
    />
  );
}
