import { Buffer } from 'node:buffer';
import type { InstantResult, InstantRow, RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import { formatHistogram, formatLabels, formatTimestamp, formatValue } from './format-sample.ts';
import { PointText } from './point-text.ts';

/**
 * JSON text in pieces, so that a large result never stands in memory as a whole; bytes are UTF-8 and good until the next
 * piece is asked for.
 */
export type JsonPieces = Iterable<string | Uint8Array>;

/** The value of `data` for a range query, without statistics: one piece per series. */
export function* matrixOfRange(result: RangeResult, limit: number): Generator<string | Uint8Array> {
  yield '"resultType":"matrix","result":[';
  // All series share the grid, so its times are written once.
  const openings = Array.from({ length: result.count }, (_, i) =>
    Buffer.from(`[${formatTimestamp(result.startMs + i * result.stepMs)},`),
  );
  const floats = new PointText();
  let separator = '';
  for (const series of limited(result.series, limit)) {
    yield separator;
    yield* formatSeries(series, openings, floats);
    separator = ',';
  }
  yield ']';
}

function* formatSeries(
  { labels, values, present, histograms }: RangeSeries,
  openings: readonly Uint8Array[],
  floats: PointText,
): Generator<string | Uint8Array> {
  let others = '';
  // Counters at rest and gauges that hold their value write the same number again and again.
  let known = Number.NaN;
  let text = '';
  for (let i = 0; i < openings.length; i++) {
    if (present !== null && present[i] !== 1) continue;
    const opening = openings[i] as Uint8Array;
    const histogram = histograms?.[i] ?? null;
    if (histogram === null) {
      const value = values[i] as number;
      if (!Object.is(value, known) || text === '') {
        known = value;
        text = formatValue(value);
      }
      floats.add(opening, text);
    } else others += `,${Buffer.from(opening).toString('latin1')}${formatHistogram(histogram)}]`;
  }
  yield* formatPoints(`{"metric":${formatLabels(labels)}`, floats, others);
}

function* formatPoints(head: string, floats: PointText, histograms: string): Generator<string | Uint8Array> {
  yield head;
  if (!floats.isEmpty || histograms === '') {
    yield ',"values":[';
    yield floats.take();
    yield ']';
  }
  yield histograms === '' ? '}' : `,"histograms":[${histograms.slice(1)}]}`;
}

/** The value of `data` for an instant query, without statistics: one piece per row. */
export function* resultOfInstant(result: InstantResult, limit: number): Generator<string | Uint8Array> {
  const at = formatTimestamp(result.atMs);
  switch (result.kind) {
    case 'string':
      yield `"resultType":"string","result":[${at},${JSON.stringify(result.text)}]`;
      return;
    case 'scalar':
      yield `"resultType":"scalar","result":[${at},"${formatValue(result.rows[0]?.values[0] ?? Number.NaN)}"]`;
      return;
    case 'vector':
    case 'matrix': {
      yield `"resultType":"${result.kind}","result":[`;
      const floats = new PointText();
      const isVector = result.kind === 'vector';
      let separator = '';
      for (const row of limited(result.rows, limit)) {
        yield separator;
        if (isVector) yield formatVectorRow(row, at);
        else yield* formatMatrixRow(row, floats);
        separator = ',';
      }
      yield ']';
    }
  }
}

function formatVectorRow({ labels, values, histograms }: InstantRow, at: string): string {
  const histogram = histograms?.[0] ?? null;
  const sample =
    histogram === null
      ? `"value":[${at},"${formatValue(values[0] as number)}"]`
      : `"histogram":[${at},${formatHistogram(histogram)}]`;
  return `{"metric":${formatLabels(labels)},${sample}}`;
}

function* formatMatrixRow(
  { labels, times, values, histograms }: InstantRow,
  floats: PointText,
): Generator<string | Uint8Array> {
  let others = '';
  for (let i = 0; i < times.length; i++) {
    const opening = `[${formatTimestamp(times[i] as number)},`;
    const histogram = histograms?.[i] ?? null;
    if (histogram === null) floats.add(Buffer.from(opening), formatValue(values[i] as number));
    else others += `,${opening}${formatHistogram(histogram)}]`;
  }
  yield* formatPoints(`{"metric":${formatLabels(labels)}`, floats, others);
}

function limited<T>(list: readonly T[], limit: number): readonly T[] {
  return limit > 0 && list.length > limit ? list.slice(0, limit) : list;
}
