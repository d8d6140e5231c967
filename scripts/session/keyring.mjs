import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SetupError } from '../bootstrap/progress.mjs';
import { endProcess, hasEnded, startOwnProcess } from './own-process.mjs';

const READY_TIMEOUT_MS = 10_000;
const SERVICE = 'org.freedesktop.secrets';

/**
 * Starts GNOME Keyring on a session bus and unlocks its login keyring, making it if there is none.
 * @param {{ env: NodeJS.ProcessEnv, password: string }} options `env` names the bus, and in XDG_DATA_HOME the folder
 *   whose keyrings/ holds the keyring, encrypted with the password
 */
export async function startKeyring({ env, password }) {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const child = startOwnProcess('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin?.end(`${password}\n`);
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await isUnlocked(env))) {
    if (hasEnded(child) || performance.now() > deadlineMs) {
      await endProcess(child, 2000);
      throw new SetupError(
        'GNOME Keyring could not unlock its login keyring; is the password the right one?',
      );
    }
    await sleep(50);
  }
  return { stop: () => endProcess(child, 2000) };
}

/** @param {NodeJS.ProcessEnv} env */
async function isUnlocked(env) {
  // A message to a service without an owner would have the bus start a second, locked keyring.
  const owner = await ask(
    env,
    'org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${SERVICE}`,
  );
  if (!owner.includes('true')) return false;
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  const collection = '/org/freedesktop/secrets/aliases/default';
  const locked = await ask(env, SERVICE, collection, 'org.freedesktop.DBus.Properties.Get', ...property);
  return locked.includes('false');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} destination
 * @param {string} object
 * @param {string} member
 * @param {string[]} contents
 */
async function ask(env, destination, object, member, ...contents) {
  const args = ['--session', '--print-reply=literal', `--dest=${destination}`, object, member, ...contents];
  try {
    return (await promisify(execFile)('dbus-send', args, { env })).stdout;
  } catch {
    return ''; // An error reply: the service is not that far yet.
  }
}
