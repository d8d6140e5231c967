import { labelsKey } from '../../../src/engine/model/labels.ts';
import { formatLabels } from '../../../src/engine/promql/format-labels.ts';
import { sameBounds } from '../../../src/engine/promql/histogram/align.ts';
import { formatHistogram } from '../../../src/engine/promql/histogram/format-histogram.ts';
import {
  compact,
  fromFloatHistogram,
  type SparseBuckets,
  type SparseHistogram,
} from '../../../src/engine/promql/histogram/sparse-histogram.ts';
import type { Point, SeriesLine } from '../../../src/engine/rules-testing/series-notation.ts';
import type { FloatHistogram } from '../../../src/shared/domain/histogram.ts';
import type { LabelSet } from '../../../src/shared/domain/series.ts';

const TOLERANCE = 1e-6;

/** A sample that a query gave. */
export interface ActualSample {
  readonly timeMs: number;
  readonly value: number;
  readonly histogram: FloatHistogram | null;
}

export interface ActualRow {
  readonly labels: LabelSet;
  readonly samples: readonly ActualSample[];
}

/** Whether two floats count as equal in a script. */
export function equalFloats(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (a === b) return true;
  const magnitude = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  const smallest = 2 ** -1022;
  if (a === 0 || b === 0 || magnitude < smallest) return difference < TOLERANCE * smallest;
  return difference / Math.min(magnitude, Number.MAX_VALUE) < TOLERANCE;
}

function equalHistograms(expected: SparseHistogram, actual: SparseHistogram, hintStated: boolean): boolean {
  const a = compact(expected);
  const b = compact(actual);
  return (
    a.schema === b.schema &&
    equalFloats(a.count, b.count) &&
    equalFloats(a.sum, b.sum) &&
    sameBounds(a.customValues, b.customValues) &&
    a.zeroThreshold === b.zeroThreshold &&
    equalFloats(a.zeroCount, b.zeroCount) &&
    equalBuckets(a.positive, b.positive) &&
    equalBuckets(a.negative, b.negative) &&
    (!hintStated || a.hint === b.hint)
  );
}

function equalBuckets(a: SparseBuckets, b: SparseBuckets): boolean {
  return (
    a.indices.length === b.indices.length &&
    a.indices.every((index, i) => index === b.indices[i]) &&
    a.counts.every((count, i) => equalFloats(count, b.counts[i] as number))
  );
}

function equalPoint(point: Point, sample: ActualSample): boolean {
  switch (point.kind) {
    case 'float':
      return sample.histogram === null && equalFloats(point.value, sample.value);
    case 'histogram':
      return (
        sample.histogram !== null &&
        equalHistograms(point.value, fromFloatHistogram(sample.histogram), point.hintStated)
      );
    default:
      return false;
  }
}

function formatSample(histogram: SparseHistogram | null, value: number): string {
  if (histogram === null) return String(value);
  const { schema, hint, customValues } = histogram;
  const bounds = customValues.length === 0 ? '' : ` bounds:${customValues.join(' ')}`;
  return `${formatHistogram(histogram)}(schema:${schema} hint:${hint}${bounds})`;
}

function formatPoint(point: Point): string {
  switch (point.kind) {
    case 'float':
      return formatSample(null, point.value);
    case 'histogram':
      return formatSample(point.value, 0);
    case 'stale':
      return 'stale';
    case 'omitted':
      return '_';
  }
}

function formatActual({ histogram, value }: ActualSample): string {
  return formatSample(histogram === null ? null : fromFloatHistogram(histogram), value);
}

function formatActualRow({ labels, samples }: ActualRow): string {
  return `${formatLabels(labels)} ${samples.map((sample) => `${formatActual(sample)}@${sample.timeMs / 1000}`).join(' ')}`;
}

/** Compares rows by their labels; `timeOf` gives the time of the i-th point. Returns what differs, or null. */
export function compareRows(
  expected: readonly SeriesLine[],
  actual: readonly ActualRow[],
  timeOf: (index: number) => number,
): string | null {
  const problems: string[] = [];
  const unmatched = new Map(expected.map((row) => [labelsKey(row.labels), row]));
  for (const row of actual) {
    const key = labelsKey(row.labels);
    const wanted = unmatched.get(key);
    if (wanted === undefined) {
      problems.push(`unexpected ${formatActualRow(row)}`);
      continue;
    }
    unmatched.delete(key);
    const points = wanted.points
      .map((point, i) => ({ point, timeMs: timeOf(i) }))
      .filter(({ point }) => point.kind !== 'omitted');
    const same =
      points.length === row.samples.length &&
      points.every(({ point, timeMs }, i) => {
        const sample = row.samples[i] as ActualSample;
        return sample.timeMs === timeMs && equalPoint(point, sample);
      });
    if (!same) {
      const wantedText = points
        .map(({ point, timeMs }) => `${formatPoint(point)}@${timeMs / 1000}`)
        .join(' ');
      problems.push(
        `expected ${formatLabels(wanted.labels)} ${wantedText}\n     got ${formatActualRow(row)}`,
      );
    }
  }
  for (const { labels, points } of unmatched.values()) {
    problems.push(`missing ${formatLabels(labels)} ${points.map(formatPoint).join(' ')}`);
  }
  return problems.length === 0 ? null : problems.join('\n');
}
