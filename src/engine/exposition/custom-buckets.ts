import type { BucketSpan, FloatHistogram } from '../../shared/domain/histogram.ts';

const CUSTOM_BUCKETS_SCHEMA = -53;
const NONE = new Float64Array(0);

/** A bucket of a classic histogram: how many observations were at most `bound`. */
export interface CumulativeBucket {
  readonly bound: number;
  readonly count: number;
}

/** Bounds in order; of equal ones the first stays. */
function inOrder(buckets: readonly CumulativeBucket[]): readonly CumulativeBucket[] {
  let isInOrder = true;
  for (let i = 1; i < buckets.length; i++) {
    const before = buckets[i - 1] as CumulativeBucket;
    if (!(before.bound < (buckets[i] as CumulativeBucket).bound)) isInOrder = false;
  }
  if (isInOrder) return buckets;
  const sorted = buckets.toSorted((a, b) => a.bound - b.bound);
  return sorted.filter(({ bound }, i) => i === 0 || sorted[i - 1]?.bound !== bound);
}

/**
 * A classic histogram as one native histogram with custom buckets, as Prometheus converts it (`convertnhcb`): without a
 * count that of the last bucket counts, and the bucket of +Inf is made where there is none. Null where the counts contradict
 * each other.
 */
export function toCustomBuckets(
  unordered: readonly CumulativeBucket[],
  count: number | null,
  sum: number,
): FloatHistogram | null {
  const buckets = inOrder(unordered);
  const last = buckets.at(-1);
  const total = count ?? last?.count;
  if (total === undefined || !(total >= 0)) return null;
  const bounds = last?.bound === Number.POSITIVE_INFINITY ? buckets.slice(0, -1) : buckets;
  if (bounds !== buckets && last?.count !== total) return null;
  const spans: { offset: number; length: number }[] = [];
  const counts: number[] = [];
  let below = 0;
  let behindLast = 0;
  for (let i = 0; i <= bounds.length; i++) {
    const upTo = i < bounds.length ? (bounds[i] as CumulativeBucket).count : total;
    if (!(upTo >= below)) return null;
    const own = upTo - below;
    below = upTo;
    if (own === 0) continue;
    const span = spans.at(-1);
    if (span !== undefined && i === behindLast) span.length++;
    else spans.push({ offset: i - behindLast, length: 1 });
    behindLast = i + 1;
    counts.push(own);
  }
  return {
    schema: CUSTOM_BUCKETS_SCHEMA,
    counterResetHint: 'unknown',
    zeroThreshold: 0,
    zeroCount: 0,
    count: total,
    sum,
    positiveSpans: spans satisfies BucketSpan[],
    positiveBuckets: Float64Array.from(counts),
    negativeSpans: [],
    negativeBuckets: NONE,
    customValues: Float64Array.from(bounds, ({ bound }) => bound),
  };
}
