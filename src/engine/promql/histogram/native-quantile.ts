import { KahanSum } from '../kahan.ts';
import { allBuckets, type Bucket, type SparseHistogram, usesCustomBuckets } from './sparse-histogram.ts';

/** A number computed from a histogram, and whether NaN observations made it undefined or shifted it. */
export interface EstimatedValue {
  readonly value: number;
  readonly nanEffect: 'none' | 'result' | 'skew';
}

/** The q-quantile of a native histogram, interpolated within its bucket (Prometheus' histogram_quantile). */
export function nativeQuantile(q: number, histogram: SparseHistogram): EstimatedValue {
  if (q < 0) return plain(Number.NEGATIVE_INFINITY);
  if (q > 1) return plain(Number.POSITIVE_INFINITY);
  if (histogram.count === 0 || Number.isNaN(q)) return plain(Number.NaN);
  const custom = usesCustomBuckets(histogram);
  const hasNaN = Number.isNaN(histogram.sum);
  const fromBelow = hasNaN || q < 0.5;
  const buckets = allBuckets(histogram);
  if (!fromBelow) buckets.reverse();
  let rank = (fromBelow ? q : 1 - q) * histogram.count;
  let count = 0;
  let found: Bucket = { lower: 0, upper: 0, count: 0 };
  let at = 0;
  for (; at < buckets.length; at++) {
    const bucket = buckets[at] as Bucket;
    if (bucket.count === 0) continue;
    found = bucket;
    count += bucket.count;
    if (count >= rank) break;
  }
  let { lower, upper } = found;
  if (!custom && lower < 0 && upper > 0) ({ lower, upper } = oneSidedZeroBucket(histogram, found));
  else if (custom) {
    if (lower === Number.NEGATIVE_INFINITY) {
      if (upper <= 0) return plain(upper);
      lower = 0;
    } else if (upper === Number.POSITIVE_INFINITY) return plain(lower);
  }
  count = Math.min(count, histogram.count);
  if (count < rank) return hasNaN ? { value: Number.NaN, nanEffect: 'result' } : plain(upper);
  rank = fromBelow ? rank - (count - found.count) : count - rank;
  let counted = count;
  for (const bucket of buckets.slice(at + 1)) counted += bucket.count;
  const nanEffect = hasNaN && counted < histogram.count ? 'skew' : 'none';
  return { value: interpolate(lower, upper, rank / found.count, custom), nanEffect };
}

function plain(value: number): EstimatedValue {
  return { value, nanEffect: 'none' };
}

/** Of a histogram with buckets on one side only, the zero bucket holds observations of that side. */
function oneSidedZeroBucket(histogram: SparseHistogram, bucket: Bucket): { lower: number; upper: number } {
  const hasPositive = histogram.positive.indices.length > 0;
  const hasNegative = histogram.negative.indices.length > 0;
  if (hasPositive && !hasNegative) return { lower: 0, upper: bucket.upper };
  if (hasNegative && !hasPositive) return { lower: bucket.lower, upper: 0 };
  return bucket;
}

function interpolate(lower: number, upper: number, fraction: number, linear: boolean): number {
  if (linear || (lower <= 0 && upper >= 0)) return lower + (upper - lower) * fraction;
  const logLower = Math.log2(Math.abs(lower));
  const logUpper = Math.log2(Math.abs(upper));
  if (lower > 0) return 2 ** (logLower + (logUpper - logLower) * fraction);
  return -(2 ** (logUpper + (logLower - logUpper) * (1 - fraction)));
}

/** The share of a bucket's width below a value strictly inside of it, on a logarithmic scale unless linear. */
export function fractionBelow(bucket: Bucket, value: number, linear: boolean): number {
  if (linear) return (value - bucket.lower) / (bucket.upper - bucket.lower);
  const logLower = Math.log2(Math.abs(bucket.lower));
  const logUpper = Math.log2(Math.abs(bucket.upper));
  const logValue = Math.log2(Math.abs(value));
  if (value > 0) return (logValue - logLower) / (logUpper - logLower);
  return 1 - (logValue - logUpper) / (logLower - logUpper);
}

/** The share of observations between two values (Prometheus' histogram_fraction). */
export function nativeFraction(lower: number, upper: number, histogram: SparseHistogram): EstimatedValue {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return plain(Number.NaN);
  if (lower >= upper) return plain(0);
  const custom = usesCustomBuckets(histogram);
  const buckets = allBuckets(histogram);
  let rank = 0;
  let lowerRank: number | null = null;
  let upperRank: number | null = null;
  const rankAt = (value: number, known: number | null, bucket: Bucket, linear: boolean): number | null => {
    if (known !== null) return known;
    if (bucket.lower >= value) return rank;
    if (bucket.upper <= value) return null;
    if (linear && bucket.lower === Number.NEGATIVE_INFINITY) return bucket.count;
    return rank + bucket.count * fractionBelow(bucket, value, linear);
  };
  for (const original of buckets) {
    const isZero = original.lower <= 0 && original.upper >= 0;
    const bucket = isZero ? { ...original, ...oneSidedZeroBucket(histogram, original) } : original;
    lowerRank = rankAt(lower, lowerRank, bucket, custom || isZero);
    upperRank = rankAt(upper, upperRank, bucket, custom || isZero);
    if (lowerRank !== null && upperRank !== null) break;
    rank += bucket.count;
  }
  let count = histogram.count;
  let nanEffect: EstimatedValue['nanEffect'] = 'none';
  if (Number.isNaN(histogram.sum)) {
    count = buckets.reduce((total, bucket) => total + bucket.count, 0);
    if (count < histogram.count) nanEffect = 'skew';
  }
  const clip = (known: number | null): number => (known === null || known > count ? count : known);
  return { value: (clip(upperRank) - clip(lowerRank)) / histogram.count, nanEffect };
}

/** The estimated variance of the observations (Prometheus' histogram_stdvar). */
export function nativeVariance(histogram: SparseHistogram): number {
  const mean = histogram.sum / histogram.count;
  const custom = usesCustomBuckets(histogram);
  const variance = new KahanSum();
  for (const { lower, upper, count } of allBuckets(histogram)) {
    if (count === 0) continue;
    const delta = bucketMiddle(lower, upper, custom) - mean;
    variance.add(count * delta * delta);
  }
  return variance.value / histogram.count;
}

function bucketMiddle(lower: number, upper: number, custom: boolean): number {
  if (custom) return (upper + lower) / 2;
  if (lower <= 0 && upper >= 0) return 0;
  const geometric = Math.sqrt(upper * lower);
  return upper < 0 ? -geometric : geometric;
}
