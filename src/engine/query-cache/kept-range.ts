import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { compareLabels, labelsKey } from '../model/labels.ts';

const SERIES_BYTES = 300;
const HISTOGRAM_BYTES = 400;

/** The result of a range query that is kept; its arrays are its own. */
export interface KeptRange {
  readonly result: RangeResult;
  /** The store's position when it was true. */
  readonly position: number;
  readonly bytes: number;
}

/** Copies a result to be kept: the buffers of an answer may be moved to another thread. */
export function keepRange(result: RangeResult, position: number): KeptRange {
  const values = new Float64Array(result.series.length * result.count);
  let bytes = values.byteLength + result.series.length * SERIES_BYTES;
  const series = result.series.map((one, i): RangeSeries => {
    const own = values.subarray(i * result.count, (i + 1) * result.count);
    own.set(one.values);
    if (one.present !== null) bytes += one.present.byteLength;
    if (one.histograms !== null) bytes += one.histograms.length * HISTOGRAM_BYTES;
    return { ...one, values: own, present: one.present?.slice() ?? null };
  });
  return { result: { ...result, series }, position, bytes };
}

interface Part {
  readonly series: RangeSeries;
  readonly from: number;
  readonly count: number;
}

type SeriesPair = readonly [before: RangeSeries | null, after: RangeSeries | null];

/** The series of two results by their labels; null where one has none. */
function pairSeries(before: readonly RangeSeries[], after: readonly RangeSeries[]): SeriesPair[] {
  // A live panel's series are nearly always those of last time, and results are ordered by labels.
  const isSame = (one: RangeSeries, i: number): boolean =>
    compareLabels(one.labels, (after[i] as RangeSeries).labels) === 0;
  if (before.length === after.length && before.every(isSame)) {
    return before.map((one, i) => [one, after[i] as RangeSeries]);
  }
  const afterByKey = new Map(after.map((one) => [labelsKey(one.labels), one]));
  const pairs = before.map((one): SeriesPair => {
    const key = labelsKey(one.labels);
    const other = afterByKey.get(key) ?? null;
    afterByKey.delete(key);
    return [one, other];
  });
  if (afterByKey.size === 0) return pairs;
  const labelsOf = ([one, other]: SeriesPair): LabelSet => (one ?? other)?.labels ?? [];
  return [...pairs, ...[...afterByKey.values()].map((one): SeriesPair => [null, one])].sort((a, b) =>
    compareLabels(labelsOf(a), labelsOf(b)),
  );
}

/** The steps `from` .. `from + count` of what was kept, followed by those of `tail`; null for none. */
export function joinRanges(
  kept: KeptRange,
  from: number,
  count: number,
  tail: RangeResult | null,
): RangeResult {
  const total = count + (tail?.count ?? 0);
  const pairs =
    tail === null
      ? kept.result.series.map((one): SeriesPair => [one, null])
      : pairSeries(kept.result.series, tail.series);
  const block = new Float64Array(pairs.length * total);
  const joined: RangeSeries[] = [];
  for (const [before, after] of pairs) {
    const values = block.subarray(joined.length * total, (joined.length + 1) * total);
    const head = before === null ? null : { series: before, from, count };
    const end = after === null ? null : { series: after, from: 0, count: after.values.length };
    const series = joinSeries(head, end, count, values);
    if (series !== null) joined.push(series);
  }
  const { stepMs, startMs } = kept.result;
  const firstMs = startMs + from * stepMs;
  return {
    startMs: firstMs,
    endMs: firstMs + (total - 1) * stepMs,
    stepMs,
    count: total,
    series: joined,
    annotations: kept.result.annotations,
    stats: { ...(tail?.stats ?? NOTHING_READ), seriesCount: joined.length },
  };
}

const NOTHING_READ = { seriesCount: 0, samplesRead: 0, evaluationMs: 0 };

/** A series of up to two parts, the second one at `boundary`; null where no step has a sample. */
function joinSeries(
  head: Part | null,
  end: Part | null,
  boundary: number,
  values: Float64Array,
): RangeSeries | null {
  const present = new Uint8Array(values.length);
  let histograms: (FloatHistogram | null)[] | null = null;
  for (const [part, at] of [
    [head, 0],
    [end, boundary],
  ] as const) {
    if (part === null) continue;
    const { series, from, count } = part;
    values.set(series.values.subarray(from, from + count), at);
    if (series.present === null) present.fill(1, at, at + count);
    else present.set(series.present.subarray(from, from + count), at);
    if (series.histograms === null) continue;
    histograms ??= new Array(values.length).fill(null);
    for (let i = 0; i < count; i++) histograms[at + i] = series.histograms[from + i] ?? null;
  }
  const labels = (head ?? end)?.series.labels;
  if (labels === undefined || !present.includes(1)) return null;
  return { labels, values, present: present.includes(0) ? present : null, histograms };
}
