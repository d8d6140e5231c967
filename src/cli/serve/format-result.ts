import type { InstantResult, InstantRow, RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import { formatHistogram, formatLabels, formatTimestamp, formatValue } from './format-sample.ts';

/** JSON text in pieces, so that a large result never stands in memory as a whole. */
export type JsonPieces = Iterable<string>;

/** The value of `data` for a range query, without statistics: one piece per series. */
export function* matrixOfRange(result: RangeResult, limit: number): Generator<string> {
  yield '"resultType":"matrix","result":[';
  // All series share the grid, so its times are written once.
  const openings = Array.from(
    { length: result.count },
    (_, i) => `[${formatTimestamp(result.startMs + i * result.stepMs)},`,
  );
  let separator = '';
  for (const series of limited(result.series, limit)) {
    yield separator + formatSeries(series, openings);
    separator = ',';
  }
  yield ']';
}

function formatSeries({ labels, values, present, histograms }: RangeSeries, openings: string[]): string {
  let floats = '';
  let others = '';
  for (let i = 0; i < openings.length; i++) {
    if (present !== null && present[i] !== 1) continue;
    const histogram = histograms?.[i] ?? null;
    if (histogram === null) floats += `,${openings[i]}"${formatValue(values[i] as number)}"]`;
    else others += `,${openings[i]}${formatHistogram(histogram)}]`;
  }
  return formatPoints(`{"metric":${formatLabels(labels)}`, floats, others);
}

function formatPoints(head: string, floats: string, histograms: string): string {
  let text = head;
  if (floats !== '' || histograms === '') text += `,"values":[${floats.slice(1)}]`;
  if (histograms !== '') text += `,"histograms":[${histograms.slice(1)}]`;
  return `${text}}`;
}

/** The value of `data` for an instant query, without statistics: one piece per row. */
export function* resultOfInstant(result: InstantResult, limit: number): Generator<string> {
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
      const format = result.kind === 'vector' ? formatVectorRow : formatMatrixRow;
      let separator = '';
      for (const row of limited(result.rows, limit)) {
        yield separator + format(row, at);
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

function formatMatrixRow({ labels, times, values, histograms }: InstantRow): string {
  let floats = '';
  let others = '';
  for (let i = 0; i < times.length; i++) {
    const at = formatTimestamp(times[i] as number);
    const histogram = histograms?.[i] ?? null;
    if (histogram === null) floats += `,[${at},"${formatValue(values[i] as number)}"]`;
    else others += `,[${at},${formatHistogram(histogram)}]`;
  }
  return formatPoints(`{"metric":${formatLabels(labels)}`, floats, others);
}

function limited<T>(list: readonly T[], limit: number): readonly T[] {
  return limit > 0 && list.length > limit ? list.slice(0, limit) : list;
}
