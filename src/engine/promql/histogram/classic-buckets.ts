/**
 * The buckets of a classic histogram at one time: upper bounds (`le`) ascending without duplicates, cumulative counts
 * beside them. The first `length` entries count.
 */
export interface ClassicBuckets {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
  readonly length: number;
}

/** What had to be corrected where cumulative counts went down from one bucket to the next. */
export interface MonotonicityFix {
  readonly minBound: number;
  readonly maxBound: number;
  readonly maxDifference: number;
}

/** Relative difference of neighbouring counts that is taken for a rounding error. */
const SMALL_DELTA = 1e-12;

function endsAtInfinity({ bounds, length }: ClassicBuckets): boolean {
  return bounds[length - 1] === Number.POSITIVE_INFINITY;
}

/** The q-quantile of a classic histogram, linear within its bucket (Prometheus' histogram_quantile). May change the counts. */
export function classicQuantile(
  q: number,
  buckets: ClassicBuckets,
): { value: number; fix: MonotonicityFix | null } {
  if (Number.isNaN(q)) return { value: Number.NaN, fix: null };
  if (q < 0) return { value: Number.NEGATIVE_INFINITY, fix: null };
  if (q > 1) return { value: Number.POSITIVE_INFINITY, fix: null };
  if (!endsAtInfinity(buckets)) return { value: Number.NaN, fix: null };
  const fix = ensureMonotonic(buckets);
  const { bounds, counts, length } = buckets;
  const last = length - 1;
  const observations = counts[last] as number;
  if (last < 1 || observations === 0) return { value: Number.NaN, fix };
  let rank = q * observations;
  let at = 0;
  while (at < last && !((counts[at] as number) >= rank)) at++;
  if (at === last) return { value: bounds[last - 1] as number, fix };
  const upperBound = bounds[at] as number;
  if (at === 0 && upperBound <= 0) return { value: upperBound, fix };
  let start = 0;
  let count = counts[at] as number;
  if (at > 0) {
    start = bounds[at - 1] as number;
    count -= counts[at - 1] as number;
    rank -= counts[at - 1] as number;
  }
  return { value: start + (upperBound - start) * (rank / count), fix };
}

function ensureMonotonic({ bounds, counts, length }: ClassicBuckets): MonotonicityFix | null {
  let minBound = Number.POSITIVE_INFINITY;
  let maxBound = Number.NEGATIVE_INFINITY;
  let maxDifference = 0;
  let fixed = false;
  let previous = counts[0] as number;
  for (let i = 1; i < length; i++) {
    const count = counts[i] as number;
    if (count === previous) continue;
    if (almostEqual(previous, count)) counts[i] = previous;
    else if (count < previous) {
      counts[i] = previous;
      fixed = true;
      minBound = Math.min(minBound, bounds[i] as number);
      maxBound = Math.max(maxBound, bounds[i] as number);
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
export function classicFraction(lower: number, upper: number, buckets: ClassicBuckets): number {
  if (!endsAtInfinity(buckets)) return Number.NaN;
  const total = buckets.counts[buckets.length - 1] as number;
  if (total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  const below = Math.min(rankBelow(lower, buckets), total);
  return (Math.min(rankBelow(upper, buckets), total) - below) / total;
}

function rankBelow(value: number, { bounds, counts, length }: ClassicBuckets): number {
  let rank = 0;
  let lowerBound = (bounds[0] as number) <= 0 ? Number.NEGATIVE_INFINITY : 0;
  for (let i = 0; i < length; i++) {
    const upperBound = bounds[i] as number;
    const count = counts[i] as number;
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
