import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowBounds } from '../evaluate/bounds.ts';
import type { RangeSeries } from '../evaluate/range-series.ts';
import { SeriesBuilder } from '../evaluate/values.ts';
import { AVG_OVER_TIME, MAX_OVER_TIME, MIN_OVER_TIME, SUM_OVER_TIME } from './over-time.ts';
import { type RangeCallContext, type RangeFunction, Window } from './range-function.ts';
import { DELTA, INCREASE, RATE } from './rate.ts';

const sample = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) },
  { weight: 4, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300),
  },
);
const seriesOf = fc.array(sample, { minLength: 1, maxLength: 50 }).map(
  (values): RangeSeries => ({
    labels: [],
    dropName: false,
    floats: {
      times: Float64Array.from(values, (_, i) => i * 1_000 + (i % 3) * 100),
      values: Float64Array.from(values),
    },
    histograms: null,
  }),
);

/** The fast way over all steps and the slow one window by window. */
function bothWays(
  rangeFunction: RangeFunction,
  series: RangeSeries,
  rangeMs: number,
  stepMs: number,
): [number[], number[]] {
  const lookups = Float64Array.from({ length: 20 }, (_, i) => i * stepMs);
  const bounds = windowBounds(series.floats.times, lookups, rangeMs);
  const call = { rangeMs, extension: null, args: [], metricName: '' } as unknown as RangeCallContext;
  const columns = new SeriesBuilder(lookups.length);
  rangeFunction.columns?.(series, bounds, lookups, call, columns);
  const slow = new SeriesBuilder(lookups.length);
  const window = new Window(series);
  for (const [step, lookup] of lookups.entries()) {
    window.floatFirst = bounds.first[step] as number;
    window.floatEnd = bounds.end[step] as number;
    window.step = step;
    window.endMs = lookup;
    if (window.floatCount > 0) slow.set(step, rangeFunction.window(window, call));
  }
  expect([...columns.present]).toEqual([...slow.present]);
  return [[...columns.values], [...slow.values]];
}

function expectClose(actual: number[], expected: number[]): void {
  for (const [i, value] of expected.entries()) {
    const other = actual[i] as number;
    if (Object.is(value, other) || value === other) continue;
    expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(value), Math.abs(other)));
  }
}

describe('functions over whole columns', () => {
  it.each([
    ['sum_over_time', SUM_OVER_TIME],
    ['avg_over_time', AVG_OVER_TIME],
    ['max_over_time', MAX_OVER_TIME],
    ['min_over_time', MIN_OVER_TIME],
    ['rate', RATE],
    ['increase', INCREASE],
    ['delta', DELTA],
  ])('%s gives the same as window by window', (_name, rangeFunction) => {
    fc.assert(
      fc.property(
        seriesOf,
        fc.integer({ min: 500, max: 30_000 }),
        fc.integer({ min: 1, max: 4_000 }),
        (series, rangeMs, stepMs) => {
          const [fast, slow] = bothWays(rangeFunction, series, rangeMs, stepMs);
          expectClose(fast, slow);
        },
      ),
      { numRuns: 300 },
    );
  });
});
