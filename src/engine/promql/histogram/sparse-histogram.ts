import type { BucketSpan, CounterResetHint, FloatHistogram } from '../../../shared/domain/histogram.ts';

/** Schema of histograms with custom bounds (Prometheus native histograms specification). */
export const CUSTOM_SCHEMA = -53;

/** Buckets of one side: indices ascending, counts beside them; what is not listed is empty. */
export interface SparseBuckets {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/** A native histogram in the form that arithmetic wants; never changed once made. */
export interface SparseHistogram {
  readonly schema: number;
  readonly hint: CounterResetHint;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positive: SparseBuckets;
  readonly negative: SparseBuckets;
  readonly customValues: readonly number[];
}

export const EMPTY_BUCKETS: SparseBuckets = { indices: [], counts: [] };

/** One bucket as an interval with its count. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

export function usesCustomBuckets(histogram: SparseHistogram): boolean {
  return histogram.schema === CUSTOM_SCHEMA;
}

const converted = new WeakMap<FloatHistogram, SparseHistogram>();

/** The sparse form; the same object for the same histogram. */
export function fromFloatHistogram(histogram: FloatHistogram): SparseHistogram {
  const known = converted.get(histogram);
  if (known !== undefined) return known;
  const sparse: SparseHistogram = {
    schema: histogram.schema,
    hint: histogram.counterResetHint,
    zeroThreshold: histogram.zeroThreshold,
    zeroCount: histogram.zeroCount,
    count: histogram.count,
    sum: histogram.sum,
    positive: fromSpans(histogram.positiveSpans, histogram.positiveBuckets),
    negative: fromSpans(histogram.negativeSpans, histogram.negativeBuckets),
    customValues: Array.from(histogram.customValues),
  };
  converted.set(histogram, sparse);
  return sparse;
}

function fromSpans(spans: readonly BucketSpan[], buckets: Float64Array): SparseBuckets {
  if (buckets.length === 0) return EMPTY_BUCKETS;
  const indices: number[] = [];
  let index = 0;
  for (const span of spans) {
    index += span.offset;
    for (let i = 0; i < span.length; i++) indices.push(index++);
  }
  return { indices, counts: Array.from(buckets) };
}

/** The form with spans that leaves the engine. */
export function toFloatHistogram(histogram: SparseHistogram): FloatHistogram {
  return {
    schema: histogram.schema,
    counterResetHint: histogram.hint,
    zeroThreshold: histogram.zeroThreshold,
    zeroCount: histogram.zeroCount,
    count: histogram.count,
    sum: histogram.sum,
    positiveSpans: toSpans(histogram.positive.indices),
    positiveBuckets: Float64Array.from(histogram.positive.counts),
    negativeSpans: toSpans(histogram.negative.indices),
    negativeBuckets: Float64Array.from(histogram.negative.counts),
    customValues: Float64Array.from(histogram.customValues),
  };
}

function toSpans(indices: readonly number[]): BucketSpan[] {
  const spans: { offset: number; length: number }[] = [];
  let next = 0;
  for (const [i, index] of indices.entries()) {
    const last = spans.at(-1);
    if (last !== undefined && index === next) last.length++;
    else spans.push({ offset: i === 0 ? index : index - next, length: 1 });
    next = index + 1;
  }
  return spans;
}

/** Upper bound of an exponential bucket on the positive side: (2^(2^-schema))^index, the last finite one cut at the largest double. */
export function exponentialBound(index: number, schema: number): number {
  if (schema < 0) {
    const exponent = index * 2 ** -schema;
    return exponent === 1024 ? Number.MAX_VALUE : 2 ** exponent;
  }
  const perPower = 2 ** schema;
  const power = Math.floor(index / perPower);
  const fraction = index - power * perPower;
  if (fraction === 0 && power === 1024) return Number.MAX_VALUE;
  return 2 ** (fraction / perPower) * 2 ** power;
}

/** The interval of a bucket; negative ones mirror the positive side. */
export function bucketBounds(
  histogram: SparseHistogram,
  index: number,
  side: 'positive' | 'negative',
): { lower: number; upper: number } {
  if (usesCustomBuckets(histogram)) {
    const { customValues } = histogram;
    return {
      lower: index === 0 ? Number.NEGATIVE_INFINITY : (customValues[index - 1] ?? Number.POSITIVE_INFINITY),
      upper: customValues[index] ?? Number.POSITIVE_INFINITY,
    };
  }
  const inner = exponentialBound(index - 1, histogram.schema);
  const outer = exponentialBound(index, histogram.schema);
  return side === 'positive' ? { lower: inner, upper: outer } : { lower: -outer, upper: -inner };
}

/** All buckets from the lowest to the highest, with a populated zero bucket in its place and none reaching into it. */
export function allBuckets(histogram: SparseHistogram): Bucket[] {
  const { zeroThreshold, zeroCount, negative, positive } = histogram;
  const buckets: Bucket[] = [];
  for (let i = negative.indices.length - 1; i >= 0; i--) {
    const { lower, upper } = bucketBounds(histogram, negative.indices[i] as number, 'negative');
    const cut = upper < 0 && upper > -zeroThreshold ? -zeroThreshold : upper;
    buckets.push({ lower, upper: cut, count: negative.counts[i] as number });
  }
  if (zeroCount > 0) buckets.push({ lower: -zeroThreshold, upper: zeroThreshold, count: zeroCount });
  for (let i = 0; i < positive.indices.length; i++) {
    const { lower, upper } = bucketBounds(histogram, positive.indices[i] as number, 'positive');
    const cut = lower > 0 && lower < zeroThreshold ? zeroThreshold : lower;
    buckets.push({ lower: cut, upper, count: positive.counts[i] as number });
  }
  return buckets;
}

/** Without the buckets that are empty. */
export function compact(histogram: SparseHistogram): SparseHistogram {
  const positive = compactBuckets(histogram.positive);
  const negative = compactBuckets(histogram.negative);
  if (positive === histogram.positive && negative === histogram.negative) return histogram;
  return { ...histogram, positive, negative };
}

export function compactBuckets(buckets: SparseBuckets): SparseBuckets {
  if (!buckets.counts.includes(0)) return buckets;
  const indices: number[] = [];
  const counts: number[] = [];
  for (const [i, count] of buckets.counts.entries()) {
    if (count === 0) continue;
    indices.push(buckets.indices[i] as number);
    counts.push(count);
  }
  return { indices, counts };
}
