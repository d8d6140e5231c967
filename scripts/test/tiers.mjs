import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { tryCommand } from '../bootstrap/run-command.mjs';
import { E2E_REPORT, runE2e } from '../e2e.mjs';
import { tallyCheck, tallyPlaywright, tallyReport, tallyVitest } from './tally.mjs';

/**
 * @typedef {object} Tier
 * @property {string} name
 * @property {() => Promise<import('./tally.mjs').Tally>} run prints as it goes
 */

/** All that npm test runs, in this order; each tier runs whatever became of the ones before. @type {readonly Tier[]} */
export const TIERS = [
  { name: 'types', run: () => check(['tsc', '-b'], ['tsc', '-p', 'tsconfig.electron-33.json']) },
  { name: 'lint and layers', run: () => check(['biome', 'ci', '--error-on-warnings', '.']) },
  { name: 'dead code', run: () => check(['knip'], ['knip', '--production', '--include', 'files']) },
  { name: 'unit', run: () => vitest('unit', ['unit', 'dom']) },
  { name: 'integration', run: () => vitest('integration', ['integration', 'timed']) },
  { name: 'security', run: () => vitest('security', ['security']) },
  { name: 'e2e', run: async () => tallyReport(E2E_REPORT, tallyPlaywright, await runE2e([])) },
];

/**
 * Runs commands of installed packages; together they count as one test.
 * @param {readonly (readonly string[])[]} commands
 */
async function check(...commands) {
  let exitCode = 0;
  for (const command of commands) exitCode ||= await runBinary(command);
  return tallyCheck(exitCode);
}

/**
 * @param {string} name of the report
 * @param {readonly string[]} projects
 */
async function vitest(name, projects) {
  const report = path.join(ROOT, 'test-results', `${name}.json`);
  fs.rmSync(report, { force: true });
  const exitCode = await runBinary([
    'vitest',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return tallyReport(report, tallyVitest, exitCode);
}

/** @param {readonly string[]} command */
async function runBinary([name = '', ...args]) {
  const { exitCode } = await tryCommand(path.join(ROOT, 'node_modules', '.bin', name), args);
  return exitCode;
}
