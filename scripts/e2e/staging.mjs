import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/progress.mjs';
import { canRead } from './unprivileged-user.mjs';

/** What a test run reads from the checkout. */
const NEEDED = [
  'package.json',
  'node_modules',
  'out',
  'src',
  'test',
  'scripts',
  'tools',
  'playwright.config.ts',
  'playwright.pictures.config.ts',
];

/**
 * @typedef {object} Stage
 * @property {string} root the checkout, or a copy of it
 * @property {string} executablePath Electron, or a copy of it
 * @property {string} nodePath Node, or a copy of it
 */

/**
 * Sees to it that another user can read all that a test run needs. What lies where that user may not go, as below a
 * private home folder, is copied; nothing of the original is opened to anybody.
 * @param {object} options
 * @param {string} options.dir a folder for copies that the user can enter
 * @param {import('./unprivileged-user.mjs').UserIds} options.user
 * @param {string} options.executablePath Electron
 * @returns {Stage}
 */
export function stage({ dir, user, executablePath }) {
  const runtimeDir = path.dirname(executablePath);
  const root = isReadable(user, ROOT, NEEDED) ? ROOT : copyTree(ROOT, path.join(dir, 'checkout'), NEEDED);
  const runtime = isReadable(user, runtimeDir, ['.'])
    ? runtimeDir
    : copyTree(runtimeDir, path.join(dir, 'electron'), fs.readdirSync(runtimeDir));
  const nodeDir = path.dirname(process.execPath);
  const nodePath = canRead(user, process.execPath)
    ? process.execPath
    : path.join(
        copyTree(nodeDir, path.join(dir, 'node'), [path.basename(process.execPath)]),
        path.basename(process.execPath),
      );
  return { root, executablePath: path.join(runtime, path.basename(executablePath)), nodePath };
}

/**
 * @param {import('./unprivileged-user.mjs').UserIds} user
 * @param {string} dir
 * @param {readonly string[]} names
 */
function isReadable(user, dir, names) {
  // Being able to enter is not enough: a checkout made under a strict umask has closed files everywhere.
  const closed = execFileSync('find', [
    ...names.map((name) => path.join(dir, name)),
    '!',
    '-type',
    'l',
    '!',
    '-perm',
    '-o=r',
    '-print',
    '-quit',
  ]);
  return closed.length === 0 && names.every((name) => canRead(user, path.join(dir, name)));
}

/**
 * @param {string} from
 * @param {string} to
 * @param {readonly string[]} names
 */
function copyTree(from, to, names) {
  say(`copying ${from} to ${to}, because the test user cannot read it where it is`);
  fs.mkdirSync(to, { mode: 0o755 });
  const sources = names.map((name) => path.join(from, name));
  execFileSync('cp', ['-a', '--reflink=auto', ...sources, to]);
  execFileSync('chmod', ['-R', 'a+rX', to]);
  return to;
}
