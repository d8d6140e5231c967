import fs from 'node:fs';
import path from 'node:path';
import { fallbackElectron, makeFallbackElectron } from './fallback-electron.mjs';
import { downloadElectron, officialElectron } from './official-electron.mjs';
import { SetupError, say } from './progress.mjs';
import { runCommand } from './run-command.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executablePath
 * @property {string} version as its folder's version file states it
 * @property {'official' | 'fallback' | 'override'} kind
 */

/**
 * The Electron to run: the folder named by ELECTRON_OVERRIDE_DIST_PATH, else Electron's own download, else the
 * fallback; null if none of them is there yet.
 * @returns {ElectronRuntime | null}
 */
export function findRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return runtimeAt(path.join(path.resolve(override), 'electron'), 'override');
  const official = officialElectron();
  if (official) return runtimeAt(official, 'official');
  const fallback = fallbackElectron();
  return fallback ? runtimeAt(fallback, 'fallback') : null;
}

/**
 * Finds or makes the Electron to run and says which one it is.
 * @param {{ retryDownload?: boolean }} [options] try Electron's own download even if it failed lately
 * @returns {Promise<ElectronRuntime>}
 */
export async function provideRuntime({ retryDownload = false } = {}) {
  let runtime = findRuntime();
  const isNew = runtime === null;
  if (runtime === null || (runtime.kind === 'fallback' && retryDownload)) {
    if (!(await downloadElectron({ retry: retryDownload }))) await makeFallbackElectron();
    runtime = findRuntime();
  }
  if (runtime === null)
    throw new SetupError('No Electron runtime was found after installing one. Run this again.');
  if (isNew) await tryOut(runtime);
  say(sentence(runtime));
  return runtime;
}

/** @param {ElectronRuntime} runtime */
function sentence({ kind, version, executablePath }) {
  switch (kind) {
    case 'official':
      return `running on Electron ${version}`;
    case 'override':
      return `running on Electron ${version} in ${path.dirname(executablePath)} (ELECTRON_OVERRIDE_DIST_PATH)`;
    default:
      return `running on the fallback Electron ${version}, which is for development and tests only`;
  }
}

/**
 * Runs the executable once as plain Node, which fails when one of its libraries is missing.
 * @param {ElectronRuntime} runtime
 */
async function tryOut({ executablePath }) {
  await runCommand(executablePath, ['-e', ''], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    output: 'capture',
    timeoutMs: 30_000,
    failure: 'Electron cannot run on this system',
  });
}

/**
 * @param {string} executablePath
 * @param {ElectronRuntime['kind']} kind
 * @returns {ElectronRuntime}
 */
function runtimeAt(executablePath, kind) {
  if (!fs.existsSync(executablePath)) throw new SetupError(`There is no Electron at ${executablePath}.`);
  // On macOS the executable lies deeper in the folder than the version file; there the package's own will do.
  const versionFile = path.join(path.dirname(executablePath), 'version');
  const version = fs.existsSync(versionFile)
    ? fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : '';
  return { executablePath, version, kind };
}
