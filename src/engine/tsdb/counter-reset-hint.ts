import type { BucketSpan, CounterResetHint, FloatHistogram } from '../../shared/domain/histogram.ts';

/**
 * The hint that a histogram has in storage (Prometheus native histograms, counter resets): gauges keep theirs, a counter
 * is compared with the sample before it in the same batch. `before` is null where there is none or where it is no
 * histogram. Histograms whose buckets can't be compared one by one are left to the query: unknown.
 */
export function storedHint(histogram: FloatHistogram, before: FloatHistogram | null): CounterResetHint {
  const { counterResetHint } = histogram;
  if (counterResetHint === 'gauge' || counterResetHint === 'reset') return counterResetHint;
  if (before === null || before.counterResetHint === 'gauge') return 'unknown';
  if (histogram.count < before.count) return 'reset';
  if (!hasSameLayout(histogram, before)) return 'unknown';
  const isReset =
    histogram.zeroCount < before.zeroCount ||
    isAnyLower(
      histogram.positiveSpans,
      histogram.positiveBuckets,
      before.positiveSpans,
      before.positiveBuckets,
    ) ||
    isAnyLower(
      histogram.negativeSpans,
      histogram.negativeBuckets,
      before.negativeSpans,
      before.negativeBuckets,
    );
  return isReset ? 'reset' : 'not_reset';
}

/** The histograms of a row, by slot, with the hints that they have in storage; `before` are those of the row before. */
export function withStoredHints(
  histograms: ReadonlyMap<number, FloatHistogram> | null,
  before: ReadonlyMap<number, FloatHistogram> | null,
): ReadonlyMap<number, FloatHistogram> | null {
  if (histograms === null) return null;
  const hinted = new Map<number, FloatHistogram>();
  for (const [slot, histogram] of histograms) {
    hinted.set(slot, { ...histogram, counterResetHint: storedHint(histogram, before?.get(slot) ?? null) });
  }
  return hinted;
}

function hasSameLayout(a: FloatHistogram, b: FloatHistogram): boolean {
  return (
    a.schema === b.schema &&
    a.zeroThreshold === b.zeroThreshold &&
    a.customValues.length === b.customValues.length &&
    a.customValues.every((bound, i) => bound === b.customValues[i])
  );
}

/** Whether a bucket of `before` has a lower count now; one that is not there counts as empty. */
function isAnyLower(
  spans: readonly BucketSpan[],
  counts: Float64Array,
  spansBefore: readonly BucketSpan[],
  countsBefore: Float64Array,
): boolean {
  const indices = bucketIndices(spans, counts.length);
  const indicesBefore = bucketIndices(spansBefore, countsBefore.length);
  let i = 0;
  for (let k = 0; k < indicesBefore.length; k++) {
    const index = indicesBefore[k] as number;
    while (i < indices.length && (indices[i] as number) < index) i++;
    const count = indices[i] === index ? (counts[i] as number) : 0;
    if (count < (countsBefore[k] as number)) return true;
  }
  return false;
}

function bucketIndices(spans: readonly BucketSpan[], count: number): Float64Array {
  const indices = new Float64Array(count);
  let next = 0;
  let index = 0;
  for (const span of spans) {
    index += span.offset;
    for (let i = 0; i < span.length && next < count; i++) indices[next++] = index++;
  }
  return indices;
}
