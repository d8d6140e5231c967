import './bootstrap/node-version.mjs';
import { pathToFileURL } from 'node:url';
import { buildCli, CLI_FILE } from './bootstrap/build.mjs';
import { installPackages } from './bootstrap/npm-ci.mjs';
import { runMain } from './bootstrap/progress.mjs';

// `sextant` from a checkout: builds it if need be, then runs it in this very process.
await runMain(async () => {
  await installPackages();
  await buildCli();
  return 0;
});
if (!process.exitCode) await import(pathToFileURL(CLI_FILE).href);
