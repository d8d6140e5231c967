import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { endProcess, readFirstLine, startOwnProcess } from './own-process.mjs';

const AUTH_NAME = 'MIT-MAGIC-COOKIE-1';
const FAMILY_WILD = 0xffff;

/**
 * Starts Xvfb on a free display that only holders of the cookie can open.
 * @param {{ dir: string, widthPx: number, heightPx: number }} options `dir` is a private folder for the cookie
 */
export async function startVirtualDisplay({ dir, widthPx, heightPx }) {
  const authFile = path.join(dir, 'xauthority');
  fs.writeFileSync(authFile, formatAuthority(randomBytes(16)), { mode: 0o600 });
  const screen = `${widthPx}x${heightPx}x24`;
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', authFile];
  const child = startOwnProcess('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const numberPipe = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  const number = await readFirstLine(numberPipe, 'Xvfb could not open a display.');
  return {
    env: { DISPLAY: `:${number}`, XAUTHORITY: authFile },
    stop: () => endProcess(child, 2000),
  };
}

/**
 * An Xauthority file with one cookie for every display; saves having the xauth program.
 * @param {Buffer} cookie
 */
function formatAuthority(cookie) {
  /** @param {Buffer} field */
  const counted = (field) => Buffer.concat([uint16(field.length), field]);
  const anyAddress = Buffer.alloc(0);
  const anyDisplay = Buffer.alloc(0);
  return Buffer.concat([
    uint16(FAMILY_WILD),
    ...[anyAddress, anyDisplay, Buffer.from(AUTH_NAME), cookie].map(counted),
  ]);
}

/** @param {number} value */
function uint16(value) {
  return Buffer.from([value >> 8, value & 0xff]);
}
