import { describe, expect, it } from 'vitest';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { buildPlot, plotSeriesOf } from './build-plot.ts';
import { columnStats, stackColumns } from './column-stats.ts';
import { splitBuckets } from './histogram-buckets.ts';
import { tooltipAt } from './hover.ts';
import { joinResults } from './join-results.ts';
import { isolateSeries, toggleSeries } from './legend-selection.ts';
import type { PlotColors } from './plot.ts';
import { statDelta } from './stat-delta.ts';

const colors: PlotColors = {
  axis: '#000000',
  grid: '#000000',
  crosshair: '#000000',
  panel: '#000000',
  text: '#000000',
  good: '#5fd3a4',
  warn: '#000000',
  bad: '#000000',
  accent: '#000000',
  font: 'sans-serif',
};
const area = { left: 0, right: 100, top: 0, bottom: 100 };

function rangeResult(
  series: readonly (readonly [LabelSet, readonly (number | null)[]])[],
  startMs = 1_000,
): RangeResult {
  const count = series[0]?.[1].length ?? 0;
  return {
    startMs,
    stepMs: 1_000,
    endMs: startMs + (count - 1) * 1_000,
    count,
    annotations: [],
    stats: { seriesCount: series.length, samplesRead: 1, evaluationMs: 1 },
    series: series.map(([labels, values]) => ({
      labels,
      values: Float64Array.from(values, (value) => value ?? 0),
      present: values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 0 : 1)) : null,
      histograms: null,
    })),
  };
}

function plotOf(result: RangeResult, mode: 'lines' | 'stack' = 'lines') {
  return buildPlot(result, plotSeriesOf(result, 'value', 'dark'), {
    mode,
    unit: 'none',
    scheme: 'dark',
    colors,
    utc: true,
    hidden: new Set(),
    thresholds: [],
    regions: [],
    maxTicks: 5,
  });
}

describe('columnStats', () => {
  it('leaves out what is absent or not finite', () => {
    expect(columnStats(Float64Array.of(9, 1, Number.NaN, 3, 7), Uint8Array.of(0, 1, 1, 1, 0))).toEqual({
      last: 3,
      min: 1,
      max: 3,
      mean: 2,
      total: 4,
    });
    expect(columnStats(Float64Array.of(1), Uint8Array.of(0)).last).toBeNaN();
  });
});

describe('stackColumns', () => {
  it('adds up, takes what is absent for zero, and leaves a gap where all are absent', () => {
    const edges = stackColumns(
      [
        { values: Float64Array.of(1, 5, 5), present: Uint8Array.of(1, 0, 0) },
        { values: Float64Array.of(2, 4, Number.NaN), present: null },
      ],
      3,
    );
    expect(edges.map((edge) => [...edge])).toEqual([
      [1, 0, Number.NaN],
      [3, 4, Number.NaN],
    ]);
  });
});

describe('joinResults', () => {
  it('puts results that start a step apart onto one grid', () => {
    const joined = joinResults([
      { result: rangeResult([[[], [1, 2]]], 2_000), label: ['quantile', 'p50'] },
      { result: rangeResult([[[], [3, 4]]], 1_000), label: ['quantile', 'p99'] },
    ]);
    expect(joined).toMatchObject({ startMs: 1_000, endMs: 3_000, count: 3 });
    expect([...(joined?.series[0]?.values ?? [])]).toEqual([0, 1, 2]);
    expect([...(joined?.series[0]?.present ?? [])]).toEqual([0, 1, 1]);
    expect([...(joined?.series[1]?.present ?? [])]).toEqual([1, 1, 0]);
  });

  it('replaces the metric name by the label', () => {
    const joined = joinResults([
      { result: rangeResult([[[['__name__', 'rss']], [1]]]), label: ['series', 'resident'] },
    ]);
    expect(joined?.series[0]?.labels).toEqual([['series', 'resident']]);
  });
});

describe('plotSeriesOf', () => {
  it('orders by name as people count, and keeps keys apart', () => {
    const result = rangeResult([
      [[['n', 'node10']], [1]],
      [[['n', 'node9']], [1]],
    ]);
    expect(plotSeriesOf(result, 'x', 'dark').map(({ name }) => name)).toEqual(['node9', 'node10']);
    const twins = plotSeriesOf(
      rangeResult([
        [[], [1]],
        [[], [2]],
      ]),
      'x',
      'dark',
    );
    expect(new Set(twins.map(({ key }) => key)).size).toBe(2);
  });
});

describe('tooltipAt', () => {
  const result = rangeResult(
    Array.from({ length: 20 }, (_, i) => [[['i', String(i)]] as LabelSet, [i, i === 3 ? null : i]] as const),
  );

  it('sorts by value and keeps the nearest among the rows', () => {
    const plot = plotOf(result);
    const content = tooltipAt(plot, area, 1_000, 100, 12);
    expect(content?.rows).toHaveLength(12);
    expect(content?.rows[0]?.value).toBe(19);
    expect(content?.rows.find(({ nearest }) => nearest)?.value).toBe(0);
    expect(content?.hidden).toBe(8);
  });

  it('leaves out series without a value, and times outside', () => {
    const content = tooltipAt(plotOf(result), area, 2_000, null, 40);
    expect(content?.rows).toHaveLength(19);
    expect(content?.rows.some(({ nearest }) => nearest)).toBe(false);
    expect(tooltipAt(plotOf(result), area, 9_000, null, 12)).toBeNull();
  });

  it('reads a stack from the top down', () => {
    const stack = rangeResult([
      [[['a', '1']], [9]],
      [[['a', '2']], [1]],
    ]);
    expect(tooltipAt(plotOf(stack, 'stack'), area, 1_000, null, 12)?.rows.map(({ name }) => name)).toEqual([
      '2',
      '1',
    ]);
  });
});

describe('splitBuckets', () => {
  it('takes cumulative counts apart, whatever their order', () => {
    const buckets = splitBuckets(
      rangeResult([
        [[['le', '+Inf']], [6, 5]],
        [[['le', '0.5']], [1, 2]],
        [[['le', '1']], [4, 1]],
        [[['le', '2']], [6, 5]],
      ]),
    );
    expect(buckets.map(({ above, upTo }) => [above, upTo])).toEqual([
      [-Infinity, 0.5],
      [0.5, 1],
      [1, 2],
    ]);
    // A count that falls from one bound to the next is not negative.
    expect(buckets.map(({ values }) => [...values])).toEqual([
      [1, 2],
      [3, 0],
      [2, 4],
    ]);
  });

  it('keeps one row of a histogram without observations, none without buckets', () => {
    expect(
      splitBuckets(
        rangeResult([
          [[['le', '1']], [0]],
          [[['le', '+Inf']], [0]],
        ]),
      ),
    ).toHaveLength(1);
    expect(splitBuckets(rangeResult([[[], [1]]]))).toHaveLength(0);
  });
});

describe('legend selection', () => {
  const keys = ['a', 'b', 'c'];

  it('isolates and shows all again', () => {
    const alone = isolateSeries(new Set(), 'b', keys);
    expect([...alone]).toEqual(['a', 'c']);
    expect(isolateSeries(alone, 'b', keys).size).toBe(0);
    expect([...isolateSeries(alone, 'a', keys)]).toEqual(['b', 'c']);
  });

  it('never ends with an empty chart', () => {
    expect([...toggleSeries(new Set(['a']), 'b', keys)]).toEqual(['a', 'b']);
    expect(toggleSeries(new Set(['a', 'b']), 'c', keys).size).toBe(0);
  });
});

describe('statDelta', () => {
  it('compares the halves', () => {
    expect(statDelta(Float64Array.of(10, 10, 11, 11), null, 'none', 'bad')).toEqual({
      text: '+10%',
      tone: 'bad',
    });
    expect(statDelta(Float64Array.of(0.01, 0.005), null, 'ratio', 'bad')).toEqual({
      text: '−0.50 pp',
      tone: 'good',
    });
    expect(statDelta(Float64Array.of(10, 10), null, 'none', 'bad')).toBeNull();
    expect(statDelta(Float64Array.of(0, 10), null, 'none', 'bad')).toBeNull();
    expect(statDelta(Float64Array.of(1, 2), Uint8Array.of(0, 1), 'none', 'bad')).toBeNull();
  });
});
