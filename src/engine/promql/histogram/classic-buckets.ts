/** A bucket of a classic histogram: upper bound (`le`) and cumulative count. */
export interface ClassicBucket {
  readonly upperBound: number;
  count: number;
}

/** What had to be corrected where cumulative counts went down from one bucket to the next. */
export interface MonotonicityFix {
  readonly minBound: number;
  readonly maxBound: number;
  readonly maxDifference: number;
}

/** Relative difference of neighbouring counts that is taken for a rounding error. */
const SMALL_DELTA = 1e-12;

/**
 * The q-quantile of a classic histogram, linear within its bucket (Prometheus' histogram_quantile). `buckets` may come
 * in any order; its counts may be changed.
 */
export function classicQuantile(
  q: number,
  buckets: ClassicBucket[],
): { value: number; fix: MonotonicityFix | null } {
  if (Number.isNaN(q)) return { value: Number.NaN, fix: null };
  if (q < 0) return { value: Number.NEGATIVE_INFINITY, fix: null };
  if (q > 1) return { value: Number.POSITIVE_INFINITY, fix: null };
  const sorted = mergeEqualBounds(buckets);
  if (sorted === null) return { value: Number.NaN, fix: null };
  const fix = ensureMonotonic(sorted);
  const last = sorted.length - 1;
  const observations = (sorted[last] as ClassicBucket).count;
  if (last < 1 || observations === 0) return { value: Number.NaN, fix };
  let rank = q * observations;
  let at = 0;
  while (at < last && !((sorted[at] as ClassicBucket).count >= rank)) at++;
  const bucket = sorted[at] as ClassicBucket;
  if (at === last) return { value: (sorted[last - 1] as ClassicBucket).upperBound, fix };
  if (at === 0 && bucket.upperBound <= 0) return { value: bucket.upperBound, fix };
  let start = 0;
  let { count } = bucket;
  if (at > 0) {
    const before = sorted[at - 1] as ClassicBucket;
    start = before.upperBound;
    count -= before.count;
    rank -= before.count;
  }
  return { value: start + (bucket.upperBound - start) * (rank / count), fix };
}

/** Sorted, with counts of equal bounds added; null where the highest bound is not +Inf. */
function mergeEqualBounds(buckets: ClassicBucket[]): ClassicBucket[] | null {
  buckets.sort((a, b) => a.upperBound - b.upperBound || 0);
  if (buckets.at(-1)?.upperBound !== Number.POSITIVE_INFINITY) return null;
  const merged: ClassicBucket[] = [];
  for (const bucket of buckets) {
    const last = merged.at(-1);
    if (last !== undefined && last.upperBound === bucket.upperBound) last.count += bucket.count;
    else merged.push({ ...bucket });
  }
  return merged;
}

function ensureMonotonic(buckets: ClassicBucket[]): MonotonicityFix | null {
  let minBound = Number.POSITIVE_INFINITY;
  let maxBound = Number.NEGATIVE_INFINITY;
  let maxDifference = 0;
  let fixed = false;
  let previous = (buckets[0] as ClassicBucket).count;
  for (const bucket of buckets.slice(1)) {
    const { count, upperBound } = bucket;
    if (count === previous) continue;
    if (almostEqual(previous, count)) bucket.count = previous;
    else if (count < previous) {
      bucket.count = previous;
      fixed = true;
      minBound = Math.min(minBound, upperBound);
      maxBound = Math.max(maxBound, upperBound);
      maxDifference = Math.max(maxDifference, previous - count);
    } else previous = count;
  }
  return fixed ? { minBound, maxBound, maxDifference } : null;
}

function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  const minNormal = 2 ** -1022;
  const magnitude = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || magnitude < minNormal) return difference < SMALL_DELTA * minNormal;
  return difference / Math.min(magnitude, Number.MAX_VALUE) < SMALL_DELTA;
}

/** The share of observations between two values (Prometheus' histogram_fraction). */
export function classicFraction(lower: number, upper: number, buckets: ClassicBucket[]): number {
  const sorted = mergeEqualBounds(buckets);
  if (sorted === null) return Number.NaN;
  const total = (sorted.at(-1) as ClassicBucket).count;
  if (total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  const below = Math.min(rankBelow(lower, sorted), total);
  return (Math.min(rankBelow(upper, sorted), total) - below) / total;
}

function rankBelow(value: number, buckets: readonly ClassicBucket[]): number {
  let rank = 0;
  let lowerBound = (buckets[0] as ClassicBucket).upperBound <= 0 ? Number.NEGATIVE_INFINITY : 0;
  for (const { upperBound, count } of buckets) {
    if (lowerBound >= value) return rank;
    if (upperBound > value) {
      if (lowerBound === Number.NEGATIVE_INFINITY) return count;
      return rank + ((count - rank) * (value - lowerBound)) / (upperBound - lowerBound);
    }
    rank = count;
    lowerBound = upperBound;
  }
  return Number.POSITIVE_INFINITY;
}
