import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { say, step } from './progress.mjs';
import { tryCommand } from './run-command.mjs';
import { clearStamp, readStamp, writeStamp } from './stamp.mjs';

const PACKAGE_DIR = path.join(ROOT, 'node_modules', 'electron');
const FAILURE_STAMP = 'electron-download-failed';
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const DOWNLOAD_TIMEOUT_MS = 3 * 60 * 1000;

/** The executable that the electron package downloaded, or null. */
export function officialElectron() {
  const pathFile = path.join(PACKAGE_DIR, 'path.txt');
  if (!fs.existsSync(pathFile)) return null;
  const file = path.join(PACKAGE_DIR, 'dist', fs.readFileSync(pathFile, 'utf8'));
  return fs.existsSync(file) ? file : null;
}

/**
 * Lets the electron package download its binary, at most once a day if that fails.
 * @param {{ retry: boolean }} options `retry` forgets an earlier failure
 * @returns {Promise<boolean>} whether it is there now
 */
export async function downloadElectron({ retry }) {
  const { version } = JSON.parse(fs.readFileSync(path.join(PACKAGE_DIR, 'package.json'), 'utf8'));
  if (!retry && failedLately(version)) return false;
  const { exitCode } = await step(
    `downloading Electron ${version}, for at most ${DOWNLOAD_TIMEOUT_MS / 60_000} minutes`,
    () =>
      tryCommand(process.execPath, [path.join(PACKAGE_DIR, 'install.js')], {
        output: 'capture',
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
      }),
  );
  if (exitCode === 0 && officialElectron()) {
    clearStamp(FAILURE_STAMP);
    return true;
  }
  writeStamp(FAILURE_STAMP, JSON.stringify({ version, atMs: Date.now() }));
  say('  its download cannot be reached from here; it is tried again in a day, or at once with');
  say('  node scripts/bootstrap.mjs --retry-download');
  return false;
}

/** @param {string} version */
function failedLately(version) {
  try {
    const failure = JSON.parse(readStamp(FAILURE_STAMP) ?? '{}');
    return failure.version === version && Math.abs(Date.now() - failure.atMs) < RETRY_AFTER_MS;
  } catch {
    return false; // A damaged record counts as none.
  }
}
