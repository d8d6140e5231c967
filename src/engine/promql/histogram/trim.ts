import { fractionBelow } from './native-quantile.ts';
import {
  type Bucket,
  bucketBounds,
  compact,
  type SparseBuckets,
  type SparseHistogram,
  usesCustomBuckets,
} from './sparse-histogram.ts';

/** What is left of a bucket: its count and where its observations are taken to lie. */
interface Remainder {
  readonly count: number;
  readonly middle: number;
}

/**
 * The histogram without the observations above (`</`) or below (`>/`) a bound: buckets that the bound cuts are
 * interpolated, count and sum are estimated anew once anything was taken away.
 */
export function trimHistogram(
  histogram: SparseHistogram,
  bound: number,
  keep: 'below' | 'above',
): SparseHistogram {
  let count = 0;
  let sum = 0;
  let trimmed = false;
  const keepPart = (before: number, part: Remainder): number => {
    count += part.count;
    sum += part.middle * part.count;
    if (part.count !== before) trimmed = true;
    return part.count;
  };
  const trimSide = (side: 'positive' | 'negative'): SparseBuckets => {
    const { indices, counts } = histogram[side];
    const custom = usesCustomBuckets(histogram);
    return {
      indices,
      counts: counts.map((before, i) => {
        if (before === 0) return 0;
        const bucket = { ...bucketBounds(histogram, indices[i] as number, side), count: before };
        return keepPart(before, trimBucket(bucket, bound, keep, side === 'positive', custom));
      }),
    };
  };
  const positive = trimSide('positive');
  const negative = trimSide('negative');
  let { zeroCount } = histogram;
  if (zeroCount > 0) zeroCount = keepPart(zeroCount, trimZeroBucket(histogram, bound, keep));
  return trimmed ? compact({ ...histogram, positive, negative, zeroCount, count, sum }) : histogram;
}

function trimBucket(
  bucket: Bucket,
  bound: number,
  keep: 'below' | 'above',
  isPositive: boolean,
  linear: boolean,
): Remainder {
  const { lower, upper, count } = bucket;
  const all = keep === 'below' ? upper <= bound : lower >= bound;
  if (all) return { count, middle: middleOf(lower, upper, isPositive, linear) };
  const none = keep === 'below' ? lower >= bound : upper <= bound;
  if (none || Number.isNaN(bound)) return { count: 0, middle: 0 };
  if (lower === Number.NEGATIVE_INFINITY || upper === Number.POSITIVE_INFINITY) {
    return trimInfiniteBucket(bucket, bound, keep);
  }
  const under = count * fractionBelow(bucket, bound, linear);
  return keep === 'below'
    ? { count: under, middle: middleOf(lower, bound, isPositive, linear) }
    : { count: count - under, middle: middleOf(bound, upper, isPositive, linear) };
}

function trimInfiniteBucket(
  { lower, upper, count }: Bucket,
  bound: number,
  keep: 'below' | 'above',
): Remainder {
  const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
  if (lower === Number.NEGATIVE_INFINITY) {
    if (keep === 'below') {
      if (bound > 0 && upper > 0 && upper !== Number.POSITIVE_INFINITY) {
        return { count: (count * bound) / upper, middle: bound / 2 };
      }
      return upper <= 0 ? { count, middle: bound } : { count: 0, middle: finite(upper) };
    }
    if (bound >= 0 && upper > bound && upper !== Number.POSITIVE_INFINITY) {
      return { count: count * (1 - bound / upper), middle: (bound + upper) / 2 };
    }
    return { count: 0, middle: finite(upper) };
  }
  if (keep === 'above' && bound >= lower) return { count, middle: bound };
  return { count: 0, middle: finite(lower) };
}

function trimZeroBucket(histogram: SparseHistogram, bound: number, keep: 'below' | 'above'): Remainder {
  const { zeroThreshold, zeroCount } = histogram;
  const hasCount = (buckets: SparseBuckets): boolean => buckets.counts.some((count) => count !== 0);
  const hasPositive = hasCount(histogram.positive);
  const hasNegative = hasCount(histogram.negative);
  const lower = hasPositive && !hasNegative ? 0 : -zeroThreshold;
  const upper = hasNegative && !hasPositive ? 0 : zeroThreshold;
  const all: Remainder = { count: zeroCount, middle: (lower + upper) / 2 };
  const none: Remainder = { count: 0, middle: 0 };
  if (bound <= lower) return keep === 'below' ? none : all;
  if (bound >= upper) return keep === 'below' ? all : none;
  return keep === 'below'
    ? { count: zeroCount * ((bound - lower) / (upper - lower)), middle: (lower + bound) / 2 }
    : { count: zeroCount * ((upper - bound) / (upper - lower)), middle: (bound + upper) / 2 };
}

function middleOf(lower: number, upper: number, isPositive: boolean, linear: boolean): number {
  if (!Number.isFinite(lower)) {
    if (!Number.isFinite(upper)) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (!Number.isFinite(upper)) return lower;
  if (linear) return (lower + upper) / 2;
  const geometric = Math.sqrt(Math.abs(lower * upper));
  return isPositive ? geometric : -geometric;
}
