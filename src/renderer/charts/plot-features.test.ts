import { describe, expect, it } from 'vitest';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { type BuildPlotOptions, bandsOf, buildPlot, plotSeriesOf } from './build-plot.ts';
import { buildStates } from './build-states.ts';
import { tooltipAt } from './hover.ts';
import type { PlotColors, SeriesHint } from './plot.ts';

const colors = { panel: '#000000', text: '#ffffff' } as PlotColors;
const area = { left: 0, right: 100, top: 0, bottom: 100 };

function rangeResult(series: readonly (readonly [LabelSet, readonly (number | null)[]])[]): RangeResult {
  const count = series[0]?.[1].length ?? 0;
  return {
    startMs: 0,
    stepMs: 1_000,
    endMs: (count - 1) * 1_000,
    count,
    annotations: [],
    stats: { seriesCount: series.length, samplesRead: 1, evaluationMs: 1 },
    series: series.map(([labels, values]) => ({
      labels,
      values: Float64Array.from(values, (value) => value ?? 0),
      present: Uint8Array.from(values, (value) => Number(value !== null)),
      histograms: null,
    })),
  };
}

const options: BuildPlotOptions = {
  mode: 'lines',
  unit: 'none',
  scheme: 'dark',
  colors,
  utc: true,
  hidden: new Set(),
  thresholds: [],
  regions: [],
  maxTicks: 5,
};

describe('a right axis', () => {
  const result = rangeResult([
    [[['kind', 'requests']], [1_000, 2_000]],
    [[['kind', 'share']], [0.1, 0.4]],
  ]);
  const hints = new Map<string, SeriesHint>([['share', { right: true }]]);
  const plot = buildPlot(result, plotSeriesOf(result, '', 'dark', hints), {
    ...options,
    rightUnit: 'ratio',
  });

  it('has the reach and the unit of its own series', () => {
    expect(plot.y.max).toBeGreaterThanOrEqual(2_000);
    expect(plot.yRight?.max).toBeLessThan(1);
    expect(plot.yRight?.unit).toBe('ratio');
  });

  it('says values in the unit of their axis', () => {
    const rows = tooltipAt(plot, area, 1_000, null, 12)?.rows ?? [];
    expect(rows.map(({ name, unit }) => [name, unit])).toEqual([
      ['requests', 'none'],
      ['share', 'ratio'],
    ]);
  });

  it('is not there without a series for it', () => {
    expect(buildPlot(result, plotSeriesOf(result, '', 'dark'), options).yRight).toBeNull();
  });
});

describe('bands', () => {
  const labels: LabelSet = [
    ['__name__', 'latency'],
    ['path', '/'],
  ];
  const bare: LabelSet = [['path', '/']];
  const result = rangeResult([[labels, [5, 5, 5]]]);
  const low = rangeResult([[bare, [4, 1, 4]]]);
  const high = rangeResult([[bare, [6, 90, null]]]);

  it('find their series without the name that functions take away', () => {
    const [band] = bandsOf(result, low, high);
    expect([...(band?.low ?? [])]).toEqual([4, 1, 4]);
    expect([...(band?.high ?? [])]).toEqual([6, 90, Number.NaN]);
  });

  it('count for the reach of the axis, so that a spike is not cut off', () => {
    const series = plotSeriesOf(result, '', 'dark', new Map(), bandsOf(result, low, high));
    expect(buildPlot(result, series, options).y.max).toBeGreaterThanOrEqual(90);
  });
});

describe('a log axis', () => {
  it('starts at the least positive value, not at zero', () => {
    const result = rangeResult([[[['a', 'b']], [0, 2, 5_000]]]);
    const { y } = buildPlot(result, plotSeriesOf(result, '', 'dark'), { ...options, scale: 'log10' });
    expect(y.min).toBe(1);
    expect(y.max).toBe(10_000);
  });
});

describe('notes of a tooltip', () => {
  const result = rangeResult([[[['a', 'b']], [1, null, 1]]]);
  const plot = buildPlot(result, plotSeriesOf(result, '', 'dark'), {
    ...options,
    gaps: [{ startMs: 500, endMs: 1_500, reason: 'Target down: connection refused' }],
    regions: [{ startMs: 0, endMs: 400, label: 'HighLatency firing', tone: 'bad' }],
    marks: [{ timeMs: 2_000, value: 1, details: ['trace_id abc'] }],
  });

  it('say why there is no sample, where there is none', () => {
    expect(tooltipAt(plot, area, 1_000, null, 12)?.notes).toEqual(['Target down: connection refused']);
    expect(tooltipAt(plot, area, 1_500, null, 12)?.notes).toEqual([]);
  });

  it('name alerts and exemplars that are pointed at', () => {
    expect(tooltipAt(plot, area, 100, null, 12)?.notes).toEqual(['HighLatency firing']);
    const y = 100 - ((1 - plot.y.min) / (plot.y.max - plot.y.min)) * 100;
    expect(tooltipAt(plot, area, 2_000, y, 12)?.notes).toEqual(['trace_id abc']);
    expect(tooltipAt(plot, area, 2_000, y + 40, 12)?.notes).toEqual([]);
  });
});

describe('buildStates', () => {
  const result = rangeResult([[[['instance', 'a']], [1, 1, 0, null, 1]]]);
  const plot = buildStates(result, plotSeriesOf(result, '', 'dark'), {
    nameState: (value) => ({ text: value === 1 ? 'up' : 'down', color: '#000000' }),
    colors,
    unit: 'none',
    utc: true,
  });

  it('joins steps of one state and ends at holes', () => {
    expect(plot.states?.[0]?.map(({ from, to, text }) => [from, to, text])).toEqual([
      [0, 2, 'up'],
      [2, 3, 'down'],
      [4, 5, 'up'],
    ]);
  });

  it('says the state that is pointed at', () => {
    expect(tooltipAt(plot, area, 2_000, null, 12)?.rows[0]?.text).toBe('down');
    expect(tooltipAt(plot, area, 3_000, null, 12)?.rows).toEqual([]);
  });
});
