import { createLabels, labelsKey } from '../../../src/engine/model/labels.ts';
import { fromFloatHistogram } from '../../../src/engine/promql/histogram/sparse-histogram.ts';
import type { PromqlEngine } from '../../../src/engine/promql/promql-engine.ts';
import type { RuleGroupDefinition } from '../../../src/engine/rules/definition.ts';
import type { RuleGroup } from '../../../src/engine/rules/rule-group.ts';
import { formatDurationMs } from '../../../src/shared/domain/duration.ts';
import type { LabelPair } from '../../../src/shared/domain/series.ts';
import type { CaseResult } from '../group.ts';
import { compareRows } from '../promql/compare.ts';
import { createTestBed, type TestBed } from './test-bed.ts';
import type { AlertAssertion, ExprAssertion, UnitTest, UnitTestFile } from './unit-test-file.ts';

const NEVER = new AbortController().signal;
const FUZZ = 1e-15;

/** Runs one unit test as promtool does; one result per assertion, or one for rules that fail. */
export async function runUnitTest(
  test: UnitTest,
  file: UnitTestFile,
  definitions: readonly RuleGroupDefinition[],
): Promise<readonly CaseResult[]> {
  const bed = await createTestBed(test, definitions, file.evaluationIntervalMs);
  try {
    const results: CaseResult[] = [];
    const evalTimes = [...test.alertAssertions, ...test.exprAssertions].map(({ evalTimeMs }) => evalTimeMs);
    const lastMs = Math.max(0, ...evalTimes);
    const step = file.evaluationIntervalMs;
    for (let sinceMs = 0; sinceMs <= lastMs; sinceMs += step) {
      const failure = await evaluateGroups(bed.groups, test.startMs + sinceMs);
      if (failure !== null) return [{ id: `${test.name} rules at ${formatDurationMs(sinceMs)}`, failure }];
      for (const assertion of test.alertAssertions) {
        if (assertion.evalTimeMs < sinceMs || assertion.evalTimeMs >= sinceMs + step) continue;
        const id = `${test.name} ${assertion.alertName} at ${formatDurationMs(assertion.evalTimeMs)}`;
        results.push({ id, failure: checkAlerts(assertion, bed.groups) });
      }
    }
    for (const assertion of test.exprAssertions) {
      const id = `${test.name} ${assertion.expr} at ${formatDurationMs(assertion.evalTimeMs)}`;
      results.push({ id, failure: await checkExpr(assertion, test, file, bed) });
    }
    return results;
  } finally {
    await bed.close();
  }
}

async function evaluateGroups(groups: readonly RuleGroup[], atMs: number): Promise<string | null> {
  for (const group of groups) {
    await group.evaluate(atMs, NEVER);
    for (const rule of group.describe().rules) {
      if (rule.lastError !== null) return `rule ${rule.name}: ${rule.lastError}`;
    }
  }
  return null;
}

function describe(labels: readonly LabelPair[], annotations: readonly LabelPair[]): string {
  const show = (pairs: readonly LabelPair[]): string =>
    createLabels(pairs)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(', ');
  return `labels {${show(labels)}} annotations {${show(annotations)}}`;
}

function checkAlerts({ alertName, alerts }: AlertAssertion, groups: readonly RuleGroup[]): string | null {
  const expected = alerts
    .map(({ labels, annotations }) => describe([...labels, ['alertname', alertName]], annotations))
    .sort();
  const got = groups
    .flatMap((group) => group.describe().rules)
    .filter((rule) => rule.kind === 'alerting' && rule.name === alertName)
    .flatMap((rule) => rule.alerts.filter(({ state }) => state === 'firing'))
    .map(({ labels, annotations }) => describe(labels, annotations))
    .sort();
  if (expected.join('\n') === got.join('\n')) return null;
  const show = (lines: readonly string[]): string =>
    lines.length === 0 ? ' nothing' : `\n${lines.join('\n')}`;
  return `expected${show(expected)}\ngot${show(got)}`;
}

async function ask(promql: PromqlEngine, expr: string, atMs: number) {
  const { kind, rows } = await promql.evaluateInstant({ expr, atMs });
  if (kind !== 'vector' && kind !== 'scalar') throw new Error('query result is not a vector or scalar');
  return rows.map(({ labels, values, histograms }) => ({
    labels,
    samples: [{ timeMs: atMs, value: values[0] as number, histogram: histograms?.[0] ?? null }],
  }));
}

async function checkExpr(
  assertion: ExprAssertion,
  test: UnitTest,
  file: UnitTestFile,
  { promql }: TestBed,
): Promise<string | null> {
  const atMs = test.startMs + assertion.evalTimeMs;
  try {
    const rows = await ask(promql, assertion.expr, atMs);
    const problem = compareRows(assertion.samples, rows, () => atMs);
    if (problem !== null) return problem;
    // What is left is stricter than in scripts: floats to the last bit, and histograms with their hints.
    const expected = new Map(assertion.samples.map(({ labels, points }) => [labelsKey(labels), points[0]]));
    for (const { labels, samples } of rows) {
      const point = expected.get(labelsKey(labels));
      const [sample] = samples;
      if (
        point?.kind === 'float' &&
        sample !== undefined &&
        !isSame(point.value, sample.value, file.fuzzyCompare)
      ) {
        return `expected ${point.value}\ngot ${sample.value}`;
      }
      const histogram = sample?.histogram;
      if (point?.kind !== 'histogram' || histogram === undefined || histogram === null) continue;
      const { hint } = fromFloatHistogram(histogram);
      if (hint !== point.value.hint) return `expected the hint ${point.value.hint}\ngot ${hint}`;
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isSame(expected: number, got: number, fuzzy: boolean): boolean {
  if (Object.is(expected, got) || expected === got) return true;
  return fuzzy && Math.abs(expected - got) <= FUZZ * Math.max(Math.abs(expected), Math.abs(got));
}
