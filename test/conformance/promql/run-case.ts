import { compareLabels } from '../../../src/engine/model/labels.ts';
import { formatAnnotation } from '../../../src/engine/promql/evaluate/annotations.ts';
import { formatLabels } from '../../../src/engine/promql/format-labels.ts';
import type { PromqlEngine } from '../../../src/engine/promql/promql-engine.ts';
import type { InstantResult, QueryAnnotation, RangeResult } from '../../../src/shared/domain/query.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { type ActualRow, compareRows, equalFloats } from './compare.ts';
import type { EvalCase, TextExpectation } from './script.ts';

/** What became of a case: `failure` is about results, `textMismatch` about the texts of annotations and errors only. */
export interface CaseOutcome {
  readonly failure: string | null;
  readonly textMismatch: string | null;
}

const PASSED: CaseOutcome = { failure: null, textMismatch: null };

function failed(failure: string): CaseOutcome {
  return { failure, textMismatch: null };
}

/** Evaluates a case and compares. */
export async function runCase(engine: PromqlEngine, testCase: EvalCase): Promise<CaseOutcome> {
  const { time, expr } = testCase;
  let annotations: readonly QueryAnnotation[];
  let failure: string | null;
  try {
    if (time.kind === 'range') {
      const result = await engine.evaluateRange({ expr, ...time });
      ({ annotations } = result);
      failure = testCase.fail === undefined ? compareRange(testCase, result) : null;
    } else {
      const result = await engine.evaluateInstant({ expr, atMs: time.atMs });
      ({ annotations } = result);
      failure = testCase.fail === undefined ? compareInstant(testCase, result) : null;
    }
  } catch (error) {
    if (!(error instanceof AppError))
      return failed(`bug: ${error instanceof Error ? error.stack : String(error)}`);
    if (testCase.fail === undefined) return failed(`unexpected error: ${error.message}`);
    return matches(testCase.fail, error.message)
      ? PASSED
      : { failure: null, textMismatch: `expected error ${describe(testCase.fail)}, got ${error.message}` };
  }
  if (testCase.fail !== undefined) return failed('expected an error, got none');
  if (failure !== null) return failed(failure);
  return compareAnnotations(testCase, annotations);
}

function matches(expectation: TextExpectation, text: string): boolean {
  if (expectation === null) return true;
  return expectation.kind === 'text' ? expectation.text === text : expectation.pattern.test(text);
}

function describe(expectation: TextExpectation): string {
  if (expectation === null) return 'of any text';
  return expectation.kind === 'text' ? expectation.text : `/${expectation.pattern.source}/`;
}

function compareAnnotations(testCase: EvalCase, annotations: readonly QueryAnnotation[]): CaseOutcome {
  const texts = (kind: QueryAnnotation['kind']): string[] =>
    annotations
      .filter((annotation) => annotation.kind === kind)
      .map((annotation) => formatAnnotation(annotation, testCase.expr));
  const warnings = texts('warning');
  const infos = texts('info');
  if (testCase.noWarnings && warnings.length > 0)
    return failed(`unexpected warnings: ${warnings.join(' | ')}`);
  if (testCase.noInfos && infos.length > 0) return failed(`unexpected infos: ${infos.join(' | ')}`);
  if (testCase.warnings.length > 0 && warnings.length === 0) {
    return failed(`expected warning ${testCase.warnings.map(describe).join(' | ')}, got none`);
  }
  if (testCase.infos.length > 0 && infos.length === 0) {
    return failed(`expected info ${testCase.infos.map(describe).join(' | ')}, got none`);
  }
  const textMismatch = compareTexts(testCase.warnings, warnings) ?? compareTexts(testCase.infos, infos);
  return { failure: null, textMismatch };
}

function compareTexts(expected: readonly TextExpectation[], actual: readonly string[]): string | null {
  if (expected.length === 0) return null;
  const missing = expected.find((one) => !actual.some((text) => matches(one, text)));
  if (missing !== undefined) return `expected ${describe(missing)}, got ${actual.join(' | ')}`;
  const extra = actual.find((text) => !expected.some((one) => matches(one, text)));
  return extra === undefined ? null : `unexpected annotation ${extra}`;
}

function compareRange(testCase: EvalCase, result: RangeResult): string | null {
  if (testCase.scalar !== null) return 'expected a scalar, got a matrix';
  const sorted = result.series.every(
    ({ labels }, i, all) =>
      i === 0 || compareLabels((all[i - 1] as (typeof all)[number]).labels, labels) <= 0,
  );
  if (!sorted) return 'the result is not sorted by labels';
  const rows = result.series.map((series): ActualRow => {
    const samples = [];
    for (let step = 0; step < result.count; step++) {
      if (series.present !== null && series.present[step] === 0) continue;
      const timeMs = result.startMs + step * result.stepMs;
      const histogram = series.histograms?.[step] ?? null;
      samples.push({ timeMs, value: series.values[step] as number, histogram });
    }
    return { labels: series.labels, samples };
  });
  return compareRows(testCase.rows, rows, (i) => result.startMs + i * result.stepMs);
}

function compareInstant(testCase: EvalCase, result: InstantResult): string | null {
  if (testCase.string !== null) {
    if (result.kind !== 'string') return `expected a string, got a ${result.kind}`;
    return result.text === testCase.string ? null : `expected "${testCase.string}", got "${result.text}"`;
  }
  const value = result.rows[0]?.values[0];
  if (testCase.scalar !== null) {
    if (result.kind !== 'scalar') return `expected a scalar, got a ${result.kind}`;
    return equalFloats(testCase.scalar, value as number) ? null : `expected ${testCase.scalar}, got ${value}`;
  }
  if (result.kind === 'scalar' || result.kind === 'string') {
    return `expected a vector or matrix, got ${result.kind} ${result.kind === 'scalar' ? value : result.text}`;
  }
  const rows = result.rows.map(
    ({ labels, times, values, histograms }): ActualRow => ({
      labels,
      samples: [...times].map((timeMs, i) => ({
        timeMs,
        value: values[i] as number,
        histogram: histograms?.[i] ?? null,
      })),
    }),
  );
  const { matrix } = testCase;
  const difference = compareRows(testCase.rows, rows, (i) =>
    matrix === null ? result.atMs : matrix.startMs + i * matrix.stepMs,
  );
  if (difference !== null || !testCase.ordered) return difference;
  const expectedOrder = testCase.rows.map(({ labels }) => formatLabels(labels)).join(' ');
  const actualOrder = result.rows.map(({ labels }) => formatLabels(labels)).join(' ');
  return expectedOrder === actualOrder
    ? null
    : `expected the order ${expectedOrder}\n     got ${actualOrder}`;
}
