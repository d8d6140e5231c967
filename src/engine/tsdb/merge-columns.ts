import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { SeriesColumns } from '../storage.ts';

/** Times of two parts, joined, by the times of both: series whose parts have the same times share the joined ones too. */
export type JoinedTimes = Map<Float64Array, Map<Float64Array, Float64Array>>;

/** Joins the parts of one series, of which there is at least one; where two overlap, entries of the one given first stay. */
export function joinParts(parts: readonly SeriesColumns[], joined: JoinedTimes): SeriesColumns {
  const startOf = ({ times }: SeriesColumns): number => times[0] ?? Number.POSITIVE_INFINITY;
  const inOrder = parts.toSorted((a, b) => startOf(a) - startOf(b));
  const isApart = inOrder.every((part, i) => {
    const endMs = inOrder[i - 1]?.times.at(-1) ?? Number.NEGATIVE_INFINITY;
    return endMs < startOf(part);
  });
  return (isApart ? inOrder : parts).reduce((before, part) => joinColumns(before, part, joined));
}

/**
 * Joins two parts of one series. Parts that follow each other, as those of a source that took another's place, are put
 * together as they are; `joined` remembers their times.
 */
function joinColumns(a: SeriesColumns, b: SeriesColumns, joined: JoinedTimes): SeriesColumns {
  const firstA = a.times[0] ?? Number.POSITIVE_INFINITY;
  const [before, after] = firstA <= (b.times[0] ?? Number.POSITIVE_INFINITY) ? [a, b] : [b, a];
  const endMs = before.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const follows = endMs < (after.times[0] ?? Number.POSITIVE_INFINITY);
  if (!follows || before.histograms !== null || after.histograms !== null) return mergeColumns(a, b);
  const values = new Float64Array(before.values.length + after.values.length);
  values.set(before.values);
  values.set(after.values, before.values.length);
  let stale: Uint8Array | null = null;
  if (before.stale !== null || after.stale !== null) {
    stale = new Uint8Array(values.length);
    if (before.stale !== null) stale.set(before.stale);
    if (after.stale !== null) stale.set(after.stale, before.values.length);
  }
  return {
    labels: a.labels,
    times: joinTimes(before.times, after.times, joined),
    values,
    stale,
    histograms: null,
  };
}

function joinTimes(before: Float64Array, after: Float64Array, joined: JoinedTimes): Float64Array {
  let byAfter = joined.get(before);
  if (byAfter === undefined) {
    byAfter = new Map();
    joined.set(before, byAfter);
  }
  let times = byAfter.get(after);
  if (times === undefined) {
    times = new Float64Array(before.length + after.length);
    times.set(before);
    times.set(after, before.length);
    byAfter.set(after, times);
  }
  return times;
}

/**
 * Joins two parts of one series in the order of their times; of two entries at one time that of `a` stays. Where the
 * parts meet, nothing is known of a counter reset.
 */
export function mergeColumns(a: SeriesColumns, b: SeriesColumns): SeriesColumns {
  const capacity = a.times.length + b.times.length;
  const times = new Float64Array(capacity);
  const values = new Float64Array(capacity);
  const stale = new Uint8Array(capacity);
  const histograms: (FloatHistogram | null)[] = [];
  let count = 0;
  let ai = 0;
  let bi = 0;
  let last: SeriesColumns | null = null;
  while (ai < a.times.length || bi < b.times.length) {
    const aMs = a.times[ai] ?? Number.POSITIVE_INFINITY;
    const bMs = b.times[bi] ?? Number.POSITIVE_INFINITY;
    const [from, index] = aMs <= bMs ? [a, ai++] : [b, bi++];
    const atMs = from.times[index] as number;
    if (count > 0 && atMs <= (times[count - 1] as number)) continue;
    times[count] = atMs;
    values[count] = from.values[index] as number;
    stale[count] = from.stale?.[index] ?? 0;
    const histogram = from.histograms?.[index] ?? null;
    histograms.push(last === from ? histogram : withoutHint(histogram));
    last = from;
    count++;
  }
  return {
    labels: a.labels,
    times: times.subarray(0, count),
    values: values.subarray(0, count),
    stale: a.stale === null && b.stale === null ? null : stale.subarray(0, count),
    histograms: a.histograms === null && b.histograms === null ? null : histograms,
  };
}

function withoutHint(histogram: FloatHistogram | null): FloatHistogram | null {
  if (histogram === null || histogram.counterResetHint === 'gauge') return histogram;
  return { ...histogram, counterResetHint: 'unknown' };
}
