import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { clearStamp, hashFiles, readStamp, writeStamp } from './stamp.mjs';

const STAMP = 'npm-ci';
const INSTALLED_LOCK = path.join(ROOT, 'node_modules', '.package-lock.json');

/** Installs the packages of package-lock.json unless exactly these are installed already. */
export async function installPackages() {
  const lockHash = hashFiles(['package-lock.json']);
  const installed = fs.existsSync(INSTALLED_LOCK);
  if (installed && readStamp(STAMP) === lockHash) return;
  if (installed && isInstalled()) {
    writeStamp(STAMP, lockHash); // Somebody ran npm themselves; its own record says that nothing is missing.
    return;
  }
  clearStamp(STAMP);
  const reason = installed ? 'package-lock.json has changed' : 'nothing is installed yet';
  await step(`installing packages with npm ci, because ${reason}`, () =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      failure:
        'npm could not install the packages; check that its registry can be reached, then run this again',
    }),
  );
  writeStamp(STAMP, lockHash);
}

/** Compares npm's record of node_modules with package-lock.json. */
function isInstalled() {
  try {
    const wanted = readLock(path.join(ROOT, 'package-lock.json'));
    const present = readLock(INSTALLED_LOCK);
    return (
      Object.keys(present).every((name) => name in wanted) &&
      Object.entries(wanted).every(([name, entry]) => {
        const found = present[name];
        // npm leaves optional packages out where they are for another platform.
        return found
          ? found.version === entry.version && found.integrity === entry.integrity
          : entry.optional === true;
      })
    );
  } catch {
    return false; // An unreadable record is no record: npm ci makes a new one.
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readLock(file) {
  const { '': _root, ...packages } = JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  return packages;
}
