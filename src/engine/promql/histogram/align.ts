import {
  compactBuckets,
  EMPTY_BUCKETS,
  exponentialBound,
  type SparseBuckets,
  type SparseHistogram,
  usesCustomBuckets,
} from './sparse-histogram.ts';

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

/** Both with the custom bounds that they have in common. */
export function alignCustomBounds(a: SparseHistogram, b: SparseHistogram): AlignedHistograms {
  if (sameBounds(a.customValues, b.customValues)) return { left: a, right: b, boundsReconciled: false };
  const others = new Set(b.customValues);
  const common = a.customValues.filter((bound) => others.has(bound));
  return { left: withBounds(a, common), right: withBounds(b, common), boundsReconciled: true };
}

/** Whether two lists of bounds are the same. */
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
