import { endProcess, readFirstLine, startOwnProcess } from './own-process.mjs';

/**
 * Starts a D-Bus session bus that belongs to this process.
 * @param {NodeJS.ProcessEnv} env for the services that the bus starts on demand
 */
export async function startSessionBus(env) {
  const args = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  const child = startOwnProcess('dbus-daemon', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const addressPipe = /** @type {import('node:stream').Readable} */ (child.stdout);
  const address = await readFirstLine(addressPipe, 'dbus-daemon could not open a session bus.');
  return { env: { DBUS_SESSION_BUS_ADDRESS: address }, stop: () => endProcess(child, 2000) };
}
