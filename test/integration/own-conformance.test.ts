import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runDashboardCases } from '../conformance/dashboards/dashboard-cases.ts';
import { runExpositionCases } from '../conformance/exposition/exposition-cases.ts';
import { runPromqlScripts } from '../conformance/promql/promql-scripts.ts';
import { runRuleFiles } from '../conformance/rules/rule-files.ts';

const OWN = resolve(import.meta.dirname, '../conformance/own');

it.each([
  ['promql scripts', 'promql', runPromqlScripts, 157],
  ['rule unit tests', 'rules', runRuleFiles, 16],
  ['exposition pages', 'exposition', runExpositionCases, 452],
  ['Grafana dashboards', 'dashboards', runDashboardCases, 264],
] as const)('%s of the project pass', async (_name, folder, run, count) => {
  const results = await run(join(OWN, folder));
  expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
  expect(results).toHaveLength(count);
});

it('a promql script that expects something else fails with what it got', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-script-'));
  await writeFile(
    join(folder, 'wrong.test'),
    'load 1m\n  a 1\n\neval instant at 0 a\n  a 2\n\neval instant at 0 a\n',
  );
  const results = await runPromqlScripts(folder);
  expect(results.map(({ failure }) => failure)).toEqual([
    expect.stringContaining('expected {__name__="a"} 2'),
    expect.stringContaining('unexpected'),
  ]);
  await rm(folder, { recursive: true });
});
