import type { InstantResult, RangeResult } from '../../shared/domain/query.ts';
import { formatLabelSet } from './series-names.ts';

function csvField(text: string): string {
  // A leading sign or @ would be run as a formula by spreadsheets.
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isPresent(present: Uint8Array | null, index: number): boolean {
  return present === null || present[index] === 1;
}

/** A range result as CSV: a row a step, a column a series; absent values are empty. Times are ISO 8601 in UTC. */
export function rangeToCsv(result: RangeResult): string {
  const lines = [['time', ...result.series.map(({ labels }) => csvField(formatLabelSet(labels)))].join(',')];
  for (let i = 0; i < result.count; i++) {
    const cells = result.series.map(({ values, present }) =>
      isPresent(present, i) ? String(values[i]) : '',
    );
    lines.push([new Date(result.startMs + i * result.stepMs).toISOString(), ...cells].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A range result as JSON in the shape of Prometheus' `query_range` data: seconds and values as text. */
export function rangeToJson(result: RangeResult): string {
  return JSON.stringify(
    {
      resultType: 'matrix',
      result: result.series.map(({ labels, values, present }) => ({
        metric: Object.fromEntries(labels),
        values: Array.from(values, (value, i) => [
          (result.startMs + i * result.stepMs) / 1_000,
          String(value),
        ]).filter((_, i) => isPresent(present, i)),
      })),
    },
    null,
    2,
  );
}

/** An instant result as CSV: a row a sample. */
export function instantToCsv(result: InstantResult): string {
  const lines = ['series,time,value'];
  for (const { labels, times, values } of result.rows) {
    times.forEach((ms, i) => {
      lines.push([csvField(formatLabelSet(labels)), new Date(ms).toISOString(), String(values[i])].join(','));
    });
  }
  return `${lines.join('\n')}\n`;
}

/** An instant result as JSON in the shape of Prometheus' `query` data. */
export function instantToJson(result: InstantResult): string {
  const samples = result.rows.map(({ labels, times, values }) => ({
    metric: Object.fromEntries(labels),
    values: Array.from(values, (value, i) => [(times[i] ?? 0) / 1_000, String(value)]),
  }));
  return JSON.stringify(
    {
      resultType: result.kind,
      result:
        result.kind === 'matrix'
          ? samples
          : samples.map(({ metric, values }) => ({ metric, value: values[0] })),
    },
    null,
    2,
  );
}
