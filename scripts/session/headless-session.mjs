import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findProgram } from '../bootstrap/find-program.mjs';
import { startKeyring } from './keyring.mjs';
import { startSessionBus } from './session-bus.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/** Names the password of the user's own login keyring, for those who want a headless session to use that one. */
export const KEYRING_PASSWORD_VARIABLE = 'SEXTANT_KEYRING_PASSWORD';

/**
 * @typedef {object} HeadlessSession
 * @property {NodeJS.ProcessEnv} env for the app: this process's own with the session's display and bus
 * @property {'temporary' | 'own' | 'none' | 'existing'} keychain where the app's credentials go: a keyring that is
 *   thrown away, the user's own one, nowhere, or whatever the bus that was there before offers
 * @property {() => Promise<void>} stop ends all of it and removes its files
 */

/**
 * Starts a virtual display, and a session bus with an unlocked keyring unless there is a bus already.
 *
 * The keyring is encrypted with a random password that nobody knows and is thrown away at the end: a password kept
 * for the next time would be a secret in a file, an empty one would keep the credentials in plain text.
 * @param {{ ownBus: boolean, widthPx: number, heightPx: number }} options
 * @returns {Promise<HeadlessSession>}
 */
export async function startHeadlessSession({ ownBus, widthPx, heightPx }) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sextant-session-'));
  /** @type {(() => unknown)[]} */
  const undo = [() => fs.rmSync(dir, { recursive: true, force: true, maxRetries: 3 })];
  const stop = async () => {
    for (const action of undo.splice(0).reverse()) await action();
  };
  try {
    const { [KEYRING_PASSWORD_VARIABLE]: ownPassword, WAYLAND_DISPLAY: _, ...env } = process.env;
    const display = await startVirtualDisplay({ dir, widthPx, heightPx });
    undo.push(display.stop);
    Object.assign(env, display.env);
    if (!ownBus) return { env, keychain: 'existing', stop };

    env.XDG_RUNTIME_DIR = dir;
    const bus = await startSessionBus(env);
    undo.push(bus.stop);
    Object.assign(env, bus.env);
    if (!findProgram('gnome-keyring-daemon')) return { env, keychain: 'none', stop };

    const temporary = { XDG_DATA_HOME: path.join(dir, 'data') };
    const keyring = await startKeyring({
      env: ownPassword ? env : { ...env, ...temporary },
      password: ownPassword ?? randomBytes(32).toString('base64'),
    });
    undo.push(keyring.stop);
    return { env, keychain: ownPassword ? 'own' : 'temporary', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
