import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, STATE_DIR } from './paths.mjs';

/**
 * Reads what was remembered under a name; null if there is nothing.
 * @param {string} name
 */
export function readStamp(name) {
  try {
    return fs.readFileSync(path.join(STATE_DIR, name), 'utf8');
  } catch {
    return null; // Missing or unreadable: the step is simply done again.
  }
}

/**
 * Remembers a text under a name.
 * @param {string} name
 * @param {string} text
 */
export function writeStamp(name, text) {
  fs.mkdirSync(STATE_DIR, { recursive: true });
  const file = path.join(STATE_DIR, name);
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
}

/**
 * Forgets a name, before the step it stands for begins: an interrupted step is then done again.
 * @param {string} name
 */
export function clearStamp(name) {
  fs.rmSync(path.join(STATE_DIR, name), { force: true });
}

/**
 * A hash over the names and contents of files and of all files below folders.
 * @param {readonly string[]} entries relative to the base
 * @param {{ base?: string, include?: (file: string) => boolean }} [options]
 */
export function hashFiles(entries, { base = ROOT, include = () => true } = {}) {
  const hash = createHash('sha256');
  /** @param {string} entry */
  const add = (entry) => {
    const file = path.join(base, entry);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const child of fs.readdirSync(file).sort()) add(path.join(entry, child));
    } else if (stat && include(entry)) {
      hash.update(`${entry}\0${stat.size}\0`).update(fs.readFileSync(file));
    }
  };
  for (const entry of entries) add(entry);
  return hash.digest('hex');
}
