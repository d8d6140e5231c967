import type { BucketSpan, FloatHistogram } from '../../shared/domain/histogram.ts';
import { listOf, objectOf, sampleOf, unreadable } from './decode-sample.ts';

const CUSTOM_SCHEMA = -53;
const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** How far a bound may lie off its place, as a part of a bucket: bounds are written with all their digits. */
const TOLERANCE = 1e-6;
const NO_BUCKETS = new Float64Array(0);

interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/**
 * A native histogram as the API writes it: count, sum and the buckets that are not empty, with their bounds. The API
 * names no schema, so it is found from the bounds: powers of 2^(2^-n) are exponential buckets, all others custom ones.
 */
export function histogramOf(value: unknown): FloatHistogram {
  const fields = objectOf(value, 'a histogram');
  const buckets = listOf(fields.buckets, 'a histogram’s buckets').map((entry): Bucket => {
    const [, lower, upper, count] = listOf(entry, 'a bucket');
    return { lower: sampleOf(lower), upper: sampleOf(upper), count: sampleOf(count) };
  });
  const whole = {
    count: sampleOf(fields.count),
    sum: sampleOf(fields.sum),
    counterResetHint: 'unknown' as const,
  };
  return exponential(buckets, whole) ?? custom(buckets, whole);
}

type Whole = Pick<FloatHistogram, 'count' | 'sum' | 'counterResetHint'>;

function isZeroBucket({ lower, upper }: Bucket): boolean {
  return lower <= 0 && upper >= 0 && lower === -upper;
}

/** Indexes by their distance from one another, as spans. */
function spansOf(indexes: readonly number[]): BucketSpan[] {
  const spans: { offset: number; length: number }[] = [];
  let next = 0;
  for (const index of indexes) {
    const last = spans.at(-1);
    if (last !== undefined && index === next) last.length++;
    else spans.push({ offset: last === undefined ? index : index - next, length: 1 });
    next = index + 1;
  }
  return spans;
}

/** The schema whose bounds these are; null where there is none. */
function schemaOf(bounds: readonly { readonly near: number; readonly far: number }[]): number | null {
  const finite = bounds.find(({ far }) => Number.isFinite(far));
  if (finite === undefined) return bounds.length === 0 ? 0 : null;
  const schema = Math.round(0 - Math.log2(Math.log2(finite.far / finite.near)));
  return schema >= MIN_SCHEMA && schema <= MAX_SCHEMA ? schema : null;
}

/** The index of an exponential bucket, which is that of its far bound; null where the bounds are not of this schema. */
function indexOf({ near, far }: { near: number; far: number }, schema: number): number | null {
  const perPower = 2 ** schema;
  const nearIndex = Math.log2(near) * perPower;
  const index = Math.round(nearIndex) + 1;
  const farIndex = Number.isFinite(far) ? Math.log2(far) * perPower : index;
  const isOff =
    Math.abs(nearIndex - (index - 1)) > TOLERANCE * perPower ||
    Math.abs(farIndex - index) > TOLERANCE * perPower;
  return isOff ? null : index;
}

function exponential(buckets: readonly Bucket[], whole: Whole): FloatHistogram | null {
  const zero = buckets.find(isZeroBucket);
  const positive = buckets
    .filter((bucket) => bucket !== zero && bucket.lower >= 0)
    .map(({ lower, upper, count }) => ({ near: lower, far: upper, count }));
  const negative = buckets
    .filter((bucket) => bucket !== zero && bucket.upper <= 0)
    .map(({ lower, upper, count }) => ({ near: -upper, far: -lower, count }))
    .reverse();
  const sided = [...positive, ...negative];
  if (sided.length + (zero === undefined ? 0 : 1) !== buckets.length) return null;
  if (sided.some(({ near }) => !(near > 0))) return null;
  const schema = schemaOf(sided);
  if (schema === null) return null;
  const positiveIndexes = positive.map((bucket) => indexOf(bucket, schema));
  const negativeIndexes = negative.map((bucket) => indexOf(bucket, schema));
  if (![...positiveIndexes, ...negativeIndexes].every((index) => index !== null)) return null;
  return {
    ...whole,
    schema,
    zeroThreshold: zero?.upper ?? 0,
    zeroCount: zero?.count ?? 0,
    positiveSpans: spansOf(positiveIndexes as number[]),
    positiveBuckets: Float64Array.from(positive, ({ count }) => count),
    negativeSpans: spansOf(negativeIndexes as number[]),
    negativeBuckets: Float64Array.from(negative, ({ count }) => count),
    customValues: NO_BUCKETS,
  };
}

/** Buckets with bounds of their own. Empty ones are not written, so that between two that are not neighbours there is one. */
function custom(buckets: readonly Bucket[], whole: Whole): FloatHistogram {
  const bounds = new Set<number>();
  for (const { lower, upper } of buckets) {
    if (Number.isFinite(lower)) bounds.add(lower);
    if (Number.isFinite(upper)) bounds.add(upper);
  }
  const customValues = Float64Array.from(bounds).sort();
  const indexes = buckets.map(({ upper }) => {
    const index = Number.isFinite(upper) ? customValues.indexOf(upper) : customValues.length;
    if (index < 0) throw unreadable('a bucket has no bound');
    return index;
  });
  return {
    ...whole,
    schema: CUSTOM_SCHEMA,
    zeroThreshold: 0,
    zeroCount: 0,
    positiveSpans: spansOf(indexes),
    positiveBuckets: Float64Array.from(buckets, ({ count }) => count),
    negativeSpans: [],
    negativeBuckets: NO_BUCKETS,
    customValues,
  };
}
