import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { SeriesColumns } from '../storage.ts';

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
