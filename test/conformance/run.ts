import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runDashboardCases } from './dashboards/dashboard-cases.ts';
import { runExpositionCases } from './exposition/exposition-cases.ts';
import type { ConformanceGroup } from './group.ts';
import { runPromqlScripts } from './promql/promql-scripts.ts';
import { runRuleFiles } from './rules/rule-files.ts';

const GROUPS: ReadonlyMap<string, ConformanceGroup> = new Map([
  ['dashboards', runDashboardCases],
  ['exposition', runExpositionCases],
  ['promql', runPromqlScripts],
  ['rules', runRuleFiles],
]);
const DATA_FOLDER = resolve(import.meta.dirname, '../../../shared/conformance');

async function main(): Promise<number> {
  const [wanted, givenFolder] = process.argv.slice(2);
  const names = wanted === undefined ? [...GROUPS.keys()] : [wanted];
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const group = GROUPS.get(name);
    if (group === undefined) {
      console.error(`no group "${name}"; there are: ${[...GROUPS.keys()].join(', ')}`);
      return 2;
    }
    const folder = givenFolder === undefined ? resolve(DATA_FOLDER, name) : resolve(givenFolder);
    if (!existsSync(folder)) {
      console.log(`${name}: skipped, there is no folder ${folder}`);
      continue;
    }
    for (const result of await group(folder)) {
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
