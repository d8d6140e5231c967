import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRuleFile } from '../../src/engine/rules/rule-file.ts';
import { runRuleFiles } from '../conformance/rules/rule-files.ts';

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
const MINUTES = 25;
const QUERIES = ['ALERTS', 'ALERTS_FOR_STATE', 'r1', 'r2'] as const;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-promtool-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The same numbers for the same seed (mulberry32). */
function createPicker(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return choices[((bits ^ (bits >>> 14)) >>> 0) % choices.length] as (typeof choices)[number];
  };
}

function makeRules(pick: ReturnType<typeof createPicker>): unknown {
  const alerts = Array.from({ length: 8 }, (_, i) => ({
    alert: `A${i}`,
    expr: `s{n="${i % 4}"} > ${pick([0, 1, 2])}`,
    for: `${pick([0, 1, 2, 3, 5])}m`,
    keep_firing_for: `${pick([0, 0, 1, 2, 3])}m`,
    labels: {
      v: pick(['x', '{{ $labels.i }}', '{{ if gt $value 2.0 }}hi{{ else }}lo{{ end }}']),
      n: pick(['', 'k']),
    },
  }));
  const records = [
    { record: 'r1', expr: 'sum by (alertname, alertstate) (ALERTS)' },
    { record: 'r2', expr: 'sum by (alertname) (r1) * 2', labels: { alertname: '' } },
  ];
  const late = { alert: 'B', expr: 'sum(r1{alertstate="firing"}) > 0', for: '2m' };
  return {
    groups: [
      { name: 'g1', rules: [...alerts, records[0]] },
      { name: 'g2', rules: [late, { ...records[1], labels: {} }] },
    ],
  };
}

type Expected = ReadonlyMap<string, readonly { readonly labels: string; readonly value: number }[]>;

function makeTest(series: readonly unknown[], expected: Expected): unknown {
  const assertions = Array.from({ length: MINUTES + 3 }, (_, minute) =>
    QUERIES.map((expr) => ({
      expr,
      eval_time: `${minute}m`,
      // Nothing has this name, so promtool says what it got instead.
      exp_samples: expected.get(`${expr} ${minute}`) ?? [{ labels: 'bogus', value: 0 }],
    })),
  );
  return {
    rule_files: ['rules.yml'],
    evaluation_interval: '1m',
    group_eval_order: ['g1', 'g2'],
    tests: [{ interval: '1m', input_series: series, promql_expr_test: assertions.flat() }],
  };
}

function readGot(output: string): Expected {
  const expected = new Map<string, { labels: string; value: number }[]>();
  const blocks = output.matchAll(/expr: "(\w+)", time: (\d+)[ms],\s*\n\s*exp:.*\n\s*got: *(.*)/g);
  for (const [, expr, minute, got = ''] of blocks) {
    const samples = [...got.matchAll(/(\{[^}]*\}) ([-+.\dE]+)/g)];
    expected.set(
      `${expr} ${minute}`,
      samples.map(([, labels = '', value]) => ({ labels, value: Number(value) })),
    );
  }
  return expected;
}

describe.skipIf(!HAS_PROMTOOL)('rules beside the real promtool', () => {
  it.each([1, 2, 3])('alerts live as they do there (series of seed %i)', async (seed) => {
    const pick = createPicker(seed);
    const value = () => pick(['0', '1', '2', '3', '_', 'stale', '3', '2']);
    const series = [0, 1, 2, 3].flatMap((n) =>
      [0, 1].map((i) => ({
        series: `s{n="${n}",i="${i}"}`,
        values: Array.from({ length: MINUTES }, value).join(' '),
      })),
    );
    const write = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content));
    await write('rules.yml', makeRules(pick));
    await write('test.yml', makeTest(series, new Map()));
    const run = spawnSync('promtool', ['test', 'rules', 'test.yml'], { cwd: folder, encoding: 'utf8' });
    const expected = readGot(run.stdout + run.stderr);
    expect(expected.size).toBe(QUERIES.length * (MINUTES + 3));
    await write('test.yml', makeTest(series, expected));
    const results = await runRuleFiles(folder);
    expect(results.length).toBe(expected.size + 1);
    expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
  });

  const rule = (text: string) => `groups:\n- name: g\n  rules:\n  - ${text.replaceAll('\n', '\n    ')}\n`;
  const annotation = (text: string) => rule(`alert: a\nexpr: 1\nannotations: {a: '${text}'}`);

  it.each([
    ...['', 'groups:\n', 'groups: {}\n', 'foo: 1\n', '- a\n', 'text\n', 'groups:\n-\n', 'groups:\n- {}\n'],
    'groups: [{name: a}, {name: a}]\n',
    'groups:\n- name: a\n  name: b\n',
    ...['0', "''", '1.5m', '-1m', '1m1h', '1h 30m', '100000d', '999999999y', '!!str 5m', 'null', '~'].map(
      (interval) => `groups:\n- name: a\n  interval: ${interval}\n`,
    ),
    ...['-1', "'5'", '0x10', 'null', 'abc'].map((limit) => `groups:\n- name: a\n  limit: ${limit}\n`),
    ...['{}', 'x', '[[]]', '[x]', '[null]'].map((rules) => `groups:\n- name: a\n  rules: ${rules}\n`),
    ...['groups: [\n', '---\ngroups: []\n---\nfoo: 1\n', 'groups: []\ngroups: []\n', '--- \n...\n'],
    ...['up{', "''", '[1]', 'true'].map((expr) => rule(`alert: A\nexpr: ${expr}`)),
    ...["''", '0m', '5', 'null'].map((time) => rule(`record: a\nexpr: 1\nfor: ${time}`)),
    ...['{}', 'null', '[a]', 'x', '{a: [1]}', '{a: 1, b: true, c: 1.50, d: null}', "{'': x}"].map((labels) =>
      rule(`record: a\nexpr: 1\nlabels: ${labels}`),
    ),
    'groups:\n- name: a\n  rules:\n  - &r {record: a, expr: "1"}\n  - *r\n',
    'groups:\n- name: a\n  rules:\n  - *nope\n',
    ...['{{ nope }}', '{{ $value }}', '{{ $x }}', '{{ end }}', '{{', '}}', '{{ . | }}', '{{ 1 2 }}'].map(
      annotation,
    ),
    ...['{{ printf }}', '{{ .Foo.Bar }}', '{{ template "x" }}', '{{ $x = 1 }}', '{{ (1 }}', '{{ 1) }}'].map(
      annotation,
    ),
    ...['{{ 1a }}', '{{ /* c */ }}', '{{/* c }}', '{{ .Labels.a-b }}', '{{ true.x }}', '{{ nil }}'].map(
      annotation,
    ),
    ...['{{ "\\q" }}', '{{ break }}', '{{ .Labels . }}', '{{ else }}', '{{ 1 | . }}', '{{ 1 | nil }}'].map(
      annotation,
    ),
    ...[
      '{{ $a, $b := 1 }}',
      '{{-1}}',
      '{{ - 1}}',
      '{{1 -}}',
      '{{1-}}',
      '{{ if 1 }}{{ else }}{{ else }}{{ end }}',
    ].map(annotation),
    ...['{{ 0x1p-2 }}', '{{ 0x1.8 }}', '{{ 1i }}', '{{ 0x1F.x }}', '{{ $x = $x }}', '{{ $x := $x }}'].map(
      annotation,
    ),
    ...[
      '{{/* c */}}',
      '{{- /* c */ -}}',
      '{{ /* c */}}',
      '{{-/* c */}}',
      '{{if 1}}{{define "a"}}{{end}}{{end}}',
    ].map(annotation),
    ...['x', ' ', ''].map((body) => annotation(`{{define "a"}}${body}{{end}}{{define "a"}}y{{end}}`)),
    annotation('{{ range $i, $x := .Labels }}{{ end }}{{ $i }}'),
    annotation('{{ range $i, $x := .Labels }}{{ $i }}{{ end }}'),
  ])('takes and refuses what it does: %j', async (text) => {
    await writeFile(join(folder, 'case.txt'), text);
    const check = spawnSync('promtool', ['check', 'rules', '--lint=none', 'case.txt'], { cwd: folder });
    const { errors } = parseRuleFile({ name: 'case', text }, (expr) =>
      expr === 'up{' ? 'parse error' : null,
    );
    expect(errors.length === 0).toBe(check.status === 0);
  });
});
