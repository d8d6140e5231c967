import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { findProgram } from './find-program.mjs';
import { SetupError, step } from './progress.mjs';
import { tryCommand } from './run-command.mjs';

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const POLICY_MARK = '# Written by the Sextant bootstrap; it removes this file again.';
const POLICY = `#!/bin/sh\n${POLICY_MARK}\nexit 101\n`;

/** Tells whether this system uses Debian's packages. */
export function isDebian() {
  return fs.existsSync('/etc/debian_version') && fs.existsSync('/usr/bin/apt-get');
}

/** Tells whether packages may be installed without asking: as root, or in CI, where sudo needs no password. */
export function canInstall() {
  return isRoot() || (isCi() && findProgram('sudo') !== null);
}

/**
 * The line that installs the packages by hand.
 * @param {readonly (readonly string[])[]} choices for each package its possible names
 */
export function installCommand(choices) {
  const packages = choices.map(chooseName).join(' ');
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`;
}

/**
 * Installs packages with apt-get, without letting the services among them start.
 * @param {readonly (readonly string[])[]} choices for each package its possible names
 * @param {string} names what they are, for the user
 */
export async function installPackages(choices, names) {
  await step(`installing ${names} with apt-get, because this system lacks them`, async () => {
    await asRoot(['apt-get', 'update', '-q']);
    await withoutServices(() =>
      asRoot(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...choices.map(chooseName)]),
    );
  });
  if (fs.existsSync('/run/systemd/system')) {
    const services = choices.flat().filter((name) => name.startsWith('prometheus'));
    // The tests start servers of their own; these would run for ever.
    if (services.length > 0) await asRoot(['systemctl', 'disable', '--now', ...services]);
  }
}

/**
 * The first of a package's names that apt-get knows; its last name if it knows none yet.
 * @param {readonly string[]} names
 */
function chooseName(names) {
  if (names.length === 1) return names[0] ?? '';
  const policies = names.map((name) => {
    try {
      return execFileSync('apt-cache', ['policy', name], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return ''; // No package lists yet.
    }
  });
  const known = policies.findIndex((policy) => /Candidate: \d/.test(policy));
  return names.at(known) ?? '';
}

/**
 * Keeps Debian's packages from starting their services while the work lasts.
 * @param {() => Promise<void>} work
 */
async function withoutServices(work) {
  const isOurs = fs.existsSync(POLICY_FILE) && fs.readFileSync(POLICY_FILE, 'utf8').includes(POLICY_MARK);
  const writable = isRoot() && (isOurs || !fs.existsSync(POLICY_FILE));
  if (!writable) return await work();
  const restore = () => fs.rmSync(POLICY_FILE, { force: true });
  const interrupted = () => {
    restore();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    fs.writeFileSync(POLICY_FILE, POLICY, { mode: 0o755 });
    await work();
  } finally {
    restore();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

/**
 * @param {readonly string[]} command
 */
async function asRoot(command) {
  const line = ['env', 'DEBIAN_FRONTEND=noninteractive', ...command];
  const [program = '', ...args] = isRoot() ? line : ['sudo', '-n', ...line];
  const quiet = await tryCommand(program, args, { output: 'capture' });
  if (quiet.exitCode === 0) return;
  throw new SetupError(`\`${command.join(' ')}\` failed:\n${quiet.output}`);
}

function isRoot() {
  return process.getuid?.() === 0;
}

function isCi() {
  return process.env.CI === 'true' || process.env.CI === '1';
}
