import { findFault } from './installed-packages.mjs';
import { ROOT } from './paths.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { clearStamp, hashFiles, readStamp, writeStamp } from './stamp.mjs';

const STAMP = 'npm-ci';

/** Installs the packages of package-lock.json unless exactly these are installed already. */
export async function installPackages() {
  const lockHash = hashFiles(['package-lock.json']);
  const isKnown = readStamp(STAMP) === lockHash;
  const reason = findFault(ROOT, { readVersions: !isKnown });
  if (reason === null) {
    if (!isKnown) writeStamp(STAMP, lockHash); // Somebody ran npm themselves.
    return;
  }
  clearStamp(STAMP);
  await step(`installing packages with npm ci, because ${reason}`, () =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      failure:
        'npm could not install the packages; check that its registry can be reached, then run this again',
    }),
  );
  writeStamp(STAMP, lockHash);
}
