import path from 'node:path';
import { runMain } from '../bootstrap/progress.mjs';
import { tryCommand } from '../bootstrap/run-command.mjs';
import { startHeadlessSession } from '../session/headless-session.mjs';

// Runs Playwright in a display, bus and keyring of its own. A process apart from scripts/e2e.mjs, because it may have
// to run as another user. The environment names the runtime and the folder for results; arguments are Playwright's.
await runMain(async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const session = await startHeadlessSession({ ownBus: true, widthPx: 1920, heightPx: 1200 });
  try {
    const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
    const { exitCode } = await tryCommand(process.execPath, [playwright, 'test', ...process.argv.slice(2)], {
      cwd: root,
      env: session.env,
    });
    return exitCode;
  } finally {
    await session.stop();
  }
});
