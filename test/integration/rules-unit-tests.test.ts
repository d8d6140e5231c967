import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProgramOutcome, runProgram } from '../support/cli-program.ts';

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
const PUBLIC_TESTS = resolve(import.meta.dirname, '../../../shared/conformance/rules/promtool');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-unit-tests-'));
  await write('rules.yml', RULES);
  await write('more/b.yml', 'groups: [{name: late, rules: [{record: doubled, expr: total * 2}]}]');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const RULES = `groups:
- name: g
  rules:
  - alert: Down
    expr: up == 0
    for: 1m
    labels: {severity: page}
    annotations: {summary: "{{ $labels.instance }} of {{ $externalLabels.cluster }} is down ({{ $value }})"}
  - record: total
    expr: sum(up)
`;

const SERIES = `
  input_series:
  - {series: 'up{instance="a"}', values: '0x10'}
  - {series: 'up{instance="b"}', values: '0x3 1 _ stale 1x5'}`;

function runPromtool(args: readonly string[]): ProgramOutcome {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { exitCode: status, stdout, stderr };
}

/** promtool walks the two sides of a match in no order of its own: it names duplicates now this way, now that. */
function inOrder(line: string): string {
  return line.replace(
    /\[(\{.*?\}), (\{.*?\})\]/,
    (_, a: string, b: string) => `[${[a, b].sort().join(', ')}]`,
  );
}

/** The lines of both streams that say something, which differ in their blank lines and places in files only. */
function linesOf({ stdout, stderr }: ProgramOutcome): readonly string[] {
  return `${stdout}\n${stderr}`
    .split('\n')
    .map((line) => inOrder(line.trimEnd()))
    .filter((line) => line !== '');
}

async function compare(text: string): Promise<readonly string[]> {
  const path = await write('test.yml', text);
  const theirs = runPromtool(['test', 'rules', path]);
  const ours = await runProgram(['test', 'rules', path]);
  expect(ours.exitCode).toBe(theirs.exitCode);
  expect(linesOf(ours)).toEqual(linesOf(theirs));
  return linesOf(ours);
}

describe.skipIf(!HAS_PROMTOOL)('unit tests of rules beside the real promtool', () => {
  it('says nothing but SUCCESS where all holds', async () => {
    const lines = await compare(`rule_files: [rules.yml, 'm*/[a-c].y?l']
group_eval_order: [g, late]
tests:
- interval: 1m
  external_labels: {cluster: east}${SERIES}
  alert_rule_test:
  - {eval_time: 30s, alertname: Down}
  - eval_time: 2m
    alertname: Down
    exp_alerts:
    - exp_labels: {severity: page, instance: a}
      exp_annotations: {summary: a of east is down (0)}
    - exp_labels: {severity: page, instance: b}
      exp_annotations: {summary: b of east is down (0)}
  promql_expr_test:
  - {expr: total, eval_time: 4m, exp_samples: [{labels: total, value: 1}]}
  - {expr: doubled, eval_time: 9m, exp_samples: [{labels: doubled, value: 2}]}
  - {expr: 'up{instance="b"}', eval_time: 6m}
`);
    expect(lines.at(-1)).toBe('  SUCCESS');
  });

  it('says what differs in the same words', async () => {
    const lines = await compare(`rule_files: [rules.yml, nothing*.yml]
tests:
- name: first
  interval: 1m${SERIES}
  alert_rule_test:
  - eval_time: 3m
    alertname: Down
    exp_alerts: [{exp_labels: {severity: page, instance: c}}]
  - {eval_time: 90s, alertname: Down}
  - {eval_time: 5m, alertname: Other, exp_alerts: [{exp_labels: {}}]}
  promql_expr_test:
  - {expr: total, eval_time: 2m, exp_samples: [{labels: total, value: 1.5e10}]}
  - {expr: up, eval_time: 4m}
  - {expr: nothing, eval_time: 6m, exp_samples: [{labels: '{a="b"}', value: -.inf}]}
  - {expr: 0/0, eval_time: 6m, exp_samples: [{labels: '{}', value: .nan}]}
  - {expr: 1e-7, eval_time: 6m, exp_samples: [{labels: '{}', value: 3}]}
- interval: 1m
  promql_expr_test: [{expr: up, eval_time: , exp_samples: [{labels: up, value: 1}]}]
`);
    expect(lines.length).toBeGreaterThan(30);
  });

  it.each([
    ['group_eval_order: [g, g]\ntests: [{interval: 1m}]', 1],
    ['tests: [{interval: 1m, alert_rule_test: [{eval_time: 1m}]}]', 1],
    ['foo: 1\ntests: []', 1],
    ['tests: [{evaluation: 1m}]', 1],
    ['evaluation_interval: 1.5m\ntests: []', 1],
    ['tests: [{interval: 1m, promql_expr_test: [{expr: "1", exp_samples: [{labels: "{}", value: x}]}]}]', 1],
    ["tests: [{interval: 1m, promql_expr_test: [{expr: '1', exp_samples: [{labels: '{', value: 1}]}]}]", 1],
    ['tests: [{interval: 1m, promql_expr_test: [{expr: "up[5m]", eval_time: 1m}]}]', 1],
    ['tests: [{interval: 1m, promql_expr_test: [{expr: "\'a\'", eval_time: 1m}]}]', 1],
    ["tests: [{interval: 1m, input_series: [{series: 'up{', values: '1'}]}]", 1],
    ["tests: [{interval: 1m, input_series: [{series: 'up', values: '0xx1'}]}]", 1],
    [
      "tests: [{interval: 1m, input_series: [{series: up, values: '1'}, {series: up, values: '2'}], promql_expr_test: [{expr: up, exp_samples: [{labels: up, value: 2}]}]}]",
      0,
    ],
    ['rule_files: [broken.yml]\ntests: [{interval: 1m}]', 1],
    ['rule_files: [broken.yml]\ntests: []', 0],
    ['tests: [', 1],
    ['', 0],
  ])('ends as promtool ends: %j', async (text, exitCode) => {
    await write('broken.yml', 'groups: [{name: g, rules: [{alert: A, expr: "up{"}]}]');
    const path = await write('test.yml', `${text}\n`);
    expect(runPromtool(['test', 'rules', path]).exitCode).toBe(exitCode);
    expect((await runProgram(['test', 'rules', path])).exitCode).toBe(exitCode);
  });

  it('fails where evaluating a rule fails', async () => {
    await write('many.yml', 'groups: [{name: g, rules: [{alert: A, expr: a / on () up}]}]');
    await compare(`rule_files: [many.yml]
tests:
- interval: 1m
  input_series:
  - {series: 'up{instance="a"}', values: '1x3'}
  - {series: 'up{instance="b"}', values: '1x3'}
  - {series: a, values: '1x3'}
  alert_rule_test: [{eval_time: 2m, alertname: A}]
`);
  });

  it.each([
    [[], 0],
    [['--lint-fatal'], 3],
    [['--lint=none', '--lint-fatal'], 0],
    [['--lint', 'all'], 0],
    [['--lint=colours'], 0],
  ])('checks rules with the same words and exit code: %j', async (options, exitCode) => {
    const twice =
      'groups: [{name: g, rules: [{record: a, expr: up, labels: {x: y}}, {record: a, expr: up, labels: {x: y}}, {record: b, expr: up}]}]';
    const args = ['check', 'rules', ...options, join(folder, 'rules.yml'), await write('twice.yml', twice)];
    const theirs = runPromtool(args);
    const ours = await runProgram(args);
    expect([theirs.exitCode, ours.exitCode]).toEqual([exitCode, exitCode]);
    expect(linesOf(ours).toSorted()).toEqual(linesOf(theirs).toSorted());
  });
});

describe('unit tests with what is newer than the installed promtool', () => {
  it('takes native histograms, start times, fuzzy comparison, a test without an interval', async () => {
    const path = await write(
      'new.yml',
      `fuzzy_compare: true
tests:
- name: histograms
  start_timestamp: 2024-01-31T12:00:00Z
  input_series:
  - {series: h, values: '{{schema:1 sum:4 count:4 buckets:[1 2 1]}}+{{schema:1 sum:2 count:1 buckets:[1] offset:1}}x3'}
  promql_expr_test:
  - {expr: h, eval_time: 1m, exp_samples: [{labels: h, histogram: '{{schema:1 sum:6 count:5 counter_reset_hint:not_reset buckets:[1 3 1]}}'}]}
  - {expr: timestamp(h), eval_time: 1m, exp_samples: [{labels: '{}', value: 1706702460}]}
  - {expr: 0.1 + 0.2, exp_samples: [{value: 0.3}]}
`,
    );
    const good = await runProgram(['test', 'rules', path]);
    expect(linesOf(good)).toEqual([`Unit Testing:  ${path}`, '  SUCCESS']);
    await writeFile(path, readFileSync(path, 'utf8').replace('[1 3 1]', '[1 2 1]').replace('true', 'false'));
    const bad = await runProgram(['test', 'rules', path]);
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toContain(
      'got: {__name__="h"} {{schema:1 count:5 sum:6 counter_reset_hint:not_reset buckets:[1 3 1]}}',
    );
    expect(bad.stderr).toContain('got: {} 3.0000000000000004E-01');
  });

  it('runs the tests that --run names, shows differences and writes JUnit XML', async () => {
    const path = await write(
      'run.yml',
      `tests:
- {name: good one, interval: 1m}
- {name: 'bad <one>', interval: 1m, promql_expr_test: [{expr: '1'}]}
- {interval: 1m, alert_rule_test: [{alertname: A, exp_alerts: [{exp_labels: {a: b}}]}]}
`,
    );
    const report = join(folder, 'report.xml');
    const only = await runProgram(['test', 'rules', '--run', '^good', '--debug', path]);
    expect(only.exitCode).toBe(0);
    expect(only.stdout).toMatch(
      /DEBUG: Starting test good one\nDEBUG: Test good one finished, took [\d.]+ms/,
    );
    const all = await runProgram(['test', 'rules', '--diff', '--junit', report, path]);
    expect(all.exitCode).toBe(1);
    expect(all.stderr).toContain('- [\n            - 0:\n            -   Labels:{a="b", alertname="A"}');
    const xml = readFileSync(report, 'utf8');
    expect(xml).toContain('tests="3" failures="2" errors="0"');
    expect(xml).toContain('<testcase name="bad &lt;one&gt;"><failure message="    expr:');
    expect(xml).toContain('<testcase name="unnamed#2"><failure');
  });

  it('reads rules from standard input, and passes over unknown fields when told to', async () => {
    const text = 'groups: [{name: g, rules: [{record: x, expr: up, colour: blue}]}]';
    const strict = await runProgram(['check', 'rules'], text);
    expect([strict.exitCode, strict.stderr]).toEqual([1, expect.stringContaining('field colour not found')]);
    const lax = await runProgram(['check', 'rules', '--ignore-unknown-fields'], text);
    expect([lax.exitCode, lax.stdout]).toEqual([0, 'Checking standard input\n  SUCCESS: 1 rules found\n']);
  });
});

describe.skipIf(!existsSync(PUBLIC_TESTS) || !HAS_PROMTOOL)('public unit tests', () => {
  const names = existsSync(PUBLIC_TESTS)
    ? readdirSync(PUBLIC_TESTS).filter((name) =>
        /^tests?:/m.test(readFileSync(join(PUBLIC_TESTS, name), 'utf8')),
      )
    : [];

  it.each(names)('%s ends as expected', async (name) => {
    const path = join(PUBLIC_TESTS, name);
    const theirs = runPromtool(['test', 'rules', path]);
    const ours = await runProgram(['test', 'rules', path]);
    // The installed promtool is older than some of the files: it wants intervals and knows fewer fields.
    const isTooOld = /field \w+ not found/.test(theirs.stderr) || name === 'no-test-group-interval.yml';
    expect(ours.exitCode).toBe(isTooOld ? 0 : theirs.exitCode);
  });
});
