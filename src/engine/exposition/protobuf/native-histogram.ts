import type { BucketSpan, FloatHistogram } from '../../../shared/domain/histogram.ts';
import type { Histogram } from './metric-family.ts';

const LOWEST_SCHEMA = -4;
const HIGHEST_SCHEMA = 8;
const NO_BOUNDS = new Float64Array(0);

interface Buckets {
  readonly spans: readonly BucketSpan[];
  readonly counts: Float64Array;
}

/**
 * Whether the message is a native histogram; one without observations and with a zero threshold of 0 needs an empty
 * span to say so (Prometheus native histograms, exposition).
 */
export function isNative(histogram: Histogram): boolean {
  return (
    histogram.positiveSpans.length > 0 ||
    histogram.negativeSpans.length > 0 ||
    histogram.zeroThreshold > 0 ||
    histogram.zeroCount > 0
  );
}

/** The histogram with absolute counts and without empty buckets, or what is wrong with it. */
export function toFloatHistogram(histogram: Histogram, isGauge: boolean): FloatHistogram | string {
  const { schema } = histogram;
  if (schema < LOWEST_SCHEMA || schema > HIGHEST_SCHEMA)
    return `${schema} is not a schema of exposed histograms`;
  const isFloat = histogram.countFloat > 0 || histogram.zeroCountFloat > 0;
  const positive = toBuckets(
    histogram.positiveSpans,
    isFloat ? histogram.positiveCounts : toAbsolute(histogram.positiveDeltas),
  );
  if (typeof positive === 'string') return positive;
  const negative = toBuckets(
    histogram.negativeSpans,
    isFloat ? histogram.negativeCounts : toAbsolute(histogram.negativeDeltas),
  );
  if (typeof negative === 'string') return negative;
  const zeroCount = isFloat ? histogram.zeroCountFloat : histogram.zeroCount;
  const count = isFloat ? histogram.countFloat : histogram.count;
  if (!(zeroCount >= 0) || !(count >= 0)) return 'a count is negative';
  if (!isFloat) {
    const observed = zeroCount + total(positive.counts) + total(negative.counts);
    // Observations that are not a number are in the count alone.
    const isWrong = Number.isNaN(histogram.sum) ? observed > count : observed !== count;
    if (isWrong) return `the buckets have ${observed} observations, and the count says ${count}`;
  }
  return {
    schema,
    counterResetHint: isGauge ? 'gauge' : 'unknown',
    zeroThreshold: histogram.zeroThreshold,
    zeroCount,
    count,
    sum: histogram.sum,
    positiveSpans: positive.spans,
    positiveBuckets: positive.counts,
    negativeSpans: negative.spans,
    negativeBuckets: negative.counts,
    customValues: NO_BOUNDS,
  };
}

function toAbsolute(deltas: readonly number[]): number[] {
  let count = 0;
  return deltas.map((delta) => {
    count += delta;
    return count;
  });
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Spans and counts without empty buckets and empty spans, or what is wrong with them. */
function toBuckets(spans: readonly BucketSpan[], counts: readonly number[]): Buckets | string {
  const wanted = spans.reduce((sum, { length }) => sum + length, 0);
  if (wanted !== counts.length) return `its spans need ${wanted} buckets, and it has ${counts.length}`;
  const kept: { offset: number; length: number }[] = [];
  const keptCounts: number[] = [];
  let at = 0;
  let index = 0;
  let behindLast = 0;
  for (const [i, { offset, length }] of spans.entries()) {
    if (i > 0 && offset < 0) return 'a span begins before the end of the one before';
    index += offset;
    for (let k = 0; k < length; k++, index++) {
      const count = counts[at++] as number;
      if (!(count >= 0)) return 'a bucket has a negative count';
      if (count === 0) continue;
      const last = kept.at(-1);
      if (last !== undefined && index === behindLast) last.length++;
      else kept.push({ offset: index - behindLast, length: 1 });
      behindLast = index + 1;
      keptCounts.push(count);
    }
  }
  return { spans: kept, counts: Float64Array.from(keptCounts) };
}
