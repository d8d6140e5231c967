import { formatDurationMs } from '../../shared/domain/duration.ts';
import { createRuleQuery } from '../engine-rule-query.ts';
import type { RuleGroupDefinition } from '../rules/definition.ts';
import type { RuleGroup } from '../rules/rule-group.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkExpr } from './check-expr.ts';
import { createTestBed, type TestBed } from './test-bed.ts';
import type { UnitTest, UnitTestFile } from './unit-test-file.ts';

const NEVER = new AbortController().signal;

/** What became of one assertion; `failure` is promtool's text of what differs, null for a pass. */
export interface AssertionResult {
  readonly id: string;
  readonly failure: string | null;
}

/** How one unit test is run; `experimental` allows what Prometheus 3 keeps behind feature flags. */
interface RunOptions {
  readonly diff: boolean;
  readonly experimental: boolean;
}

/** Runs one unit test as promtool does; one result per assertion, or what keeps the test from running. */
export async function runUnitTest(
  test: UnitTest,
  file: UnitTestFile,
  definitions: readonly RuleGroupDefinition[],
  { diff, experimental }: RunOptions,
): Promise<readonly AssertionResult[]> {
  const nameless = test.alertAssertions.find(({ alertName }) => alertName === '');
  if (nameless !== undefined) {
    const place = test.name === '' ? '' : ` (in TestGroup ${test.name})`;
    const at = formatDurationMs(nameless.evalTimeMs);
    const failure = `an item under alert_rule_test misses required attribute alertname at eval_time ${at}${place}`;
    return [{ id: 'alert_rule_test', failure }];
  }
  let bed: TestBed;
  try {
    bed = await createTestBed(test, definitions, file.evaluationIntervalMs, experimental);
  } catch (error) {
    return [{ id: 'input_series', failure: error instanceof Error ? error.message : String(error) }];
  }
  try {
    return await runAssertions(test, file, bed, diff);
  } finally {
    await bed.close();
  }
}

async function runAssertions(
  test: UnitTest,
  file: UnitTestFile,
  { groups, promql }: TestBed,
  diff: boolean,
): Promise<readonly AssertionResult[]> {
  const results: AssertionResult[] = [];
  const { evaluationIntervalMs: stepMs } = file;
  const alertAssertions = test.alertAssertions.toSorted((a, b) => a.evalTimeMs - b.evalTimeMs);
  const evalTimes = [...alertAssertions, ...test.exprAssertions].map(({ evalTimeMs }) => evalTimeMs);
  const lastMs = Math.max(0, ...evalTimes);
  for (let sinceMs = 0; sinceMs <= lastMs; sinceMs += stepMs) {
    const failures = await evaluateGroups(groups, test.startMs, sinceMs);
    if (failures.length > 0) return [...results, ...failures];
    for (const assertion of alertAssertions) {
      if (assertion.evalTimeMs < sinceMs || assertion.evalTimeMs >= sinceMs + stepMs) continue;
      const id = `${assertion.alertName} at ${formatDurationMs(assertion.evalTimeMs)}`;
      results.push({ id, failure: checkAlerts(assertion, test.name, groups, diff) });
    }
  }
  const query = createRuleQuery(promql);
  for (const assertion of test.exprAssertions) {
    const id = `${assertion.expr} at ${formatDurationMs(assertion.evalTimeMs)}`;
    results.push({ id, failure: await checkExpr(assertion, test.startMs, query, file.fuzzyCompare) });
  }
  return results;
}

async function evaluateGroups(
  groups: readonly RuleGroup[],
  startMs: number,
  sinceMs: number,
): Promise<readonly AssertionResult[]> {
  const failures: AssertionResult[] = [];
  for (const group of groups) {
    await group.evaluate(startMs + sinceMs, NEVER);
    for (const { name, lastError } of group.describe().rules) {
      if (lastError === null) continue;
      const time = formatDurationMs(startMs + sinceMs);
      failures.push({
        id: `rule ${name} at ${formatDurationMs(sinceMs)}`,
        failure: `    rule: ${name}, time: ${time}, err: ${lastError}`,
      });
    }
  }
  return failures;
}
