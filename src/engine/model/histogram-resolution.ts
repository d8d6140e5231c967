import type { BucketSpan, FloatHistogram } from '../../shared/domain/histogram.ts';

/** Schemas of exponential buckets. */
export const HIGHEST_SCHEMA = 8;
export const LOWEST_SCHEMA = -4;

/**
 * The highest schema whose buckets grow by at least a factor (Prometheus' native_histogram_min_bucket_factor); the highest
 * of all for a factor of 1 or less.
 */
export function schemaOfFactor(minBucketFactor: number): number {
  if (minBucketFactor <= 1) return HIGHEST_SCHEMA;
  const schema = Math.floor(0 - Math.log2(Math.log2(minBucketFactor)));
  return Math.max(LOWEST_SCHEMA, Math.min(HIGHEST_SCHEMA, schema));
}

/** How many buckets of both signs a histogram lists, empty ones among them. */
export function bucketCount({ positiveBuckets, negativeBuckets }: FloatHistogram): number {
  return positiveBuckets.length + negativeBuckets.length;
}

/** The same observations in buckets of a lower schema, each the union of whole ones. Custom buckets stay as they are. */
export function reduceResolution(histogram: FloatHistogram, schema: number): FloatHistogram {
  if (histogram.schema < LOWEST_SCHEMA || histogram.schema <= schema) return histogram;
  const shift = histogram.schema - schema;
  const positive = mergeBuckets(histogram.positiveSpans, histogram.positiveBuckets, shift);
  const negative = mergeBuckets(histogram.negativeSpans, histogram.negativeBuckets, shift);
  return {
    ...histogram,
    schema,
    positiveSpans: positive.spans,
    positiveBuckets: positive.counts,
    negativeSpans: negative.spans,
    negativeBuckets: negative.counts,
  };
}

/**
 * With at most `limit` buckets at the highest resolution that allows it, as Prometheus does; null where there is none, as
 * for custom buckets beyond the limit.
 */
export function fitBuckets(histogram: FloatHistogram, limit: number): FloatHistogram | null {
  let fitted = histogram;
  while (bucketCount(fitted) > limit) {
    if (fitted.schema <= LOWEST_SCHEMA) return null;
    fitted = reduceResolution(fitted, fitted.schema - 1);
  }
  return fitted;
}

function mergeBuckets(
  spans: readonly BucketSpan[],
  counts: Float64Array,
  shift: number,
): { readonly spans: readonly BucketSpan[]; readonly counts: Float64Array } {
  const merged: number[] = [];
  const mergedSpans: { offset: number; length: number }[] = [];
  let index = 0;
  let next = 0;
  let lastTarget = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++, next++) {
      const count = counts[next] as number;
      const target = ((index - 1) >> shift) + 1;
      const span = mergedSpans.at(-1);
      if (span !== undefined && target === lastTarget) {
        merged[merged.length - 1] = (merged[merged.length - 1] as number) + count;
        continue;
      }
      if (span !== undefined && target === lastTarget + 1) span.length++;
      else mergedSpans.push({ offset: span === undefined ? target : target - lastTarget - 1, length: 1 });
      merged.push(count);
      lastTarget = target;
    }
  }
  return { spans: mergedSpans, counts: Float64Array.from(merged) };
}
