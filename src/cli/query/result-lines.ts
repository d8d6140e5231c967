import { formatHistogram, formatTimestamp, formatValue } from '../../engine/http-api/format-sample.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { InstantResult, RangeResult } from '../../shared/domain/query.ts';
import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';

const LEGACY_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** A label set as PromQL writes a series, `{}` for none. */
function formatSeries(labels: LabelSet): string {
  const name = labelValue(labels, METRIC_NAME_LABEL);
  const isPlain = LEGACY_METRIC_NAME.test(name);
  const pairs = labels
    .filter(([label]) => label !== METRIC_NAME_LABEL)
    .map(([label, value]) => {
      return `${LEGACY_NAME.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(value)}`;
    });
  if (name !== '' && !isPlain) pairs.unshift(JSON.stringify(name));
  if (isPlain && pairs.length === 0) return name;
  return `${isPlain ? name : ''}{${pairs.join(', ')}}`;
}

function formatPoint(value: number, histogram: FloatHistogram | null, atMs: number): string {
  return `${histogram === null ? formatValue(value) : formatHistogram(histogram)} @[${formatTimestamp(atMs)}]`;
}

/** An instant result as promtool prints one: a line per sample, or per series and its samples. */
export function* instantLines({ kind, atMs, rows, text }: InstantResult): Generator<string> {
  if (kind === 'string') {
    yield text;
    return;
  }
  for (const { labels, times, values, histograms } of rows) {
    const point = (i: number): string =>
      formatPoint(values[i] as number, histograms?.[i] ?? null, times[i] as number);
    if (kind === 'scalar') yield `scalar: ${formatPoint(values[0] as number, null, atMs)}`;
    else if (kind === 'vector') yield `${formatSeries(labels)} => ${point(0)}`;
    else yield [`${formatSeries(labels)} =>`, ...Array.from(times.keys(), point)].join('\n');
  }
}

/** A range result as promtool prints one. */
export function* rangeLines({ series, startMs, stepMs, count }: RangeResult): Generator<string> {
  for (const { labels, values, present, histograms } of series) {
    yield `${formatSeries(labels)} =>`;
    for (let i = 0; i < count; i++) {
      if (present !== null && present[i] !== 1) continue;
      yield formatPoint(values[i] as number, histograms?.[i] ?? null, startMs + i * stepMs);
    }
  }
}
