import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';

/** How a history is to lie on disk, and what it can be read with. */
export interface HistoryAccess {
  /** The file is to be encrypted; one that is not, or that is and should not be, is converted when it is opened. */
  readonly encrypted: boolean;
  /** 64 hexadecimal digits; null where there is none, or where it can't be had now. */
  readonly key: string | null;
  /** Why there is no key now, as a sentence; '' where none is needed. */
  readonly message: string;
}

/** A history that is not encrypted. */
export const PLAIN_ACCESS: HistoryAccess = { encrypted: false, key: null, message: '' };

/** What SQLite writes at the beginning of a file that is not encrypted (file format, section 1.3). */
const PLAIN_MAGIC = 'SQLite format 3\u0000';
const SUFFIX = '.key-id';

/** Whether a database lies at this path and is not readable without a key; an empty or missing file is not. */
export function isEncrypted(path: string): boolean {
  if (!existsSync(path) || !existsSync(path + SUFFIX)) return false;
  const magic = Buffer.alloc(PLAIN_MAGIC.length);
  const file = openSync(path, 'r');
  try {
    const bytes = readSync(file, magic, 0, magic.length, 0);
    return bytes > 0 && magic.toString('latin1') !== PLAIN_MAGIC;
  } finally {
    closeSync(file);
  }
}

/** A name for a key that tells nothing of it: the key is random, so its hash can't be searched for. */
function idOf(key: string): string {
  return createHash('sha256').update(`sextant history key ${key}`).digest('hex').slice(0, 32);
}

/** Whether this is the key that the file was encrypted with: only then is an unreadable file a damaged one. */
export function isKeyOf(path: string, key: string): boolean {
  return existsSync(path + SUFFIX) && readFileSync(path + SUFFIX, 'utf8').trim() === idOf(key);
}

/** Notes which key the file is encrypted with. Throws what the file system throws. */
export function noteKey(path: string, key: string): void {
  writeFileSync(path + SUFFIX, `${idOf(key)}\n`);
}

/** Forgets which key a file was encrypted with. */
export function forgetKey(path: string): void {
  rmSync(path + SUFFIX, { force: true });
}
