import './bootstrap/node-version.mjs';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { tryCommand } from './bootstrap/run-command.mjs';
import { bootstrap } from './bootstrap.mjs';
import { stage } from './e2e/staging.mjs';
import { provideUnprivilegedUser } from './e2e/unprivileged-user.mjs';

const RESULTS_DIR = path.join(ROOT, 'test-results', 'e2e');

/** The machine-readable outcome of the last end-to-end run. */
export const E2E_REPORT = path.join(RESULTS_DIR, 'report.json');

/**
 * Runs the end-to-end tests in real Electron; as root, as an unprivileged user, so that Chromium's sandbox is on.
 * @param {readonly string[]} args for Playwright
 * @returns {Promise<number>} its exit code
 */
export async function runE2e(args) {
  const { executablePath } = await bootstrap({ tests: true });
  fs.rmSync(RESULTS_DIR, { recursive: true, force: true });
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sextant-e2e-'));
  try {
    return process.getuid?.() === 0
      ? await runAsUser({ dir, executablePath, args })
      : await runPlaywright({
          root: ROOT,
          nodePath: process.execPath,
          executablePath,
          args,
          env: process.env,
        });
  } finally {
    fs.rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {{ dir: string, executablePath: string, args: readonly string[] }} options */
async function runAsUser({ dir, executablePath, args }) {
  const user = provideUnprivilegedUser();
  fs.chmodSync(dir, 0o711);
  const staged = stage({ dir, user, executablePath });
  const home = path.join(dir, 'home');
  const resultsDir = path.join(home, 'results');
  for (const folder of [home, resultsDir]) {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.chownSync(folder, user.uid, user.gid);
  }
  const { PATH, CI, LANG = 'C.UTF-8' } = process.env;
  const env = { PATH, LANG, HOME: home, TMPDIR: home, ...(CI ? { CI } : {}) };
  say(`running as user ${user.uid}, because Chromium refuses its sandbox to root`);
  try {
    return await runPlaywright({ ...staged, args, user, env: { ...env, SEXTANT_E2E_RESULTS: resultsDir } });
  } finally {
    fs.cpSync(resultsDir, RESULTS_DIR, { recursive: true });
  }
}

/**
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.nodePath
 * @param {string} options.executablePath
 * @param {readonly string[]} options.args
 * @param {NodeJS.ProcessEnv} options.env
 * @param {import('./e2e/unprivileged-user.mjs').UserIds} [options.user]
 */
async function runPlaywright({ root, nodePath, executablePath, args, env, user }) {
  const { exitCode } = await tryCommand(
    nodePath,
    [path.join(root, 'scripts/e2e/playwright-run.mjs'), ...args],
    {
      cwd: root,
      env: { ...env, SEXTANT_ELECTRON: executablePath },
      ...(user ? { user } : {}),
    },
  );
  return exitCode;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(() => runE2e(process.argv.slice(2)));
