import { formatDurationMs } from '../../shared/domain/duration.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { compareLabels, labelsKey } from '../model/labels.ts';
import { formatLabels } from '../promql/format-labels.ts';
import { fromFloatHistogram } from '../promql/histogram/sparse-histogram.ts';
import type { RuleQuery } from '../rules/rule-query.ts';
import { formatGoFloat } from '../rules/templates/go-float.ts';
import { formatHistogramLiteral } from './histogram-text.ts';
import { parseSeriesLabels, parseSeriesLine } from './series-notation.ts';
import type { ExpectedSample, ExprAssertion } from './unit-test-file.ts';

/** A sample ready to compare; `histogram` is its text, empty for a float. */
interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
  readonly histogram: string;
}

const NEVER = new AbortController().signal;

/** What differs between the samples that an assertion expects and those that its expression gives, in promtool's form. */
export async function checkExpr(
  { expr, evalTimeMs, samples }: ExprAssertion,
  startMs: number,
  query: RuleQuery,
  fuzzy: boolean,
): Promise<string | null> {
  const head = `    expr: ${JSON.stringify(expr)}, time: ${formatDurationMs(evalTimeMs)},`;
  try {
    const got = (await query(expr, startMs + evalTimeMs, NEVER)).map(
      ({ labels, value, histogram }): Sample => ({
        labels,
        value,
        histogram: histogram === null ? '' : formatHistogramLiteral(fromFloatHistogram(histogram)),
      }),
    );
    const expected = samples.map(readExpected);
    got.sort(bySeries);
    expected.sort(bySeries);
    const same =
      got.length === expected.length &&
      expected.every((sample, i) => isSame(sample, got[i] as Sample, fuzzy));
    return same ? null : `${head}\n        exp: ${describe(expected)}\n        got: ${describe(got)}`;
  } catch (error) {
    return `${head} err: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function bySeries(a: Sample, b: Sample): number {
  return compareLabels(a.labels, b.labels);
}

function readExpected({ labels, value, histogram }: ExpectedSample): Sample {
  try {
    const { labels: parsed, end } =
      labels.trim() === '' ? { labels: [], end: labels.length } : parseSeriesLabels(labels.trim());
    if (labels.trim().length > end) throw new Error(`unexpected "${labels.trim().slice(end)}"`);
    if (histogram === '') return { labels: parsed, value, histogram };
    const { points } = parseSeriesLine(`{} ${histogram}`);
    const [point] = points;
    if (point === undefined || points.length > 1) throw new Error(`expected 1 value, got ${points.length}`);
    if (point.kind !== 'histogram') throw new Error(`expected a histogram, got ${histogram}`);
    return { labels: parsed, value: 0, histogram: formatHistogramLiteral(point.value) };
  } catch (error) {
    throw new Error(`labels ${JSON.stringify(labels)}: ${(error as Error).message}`);
  }
}

/** As in promtool, NaN equals nothing, itself included. */
function isSame(expected: Sample, got: Sample, fuzzy: boolean): boolean {
  if (labelsKey(expected.labels) !== labelsKey(got.labels) || expected.histogram !== got.histogram) {
    return false;
  }
  if (expected.histogram !== '' || expected.value === got.value) return true;
  return fuzzy && areNeighbours(expected.value, got.value);
}

const floatView = new Float64Array(1);
const bitsView = new BigInt64Array(floatView.buffer);

/** The place of a float among all floats. */
function ordinal(value: number): bigint {
  floatView[0] = value;
  const bits = bitsView[0] as bigint;
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

function areNeighbours(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  const distance = ordinal(a) - ordinal(b);
  return distance >= -1n && distance <= 1n;
}

function describe(samples: readonly Sample[]): string {
  if (samples.length === 0) return 'nil';
  return samples
    .map(({ labels, value, histogram }) => `${formatLabels(labels)} ${histogram || formatValue(value)}`)
    .join(', ');
}

function formatValue(value: number): string {
  const text = formatGoFloat(value, 'e', -1);
  return Number.isFinite(value) ? text.toUpperCase().replace(/E([+-])(\d)$/, 'E$10$2') : text;
}
