import './bootstrap/node-version.mjs';
import { runMain, SetupError } from './bootstrap/progress.mjs';
import { bootstrap } from './bootstrap.mjs';
import { formatTotal, tallyCheck } from './test/tally.mjs';
import { TIERS } from './test/tiers.mjs';

// npm test: every tier in turn, then a table, and as the last line the total over all of them.
await runMain(async () => {
  // Without the build: if the sources do not compile, the earlier tiers say why, and only e2e cannot run.
  await bootstrap({ tests: true, build: false });
  const rows = [];
  for (const tier of TIERS) {
    console.log(`\n── ${tier.name} ──`);
    const startedMs = performance.now();
    const tally = await runTier(tier);
    rows.push({ name: tier.name, tally, seconds: (performance.now() - startedMs) / 1000 });
  }
  console.log(`\n${row('tier', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { name, tally, seconds } of rows) {
    console.log(row(name, tally.passed, tally.failed, tally.skipped, seconds.toFixed(1)));
  }
  const tallies = rows.map(({ tally }) => tally);
  console.log(`\n${formatTotal(tallies)}`);
  return tallies.some(({ failed }) => failed > 0) ? 1 : 0;
});

/** @param {import('./test/tiers.mjs').Tier} tier */
async function runTier(tier) {
  try {
    return await tier.run();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    return tallyCheck(1);
  }
}

/**
 * @param {string} name
 * @param {(number | string)[]} figures
 */
function row(name, ...figures) {
  return [name.padEnd(16), ...figures.map((figure) => String(figure).padStart(8))].join('');
}
