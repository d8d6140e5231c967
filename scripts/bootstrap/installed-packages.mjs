import fs from 'node:fs';
import path from 'node:path';

const NAMED = 3;

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }>} Packages */

/**
 * Why the packages of a checkout must be installed anew, as the end of a sentence; null where all are there. npm's own
 * record in node_modules is compared with package-lock.json, and then held against the folders themselves: it stays as
 * it is where some of them were deleted or never copied.
 * @param {string} root the checkout
 * @param {{ readVersions: boolean }} options whether each package's own version is read too, which takes longer
 */
export function findFault(root, { readVersions }) {
  const modules = path.join(root, 'node_modules');
  const present = readLock(path.join(modules, '.package-lock.json'));
  if (present === null) return 'nothing is installed yet';
  const wanted = readLock(path.join(root, 'package-lock.json'));
  if (wanted === null || !isRecorded(wanted, present)) return 'package-lock.json has changed';
  const faulty = Object.entries(present)
    .filter(([folder, { version, link }]) => {
      const file = path.join(root, folder, 'package.json');
      return link !== true && !(readVersions ? readVersion(file) === version : fs.existsSync(file));
    })
    .map(([folder]) => folder.replace(/^node_modules\//, ''));
  if (faulty.length === 0) return null;
  const more = faulty.length > NAMED ? ` and ${faulty.length - NAMED} more` : '';
  return `node_modules is not complete (${faulty.slice(0, NAMED).join(', ')}${more})`;
}

/**
 * Compares npm's record with what is wanted.
 * @param {Packages} wanted
 * @param {Packages} present
 */
function isRecorded(wanted, present) {
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
}

/** @param {string} file a package.json; null where it can't be read */
function readVersion(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).version;
  } catch {
    return null;
  }
}

/**
 * The packages of a lock file by folder; null where it is missing or can't be read.
 * @param {string} file
 * @returns {Packages | null}
 */
function readLock(file) {
  try {
    const { '': _root, ...packages } = JSON.parse(fs.readFileSync(file, 'utf8')).packages;
    return packages;
  } catch {
    return null; // npm ci makes a new record, and says what is wrong with a lock file.
  }
}
