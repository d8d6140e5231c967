import './bootstrap/node-version.mjs';
import path from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain } from './bootstrap/progress.mjs';
import { tryCommand } from './bootstrap/run-command.mjs';
import { bootstrap, hasDisplay, hasSessionBus } from './bootstrap.mjs';
import { startHeadlessSession } from './session/headless-session.mjs';

// The benchmarks, with a virtual display for those that draw; arguments are passed on to them.
await runMain(async () => {
  await bootstrap();
  const session = hasDisplay()
    ? null
    : await startHeadlessSession({ ownBus: !hasSessionBus(), widthPx: 1920, heightPx: 1200 });
  try {
    const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const bench = path.join(ROOT, 'test/bench/run.ts');
    const env = session?.env ?? process.env;
    const { exitCode } = await tryCommand(process.execPath, [tsx, bench, ...process.argv.slice(2)], { env });
    return exitCode;
  } finally {
    await session?.stop();
  }
});
