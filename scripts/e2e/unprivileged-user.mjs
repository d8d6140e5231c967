import { execFileSync, spawnSync } from 'node:child_process';
import { SetupError, say } from '../bootstrap/progress.mjs';

const USER_NAME = 'sextant-tests';

/**
 * @typedef {object} UserIds
 * @property {number} uid
 * @property {number} gid
 */

/**
 * The ids of the user that the tests run as when root starts them; made if missing, without a home or a login.
 * @returns {UserIds}
 */
export function provideUnprivilegedUser() {
  const found = findUser();
  if (found) return found;
  say(`adding the system user ${USER_NAME}, because Chromium refuses its sandbox to root`);
  execFileSync('/usr/sbin/useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    USER_NAME,
  ]);
  const added = findUser();
  if (!added) throw new SetupError(`The user ${USER_NAME} could not be added.`);
  return added;
}

/**
 * Tells whether that user can read a file or list a folder, all folders above it included.
 * @param {UserIds} user
 * @param {string} file
 */
export function canRead({ uid, gid }, file) {
  return spawnSync('/usr/bin/test', ['-r', file], { uid, gid }).status === 0;
}

/** @returns {UserIds | null} */
function findUser() {
  const { status, stdout } = spawnSync('getent', ['passwd', USER_NAME], { encoding: 'utf8' });
  const [, , uid, gid] = stdout.split(':').map(Number);
  return status === 0 && uid && gid ? { uid, gid } : null;
}
