import type { CounterResetHint } from '../../../shared/domain/histogram.ts';
import { alignHistograms, sameBounds } from './align.ts';
import {
  CUSTOM_SCHEMA,
  compactBuckets,
  EMPTY_BUCKETS,
  type SparseBuckets,
  type SparseHistogram,
} from './sparse-histogram.ts';

/** The result of adding or subtracting, and what was noteworthy about it. */
export interface CombinedHistogram {
  readonly histogram: SparseHistogram;
  /** One operand says that the counter was reset, the other that it was not. */
  readonly hintsCollide: boolean;
  /** Custom bounds differed and only the common ones are left. */
  readonly boundsReconciled: boolean;
}

/** All counts and the sum multiplied. */
export function scaleHistogram(histogram: SparseHistogram, factor: number): SparseHistogram {
  const times = (count: number): number => count * factor;
  return mapCounts(histogram, times, factor < 0);
}

/** All counts and the sum divided; dividing by 0 leaves no buckets, as in Prometheus. */
export function divideHistogram(histogram: SparseHistogram, divisor: number): SparseHistogram {
  const divided = mapCounts(histogram, (count) => count / divisor, divisor < 0);
  return divisor === 0 ? { ...divided, positive: EMPTY_BUCKETS, negative: EMPTY_BUCKETS } : divided;
}

function mapCounts(
  histogram: SparseHistogram,
  map: (count: number) => number,
  becomesGauge: boolean,
): SparseHistogram {
  return {
    ...histogram,
    hint: becomesGauge ? 'gauge' : histogram.hint,
    zeroCount: map(histogram.zeroCount),
    count: map(histogram.count),
    sum: map(histogram.sum),
    positive: { ...histogram.positive, counts: histogram.positive.counts.map(map) },
    negative: { ...histogram.negative, counts: histogram.negative.counts.map(map) },
  };
}

/** a + b, or null where exponential and custom buckets meet. */
export function addHistograms(a: SparseHistogram, b: SparseHistogram): CombinedHistogram | null {
  return combine(a, b, 1);
}

/** a - b, or null where exponential and custom buckets meet. */
export function subtractHistograms(a: SparseHistogram, b: SparseHistogram): CombinedHistogram | null {
  return combine(a, b, -1);
}

function combine(a: SparseHistogram, b: SparseHistogram, sign: 1 | -1): CombinedHistogram | null {
  const aligned = alignHistograms(a, b);
  if (aligned === null) return null;
  const { left, right, boundsReconciled } = aligned;
  const { hint, hintsCollide } = combineHints(a.hint, b.hint);
  return {
    histogram: {
      ...left,
      hint,
      zeroCount: left.zeroCount + sign * right.zeroCount,
      count: left.count + sign * right.count,
      sum: left.sum + sign * right.sum,
      positive: mergeBuckets(left.positive, right.positive, sign),
      negative: mergeBuckets(left.negative, right.negative, sign),
    },
    hintsCollide,
    boundsReconciled,
  };
}

/** The hint of a combination: a gauge wins, then unknown; reset against not reset collide. */
export function combineHints(
  a: CounterResetHint,
  b: CounterResetHint,
): { hint: CounterResetHint; hintsCollide: boolean } {
  if (a === b) return { hint: a, hintsCollide: false };
  if (a === 'gauge' || b === 'gauge') return { hint: 'gauge', hintsCollide: false };
  return { hint: 'unknown', hintsCollide: a !== 'unknown' && b !== 'unknown' };
}

function mergeBuckets(a: SparseBuckets, b: SparseBuckets, sign: 1 | -1): SparseBuckets {
  if (b.indices.length === 0) return a;
  const indices: number[] = [];
  const counts: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = a.indices[i] ?? Number.POSITIVE_INFINITY;
    const right = b.indices[j] ?? Number.POSITIVE_INFINITY;
    let count = 0;
    if (left <= right) count += a.counts[i++] as number;
    if (right <= left) count += sign * (b.counts[j++] as number);
    indices.push(Math.min(left, right));
    counts.push(count);
  }
  return { indices, counts };
}

/** Whether any of the counts or the sum is infinite. */
export function hasOverflow(histogram: SparseHistogram): boolean {
  const isInfinite = (value: number): boolean => Math.abs(value) === Number.POSITIVE_INFINITY;
  return (
    isInfinite(histogram.zeroCount) ||
    isInfinite(histogram.count) ||
    isInfinite(histogram.sum) ||
    histogram.positive.counts.some(isInfinite) ||
    histogram.negative.counts.some(isInfinite)
  );
}

/** Equality of the values that queries see: bit by bit, empty buckets and hints left out. */
export function equalHistograms(a: SparseHistogram, b: SparseHistogram): boolean {
  return (
    a.schema === b.schema &&
    Object.is(a.count, b.count) &&
    Object.is(a.sum, b.sum) &&
    a.zeroThreshold === b.zeroThreshold &&
    Object.is(a.zeroCount, b.zeroCount) &&
    (a.schema !== CUSTOM_SCHEMA || sameBounds(a.customValues, b.customValues)) &&
    sameBuckets(compactBuckets(a.positive), compactBuckets(b.positive)) &&
    sameBuckets(compactBuckets(a.negative), compactBuckets(b.negative))
  );
}

function sameBuckets(a: SparseBuckets, b: SparseBuckets): boolean {
  return (
    a.indices.length === b.indices.length &&
    a.indices.every((index, i) => index === b.indices[i]) &&
    a.counts.every((count, i) => Object.is(count, b.counts[i]))
  );
}
