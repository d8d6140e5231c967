import type { CounterResetHint } from '../../../shared/domain/histogram.ts';
import { KahanSum } from '../kahan.ts';
import {
  bucketBounds,
  CUSTOM_SCHEMA,
  compactBuckets,
  EMPTY_BUCKETS,
  exponentialBound,
  type SparseBuckets,
  type SparseHistogram,
  usesCustomBuckets,
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

/** Two histograms of one bucket layout. */
export interface AlignedHistograms {
  readonly left: SparseHistogram;
  readonly right: SparseHistogram;
  readonly boundsReconciled: boolean;
}

/** Both brought to the common zero bucket, resolution and bounds; null where exponential and custom buckets meet. */
export function alignHistograms(a: SparseHistogram, b: SparseHistogram): AlignedHistograms | null {
  if (usesCustomBuckets(a) !== usesCustomBuckets(b)) return null;
  if (usesCustomBuckets(a)) return alignCustomBounds(a, b);
  let left = a;
  let right = b;
  while (left.zeroThreshold !== right.zeroThreshold) {
    if (left.zeroThreshold < right.zeroThreshold) left = widenZeroBucket(left, right.zeroThreshold);
    else right = widenZeroBucket(right, left.zeroThreshold);
  }
  const schema = Math.min(left.schema, right.schema);
  return {
    left: reduceResolution(left, schema),
    right: reduceResolution(right, schema),
    boundsReconciled: false,
  };
}

/**
 * With a zero bucket of at least the given half width: buckets inside it are added to it, and it grows to the end of a
 * populated bucket that it would cut.
 */
export function widenZeroBucket(histogram: SparseHistogram, threshold: number): SparseHistogram {
  let zeroThreshold = threshold;
  for (;;) {
    const positive = splitAtZero(histogram, 'positive', zeroThreshold);
    const negative = splitAtZero(histogram, 'negative', Math.max(zeroThreshold, positive.threshold));
    const grown = Math.max(positive.threshold, negative.threshold);
    if (grown === zeroThreshold) {
      return {
        ...histogram,
        zeroThreshold,
        zeroCount: histogram.zeroCount + positive.inside + negative.inside,
        positive: compactBuckets(positive.outside),
        negative: compactBuckets(negative.outside),
      };
    }
    zeroThreshold = grown;
  }
}

function splitAtZero(
  histogram: SparseHistogram,
  side: 'positive' | 'negative',
  threshold: number,
): { inside: number; outside: SparseBuckets; threshold: number } {
  const { indices, counts } = histogram[side];
  let inside = 0;
  let first = 0;
  for (; first < indices.length; first++) {
    const index = indices[first] as number;
    if (exponentialBound(index - 1, histogram.schema) >= threshold) break;
    const count = counts[first] as number;
    inside += count;
    const upper = exponentialBound(index, histogram.schema);
    if (upper > threshold && count !== 0) return { inside, outside: EMPTY_BUCKETS, threshold: upper };
  }
  return {
    inside,
    outside: { indices: indices.slice(first), counts: counts.slice(first) },
    threshold,
  };
}

/** The histogram at a lower resolution. */
export function reduceResolution(histogram: SparseHistogram, schema: number): SparseHistogram {
  if (histogram.schema <= schema || usesCustomBuckets(histogram)) return histogram;
  const shift = histogram.schema - schema;
  return {
    ...histogram,
    schema,
    positive: reduceBuckets(histogram.positive, shift),
    negative: reduceBuckets(histogram.negative, shift),
  };
}

function reduceBuckets(buckets: SparseBuckets, shift: number): SparseBuckets {
  const indices: number[] = [];
  const counts: number[] = [];
  for (const [i, index] of buckets.indices.entries()) {
    const target = ((index - 1) >> shift) + 1;
    const count = buckets.counts[i] as number;
    const last = indices.length - 1;
    if (last >= 0 && indices[last] === target) counts[last] = (counts[last] as number) + count;
    else {
      indices.push(target);
      counts.push(count);
    }
  }
  return { indices, counts };
}

function alignCustomBounds(a: SparseHistogram, b: SparseHistogram): AlignedHistograms {
  if (sameBounds(a.customValues, b.customValues)) return { left: a, right: b, boundsReconciled: false };
  const others = new Set(b.customValues);
  const common = a.customValues.filter((bound) => others.has(bound));
  return { left: withBounds(a, common), right: withBounds(b, common), boundsReconciled: true };
}

export function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i]);
}

function withBounds(histogram: SparseHistogram, bounds: readonly number[]): SparseHistogram {
  const { customValues, positive } = histogram;
  const indices: number[] = [];
  const counts: number[] = [];
  let target = 0;
  for (const [i, index] of positive.indices.entries()) {
    const upper = customValues[index];
    if (upper === undefined) target = bounds.length;
    else while (target < bounds.length && (bounds[target] as number) < upper) target++;
    const last = indices.length - 1;
    const count = positive.counts[i] as number;
    if (last >= 0 && indices[last] === target) counts[last] = (counts[last] as number) + count;
    else {
      indices.push(target);
      counts.push(count);
    }
  }
  return { ...histogram, customValues: bounds, positive: compactBuckets({ indices, counts }) };
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

/** Whether a counter was reset between two histograms (Prometheus native histograms, counter resets). */
export function detectReset(current: SparseHistogram, previous: SparseHistogram): boolean {
  if (current.hint === 'reset') return true;
  if (current.hint === 'not_reset') return false;
  if (current.count < previous.count) return true;
  if (usesCustomBuckets(current)) {
    if (!usesCustomBuckets(previous)) return true;
    const { left, right } = alignCustomBounds(current, previous);
    return anyLower(left.positive, right.positive);
  }
  if (usesCustomBuckets(previous) || current.schema > previous.schema) return true;
  if (current.zeroThreshold < previous.zeroThreshold) return true;
  const widened =
    current.zeroThreshold === previous.zeroThreshold
      ? previous
      : widenZeroBucket(previous, current.zeroThreshold);
  if (widened.zeroThreshold !== current.zeroThreshold) return true;
  if (current.zeroCount < widened.zeroCount) return true;
  const before = reduceResolution(widened, current.schema);
  return anyLower(current.positive, before.positive) || anyLower(current.negative, before.negative);
}

function anyLower(current: SparseBuckets, previous: SparseBuckets): boolean {
  let i = 0;
  for (const [j, index] of previous.indices.entries()) {
    while (i < current.indices.length && (current.indices[i] as number) < index) i++;
    const count = current.indices[i] === index ? (current.counts[i] as number) : 0;
    if (count < (previous.counts[j] as number)) return true;
  }
  return false;
}

/** Sums histograms with compensated addition, as Prometheus' sum and avg do. */
export class HistogramSum {
  #total: SparseHistogram;
  #compensation: SparseHistogram | null = null;

  constructor(first: SparseHistogram) {
    this.#total = first;
  }

  clone(): HistogramSum {
    const copy = new HistogramSum(this.#total);
    copy.#compensation = this.#compensation;
    return copy;
  }

  /** The sum without its compensation. */
  get uncompensated(): SparseHistogram {
    return this.#total;
  }

  /** The sum. */
  get value(): SparseHistogram {
    if (this.#compensation === null) return this.#total;
    return addHistograms(this.#total, this.#compensation)?.histogram ?? this.#total;
  }

  scale(factor: number): void {
    this.#total = scaleHistogram(this.#total, factor);
    if (this.#compensation !== null) this.#compensation = scaleHistogram(this.#compensation, factor);
  }

  divide(divisor: number): void {
    this.#total = divideHistogram(this.#total, divisor);
    if (this.#compensation !== null) this.#compensation = divideHistogram(this.#compensation, divisor);
  }

  /** Adds one; null, with the sum unchanged, where exponential and custom buckets meet. */
  add(other: SparseHistogram): { readonly boundsReconciled: boolean } | null {
    const aligned = alignHistograms(this.#total, other);
    if (aligned === null) return null;
    const { left, right, boundsReconciled } = aligned;
    const compensation = this.#alignedCompensation(left);
    const positive = addCompensated(left.positive, right.positive, compensation?.positive ?? null);
    const negative = addCompensated(left.negative, right.negative, compensation?.negative ?? null);
    const zero = addNumber(left.zeroCount, right.zeroCount, compensation?.zeroCount ?? 0);
    const count = addNumber(left.count, right.count, compensation?.count ?? 0);
    const sum = addNumber(left.sum, right.sum, compensation?.sum ?? 0);
    const { hint } = combineHints(left.hint, other.hint);
    this.#total = {
      ...left,
      hint,
      zeroCount: zero.sum,
      count: count.sum,
      sum: sum.sum,
      positive: positive.buckets,
      negative: negative.buckets,
    };
    this.#compensation = {
      ...left,
      hint,
      zeroCount: zero.compensation,
      count: count.compensation,
      sum: sum.compensation,
      positive: { indices: positive.buckets.indices, counts: positive.compensation },
      negative: { indices: negative.buckets.indices, counts: negative.compensation },
    };
    return { boundsReconciled };
  }

  #alignedCompensation(layout: SparseHistogram): SparseHistogram | null {
    if (this.#compensation === null) return null;
    return alignHistograms(layout, this.#compensation)?.right ?? null;
  }
}

function addNumber(sum: number, increment: number, compensation: number): KahanSum {
  const result = new KahanSum(sum, compensation);
  result.add(increment);
  return result;
}

function addCompensated(
  a: SparseBuckets,
  b: SparseBuckets,
  compensation: SparseBuckets | null,
): { buckets: SparseBuckets; compensation: number[] } {
  const indices: number[] = [];
  const counts: number[] = [];
  const compensations: number[] = [];
  const known = new Map(compensation?.indices.map((index, i) => [index, compensation.counts[i] as number]));
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = a.indices[i] ?? Number.POSITIVE_INFINITY;
    const right = b.indices[j] ?? Number.POSITIVE_INFINITY;
    const index = Math.min(left, right);
    const start = left <= right ? (a.counts[i++] as number) : 0;
    const result = new KahanSum(start, known.get(index) ?? 0);
    if (right <= left) result.add(b.counts[j++] as number);
    indices.push(index);
    counts.push(result.sum);
    compensations.push(result.compensation);
  }
  return { buckets: { indices, counts }, compensation: compensations };
}

/** The interval and count of each bucket of a side, from the innermost on. */
export function sideBuckets(
  histogram: SparseHistogram,
  side: 'positive' | 'negative',
): { lower: number; upper: number; count: number }[] {
  const { indices, counts } = histogram[side];
  return indices.map((index, i) => ({
    ...bucketBounds(histogram, index, side),
    count: counts[i] as number,
  }));
}
