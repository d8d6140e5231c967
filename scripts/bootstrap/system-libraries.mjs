import { execFileSync } from 'node:child_process';
import { canInstall, installCommand, installPackages, isDebian } from './debian-packages.mjs';
import { findProgram } from './find-program.mjs';
import { SetupError, say } from './progress.mjs';

/**
 * @typedef {object} Requirement
 * @property {string} what the word for the user
 * @property {string} [library] a shared library's name
 * @property {string} [program]
 * @property {readonly string[]} packages the Debian package that brings it; where its name changed, the newer first
 */

/** @type {readonly Requirement[]} */
const LIBRARIES = [
  { what: 'GTK 3', library: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { what: 'NSS', library: 'libnss3.so', packages: ['libnss3'] },
  { what: 'GBM', library: 'libgbm.so.1', packages: ['libgbm1'] },
  { what: 'ALSA', library: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { what: 'libsecret', library: 'libsecret-1.so.0', packages: ['libsecret-1-0'] },
];
/** @type {readonly Requirement[]} */
const DISPLAY = [{ what: 'Xvfb', program: 'Xvfb', packages: ['xvfb'] }];
/** @type {readonly Requirement[]} */
const KEYRING = [
  { what: 'D-Bus', program: 'dbus-daemon', packages: ['dbus'] },
  { what: 'GNOME Keyring', program: 'gnome-keyring-daemon', packages: ['gnome-keyring'] },
];
/** @type {readonly Requirement[]} */
const PEERS = [
  { what: 'Prometheus', program: 'prometheus', packages: ['prometheus'] },
  { what: 'Alertmanager', program: 'prometheus-alertmanager', packages: ['prometheus-alertmanager'] },
  { what: 'node_exporter', program: 'prometheus-node-exporter', packages: ['prometheus-node-exporter'] },
];

/**
 * @typedef {object} SystemNeeds
 * @property {boolean} [display] a virtual display, for a run without a screen
 * @property {boolean} [keyring] a session bus with a keyring of its own
 * @property {boolean} [peers] the servers that integration tests compare with
 */

/**
 * Checks what has to be there outside npm, installs what is missing where that is allowed, and otherwise stops with
 * the one line to run.
 * @param {SystemNeeds} needs
 */
export async function provideSystemLibraries(needs) {
  if (process.platform !== 'linux') return;
  const missing = findMissing(needs);
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => what).join(', ');
  if (!isDebian()) {
    say(`not found on this system: ${names}; install them with its package manager if the next steps fail`);
    return;
  }
  if (!canInstall()) {
    const line = installCommand(missing.map(({ packages }) => packages));
    throw new SetupError(
      `These are missing on this system: ${names}. Install them with this line, then run this again:\n\n  ${line}\n`,
    );
  }
  await installPackages(
    missing.map(({ packages }) => packages),
    names,
  );
  const left = findMissing(needs);
  if (left.length > 0) throw new SetupError(`Still missing: ${left.map(({ what }) => what).join(', ')}.`);
}

/** @param {SystemNeeds} needs */
function findMissing({ display, keyring, peers }) {
  const required = [
    ...LIBRARIES,
    ...(display ? DISPLAY : []),
    ...(keyring ? KEYRING : []),
    ...(peers ? PEERS : []),
  ];
  const libraries = listLibraries();
  return required.filter(({ library, program }) =>
    library ? libraries !== null && !libraries.has(library) : !findProgram(/** @type {string} */ (program)),
  );
}

/** The shared libraries the loader knows; null on systems without ldconfig, where nothing can be said. */
function listLibraries() {
  try {
    const list = execFileSync('/sbin/ldconfig', ['-p'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return new Set([...list.matchAll(/^\s+(\S+) \(/gm)].map((match) => match[1]));
  } catch {
    return null;
  }
}
