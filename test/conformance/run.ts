import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConformanceGroup } from './group.ts';

/** Loaded when asked for, so that a group costs and breaks nothing of the others. */
const GROUPS: ReadonlyMap<string, () => Promise<ConformanceGroup>> = new Map([
  ['dashboards', async () => (await import('./dashboards/dashboard-cases.ts')).runDashboardCases],
  ['exposition', async () => (await import('./exposition/exposition-cases.ts')).runExpositionCases],
  ['promql', async () => (await import('./promql/promql-scripts.ts')).runPromqlScripts],
  ['rules', async () => (await import('./rules/rule-files.ts')).runRuleFiles],
]);
const DATA_FOLDER = resolve(import.meta.dirname, '../../../shared/conformance');

async function main(): Promise<number> {
  const [wanted, givenFolder] = process.argv.slice(2);
  const names = wanted === undefined ? [...GROUPS.keys()] : [wanted];
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const load = GROUPS.get(name);
    if (load === undefined) {
      console.error(`no group "${name}"; there are: ${[...GROUPS.keys()].join(', ')}`);
      return 2;
    }
    const folder = givenFolder === undefined ? resolve(DATA_FOLDER, name) : resolve(givenFolder);
    if (!existsSync(folder)) {
      console.log(`${name}: skipped, there is no folder ${folder}`);
      continue;
    }
    const run = await load();
    for (const result of await run(folder)) {
      if (result.failure === null) passed++;
      else {
        failed++;
        console.log(`FAIL ${name}/${result.id}\n  ${result.failure.replaceAll('\n', '\n  ')}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
