import { describe, expect, it } from 'vitest';
import type { AggregationOperator } from '../ast.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { SeriesBuilder } from './values.ts';

/** What an aggregation makes of the values of one step; undefined where there is no sample. */
function aggregate(op: AggregationOperator, values: readonly (number | null)[]): number | undefined {
  const accumulator = ACCUMULATORS.get(op)?.(1);
  for (const value of values) {
    accumulator?.add(Float64Array.of(value ?? 99), value === null ? Uint8Array.of(0) : null);
  }
  const out = new SeriesBuilder(1);
  accumulator?.finish(out);
  return out.present[0] === 1 ? out.values[0] : undefined;
}

const MAX = Number.MAX_VALUE;
const INF = Number.POSITIVE_INFINITY;

describe('accumulators', () => {
  it.each<[AggregationOperator, readonly (number | null)[], number | undefined]>([
    ['sum', [1e100, 1, -1e100], 1],
    ['sum', [1, null, 2], 3],
    ['sum', [null], undefined],
    ['sum', [INF, 1], INF],
    ['sum', [INF, -INF], Number.NaN],
    ['avg', [1, 2, null, 6], 3],
    ['avg', [MAX, MAX], MAX],
    ['avg', [MAX, MAX, -INF], -INF],
    ['avg', [1e100, 1, -1e100], 1 / 3],
    ['avg', [INF, 1], INF],
    ['avg', [1, INF, -INF], Number.NaN],
    ['min', [Number.NaN, 2, 1, null], 1],
    ['max', [Number.NaN, Number.NaN], Number.NaN],
    ['max', [-3, -2], -2],
    ['count', [5, null, 7], 2],
    ['group', [null, 7], 1],
    ['stdvar', [1, 3, null], 1],
    ['stddev', [2, 2, 6, 6], 2],
    ['stdvar', [INF, 1], Number.NaN],
  ])('%s of %j is %d', (op, values, expected) => {
    expect(aggregate(op, values)).toBe(expected);
  });
});
