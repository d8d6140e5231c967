import {
  CategoryScale,
  Chart,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { buildPlot, plotSeriesOf } from '../../../src/renderer/charts/build-plot.ts';
import { registerChartType } from '../../../src/renderer/charts/chart-type.ts';
import type { PlotColors } from '../../../src/renderer/charts/plot.ts';
import { PLOT_OPTIONS, showPlot } from '../../../src/renderer/charts/show-plot.ts';
import type { RangeResult } from '../../../src/shared/domain/query.ts';
import { type Columns, STEP_MS } from './series.ts';

/** A chart of one library on the page. */
export interface DrawnChart {
  readonly canvas: HTMLCanvasElement;
  update(columns: Columns): void;
  destroy(): void;
}

export type LibraryName = 'ours' | 'chartjs' | 'chartjs+min-max' | 'uplot';

type Library = (element: HTMLElement, columns: Columns, widthPx: number, heightPx: number) => DrawnChart;

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Decimation);
registerChartType();

const PALETTE = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];
/** All draw these dense lines as wide as the product does. */
const LINE_WIDTH_PX = 1;
const COLORS: PlotColors = {
  axis: '#8690a5',
  grid: '#e0e4ea',
  crosshair: '#77829a',
  panel: '#ffffff',
  text: '#222222',
  good: '#5fd3a4',
  warn: '#f2b84b',
  bad: '#ff7d7d',
  accent: '#5379f5',
  font: 'sans-serif',
};

function addCanvas(element: HTMLElement, width: number, height: number): HTMLCanvasElement {
  return element.appendChild(Object.assign(document.createElement('canvas'), { width, height }));
}

function toResult({ timesMs, values }: Columns): RangeResult {
  const startMs = timesMs[0] ?? 0;
  return {
    startMs,
    endMs: timesMs.at(-1) ?? 0,
    stepMs: STEP_MS,
    count: timesMs.length,
    series: values.map((column, s) => ({
      labels: [
        ['__name__', 'bench'],
        ['series', String(s)],
      ],
      values: column,
      present: null,
      histograms: null,
    })),
    annotations: [],
    stats: { seriesCount: values.length, samplesRead: 0, evaluationMs: 0 },
  };
}

/** As the product draws a panel: from the answer of a query to pixels. */
const drawOurs: Library = (element, columns, width, height) => {
  const canvas = addCanvas(element, width, height);
  const plotOf = (shown: Columns) => {
    const result = toResult(shown);
    return buildPlot(result, plotSeriesOf(result, 'bench', 'light'), {
      mode: 'lines',
      unit: 'none',
      scheme: 'light',
      colors: COLORS,
      utc: true,
      hidden: new Set(),
      thresholds: [],
      regions: [],
      maxTicks: 7,
    });
  };
  const chart = new Chart(canvas, {
    type: 'plot',
    data: { datasets: [] },
    options: { ...PLOT_OPTIONS, responsive: false, devicePixelRatio: 1 } as never,
  });
  showPlot(chart as unknown as Chart, plotOf(columns));
  return {
    canvas,
    update: (next) => showPlot(chart as unknown as Chart, plotOf(next)),
    destroy: () => chart.destroy(),
  };
};

function chartJs(decimation: boolean): Library {
  return (element, columns, width, height) => {
    const canvas = addCanvas(element, width, height);
    const points = ({ timesMs, values }: Columns) =>
      values.map((column) => Array.from(column, (y, i) => ({ x: timesMs[i] as number, y })));
    const chart = new Chart(canvas, {
      type: 'line',
      data: {
        datasets: points(columns).map((data, s) => ({
          data,
          borderColor: PALETTE[s % PALETTE.length] as string,
          borderWidth: LINE_WIDTH_PX,
          pointRadius: 0,
        })),
      },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: false,
        maintainAspectRatio: false,
        devicePixelRatio: 1,
        events: [],
        scales: { x: { type: 'linear', ticks: { maxRotation: 0 } }, y: { type: 'linear' } },
        plugins: {
          legend: { display: false },
          tooltip: { enabled: false },
          decimation: decimation ? { enabled: true, algorithm: 'min-max' } : { enabled: false },
        },
      },
    });
    return {
      canvas,
      update(next) {
        points(next).forEach((data, s) => {
          const dataset = chart.data.datasets[s];
          if (dataset !== undefined) dataset.data = data;
        });
        chart.update('none');
      },
      destroy: () => chart.destroy(),
    };
  };
}

const drawUplot: Library = (element, columns, width, height) => {
  const data = ({ timesMs, values }: Columns) => [timesMs, ...values] as unknown as uPlot.AlignedData;
  const plot = new uPlot(
    {
      width,
      height: height - 20,
      pxAlign: 0,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false } },
      series: [
        {},
        ...columns.values.map((_, s) => ({
          stroke: PALETTE[s % PALETTE.length] as string,
          width: LINE_WIDTH_PX,
          points: { show: false },
        })),
      ],
    },
    data(columns),
    element,
  );
  return {
    canvas: plot.root.querySelector('canvas') as HTMLCanvasElement,
    update: (next) => plot.setData(data(next)),
    destroy: () => plot.destroy(),
  };
};

/** The libraries that are compared; each makes its own form of the columns within the time that is measured. */
export const LIBRARIES: Readonly<Record<LibraryName, Library>> = {
  ours: drawOurs,
  chartjs: chartJs(false),
  'chartjs+min-max': chartJs(true),
  uplot: drawUplot,
};
