import fs from 'node:fs';
import path from 'node:path';

// What the app is built from, with the licence of each package: shown by the About window.

const IMPORT = /(?:from|import)\s*\(?\s*'((?:@[^/']+\/)?[^./'][^/']*)/g;
const LICENCE_FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;

/**
 * @typedef {object} Licence
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression, as the package states it
 * @property {string} text the licence's own text; '' where the package has none
 */

/** @param {string} folder */
function importedPackages(folder) {
  const names = new Set();
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(entry) || /\.test\./.test(entry)) continue;
    const source = fs.readFileSync(path.join(folder, entry), 'utf8');
    for (const [, name] of source.matchAll(IMPORT)) if (name && !name.startsWith('node:')) names.add(name);
  }
  return names;
}

/**
 * @param {string} root
 * @returns {Licence[]} by name, of every package that the sources import and of those that it stands on
 */
export function listLicences(root) {
  const waiting = [...importedPackages(path.join(root, 'src'))];
  /** @type {Map<string, Licence>} */
  const found = new Map();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const folder = path.join(root, 'node_modules', name);
    const manifest = path.join(folder, 'package.json');
    if (found.has(name) || !fs.existsSync(manifest)) continue;
    const {
      name: ownName,
      version,
      license,
      dependencies = {},
    } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    const file = fs.readdirSync(folder).find((each) => LICENCE_FILE.test(each));
    const text = file === undefined ? '' : fs.readFileSync(path.join(folder, file), 'utf8');
    // A package may be imported by another name than its own.
    found.set(name, {
      name: ownName,
      version,
      licence: typeof license === 'string' ? license : 'see its text',
      text,
    });
    // Electron's own packages only fetch its binary.
    if (name !== 'electron') waiting.push(...Object.keys(dependencies));
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Puts `licences.json` beside the page.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function licences(root) {
  return {
    name: 'licences',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(listLicences(root)) });
    },
  };
}
