import './bootstrap/node-version.mjs';
import path from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { tryCommand } from './bootstrap/run-command.mjs';
import { bootstrap } from './bootstrap.mjs';
import { runE2e } from './e2e.mjs';
import { readThreatMap } from './security/threat-map.mjs';

// npm run test:security: the suite of its own, then every test that docs/security.md names; with --fast none in Electron.
await runMain(async () => {
  await bootstrap({ tests: true, build: false });
  const files = [...new Set(readThreatMap().flatMap(({ tests }) => tests.map(({ file }) => file)))].sort();
  const specs = files.filter((file) => file.endsWith('.spec.ts'));
  const others = files.filter((file) => !file.endsWith('.spec.ts'));
  say(`docs/security.md names ${files.length} files of tests`);
  const vitest = path.join(ROOT, 'node_modules/.bin/vitest');
  const { exitCode } = await tryCommand(vitest, ['run', 'test/security', 'scripts/security', ...others]);
  if (process.argv.includes('--fast')) return exitCode;
  const e2eExitCode = await runE2e(specs);
  return exitCode || e2eExitCode;
});
