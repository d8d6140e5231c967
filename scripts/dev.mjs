import './bootstrap/node-version.mjs';
import path from 'node:path';
import { forgetBuild } from './bootstrap/build.mjs';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { tryCommand } from './bootstrap/run-command.mjs';
import { bootstrap } from './bootstrap.mjs';

// The app with its sources watched: the window follows edits of the renderer at once, others restart it.
await runMain(async () => {
  const { executablePath } = await bootstrap({ build: false });
  forgetBuild();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('started as root: Chromium refuses its sandbox to root, so the app runs with --no-sandbox');
  const electronVite = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const { exitCode } = await tryCommand(
    process.execPath,
    [electronVite, 'dev', '--watch', ...process.argv.slice(2)],
    {
      env: { ...process.env, ELECTRON_EXEC_PATH: executablePath, ...(isRoot ? { NO_SANDBOX: '1' } : {}) },
    },
  );
  return exitCode;
});
