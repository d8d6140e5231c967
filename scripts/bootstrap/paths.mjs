import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What bootstrap remembers between runs; safe to delete at any time. */
export const STATE_DIR = path.join(ROOT, '.bootstrap');

/** A folder for what several checkouts share, honouring XDG_CACHE_HOME; it need not exist yet. */
export function cacheDir() {
  const base = process.env.XDG_CACHE_HOME;
  return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache'), 'sextant');
}
