import './bootstrap/node-version.mjs';
import path from 'node:path';
import { installPackages } from './bootstrap/npm-ci.mjs';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain } from './bootstrap/progress.mjs';
import { tryCommand } from './bootstrap/run-command.mjs';

// The reference backend on its own; arguments are passed on to it.
await runMain(async () => {
  await installPackages();
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const backend = path.join(ROOT, 'src/backend/cli.ts');
  const { exitCode } = await tryCommand(process.execPath, [tsx, backend, ...process.argv.slice(2)]);
  return exitCode;
});
