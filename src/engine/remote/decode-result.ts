import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { InstantResult, InstantRow, RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import { histogramOf } from './decode-histogram.ts';
import { labelsOf, listOf, objectOf, sampleOf, textOf, timeOf, unreadable } from './decode-sample.ts';

type Decoded<T> = Omit<T, 'annotations' | 'stats'>;

/** The grid of a range query, in ms. */
export interface RangeGrid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** The answer of /query_range as columns over the grid that was asked for. Throws AppError `unavailable`. */
export function decodeRange(data: unknown, { startMs, endMs, stepMs }: RangeGrid): Decoded<RangeResult> {
  const { resultType, result } = objectOf(data, 'the result');
  if (resultType !== 'matrix') throw unreadable(`a matrix was asked for, and a ${textOf(resultType)} came`);
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  const series = listOf(result, 'the result').map((entry) => decodeSeries(entry, startMs, stepMs, count));
  return { startMs, endMs: startMs + (count - 1) * stepMs, stepMs, count, series };
}

function decodeSeries(series: unknown, startMs: number, stepMs: number, count: number): RangeSeries {
  const { metric, values, histograms } = objectOf(series, 'a series');
  const column = new Float64Array(count);
  const present = new Uint8Array(count);
  let seen = 0;
  const place = (time: unknown): number => {
    const step = Math.round((timeOf(time) - startMs) / stepMs);
    if (step < 0 || step >= count) return -1;
    seen += present[step] === 1 ? 0 : 1;
    present[step] = 1;
    return step;
  };
  for (const entry of listOf(values, 'a series’ values')) {
    const point = listOf(entry, 'a point');
    const step = place(point[0]);
    if (step >= 0) column[step] = sampleOf(point[1]);
  }
  let own: (FloatHistogram | null)[] | null = null;
  for (const entry of listOf(histograms, 'a series’ histograms')) {
    const point = listOf(entry, 'a point');
    const step = place(point[0]);
    if (step < 0) continue;
    own ??= new Array<FloatHistogram | null>(count).fill(null);
    own[step] = histogramOf(point[1]);
  }
  return {
    labels: labelsOf(metric),
    values: column,
    present: seen === count ? null : present,
    histograms: own,
  };
}

/** The answer of /query. Throws AppError `unavailable`. */
export function decodeInstant(data: unknown, atMs: number): Decoded<InstantResult> {
  const { resultType, result } = objectOf(data, 'the result');
  switch (resultType) {
    case 'string':
      return { kind: 'string', atMs, rows: [], text: textOf(listOf(result, 'the result')[1]) };
    case 'scalar': {
      const [time, value] = listOf(result, 'the result');
      return { kind: 'scalar', atMs, rows: [rowOf([], [time], [value])], text: '' };
    }
    case 'vector':
      return { kind: 'vector', atMs, rows: listOf(result, 'the result').map(decodeElement), text: '' };
    case 'matrix':
      return { kind: 'matrix', atMs, rows: listOf(result, 'the result').map(decodeWindow), text: '' };
    default:
      throw unreadable(`it has results of the type "${textOf(resultType)}"`);
  }
}

function rowOf(
  labels: InstantRow['labels'],
  times: readonly unknown[],
  values: readonly unknown[],
): InstantRow {
  return {
    labels,
    times: Float64Array.from(times, timeOf),
    values: Float64Array.from(values, sampleOf),
    histograms: null,
  };
}

function decodeElement(entry: unknown): InstantRow {
  const { metric, value, histogram } = objectOf(entry, 'an element');
  const labels = labelsOf(metric);
  if (histogram === undefined) {
    const [time, text] = listOf(value, 'an element’s value');
    return rowOf(labels, [time], [text]);
  }
  const [time, own] = listOf(histogram, 'an element’s histogram');
  return { ...rowOf(labels, [time], [0]), histograms: [histogramOf(own)] };
}

function decodeWindow(entry: unknown): InstantRow {
  const { metric, values, histograms } = objectOf(entry, 'a series');
  const floats = listOf(values, 'a series’ values').map((point) => {
    const [time, value] = listOf(point, 'a point');
    return { atMs: timeOf(time), value: sampleOf(value), histogram: null };
  });
  const others = listOf(histograms, 'a series’ histograms').map((point) => {
    const [time, value] = listOf(point, 'a point');
    return { atMs: timeOf(time), value: 0, histogram: histogramOf(value) };
  });
  const samples = others.length === 0 ? floats : [...floats, ...others].sort((a, b) => a.atMs - b.atMs);
  return {
    labels: labelsOf(metric),
    times: Float64Array.from(samples, ({ atMs }) => atMs),
    values: Float64Array.from(samples, ({ value }) => value),
    histograms: others.length === 0 ? null : samples.map(({ histogram }) => histogram),
  };
}
