import './bootstrap/node-version.mjs';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { _electron } from '@playwright/test';
import { runMain, SetupError, say } from './bootstrap/progress.mjs';
import { debFile } from './package/deb.mjs';
import { FLAVOURS, FUSE_NAMES } from './package/fuses.mjs';
import { EXECUTABLE, flavourFolder } from './package/layout.mjs';
import { listPackedPackages, SBOM } from './package/sbom.mjs';
import { startHeadlessSession } from './session/headless-session.mjs';
import { endProcess } from './session/own-process.mjs';

const START_LIMIT_MS = 60_000;
const QUIT_LIMIT_MS = 10_000;
/** What only builds for development and tests know of. */
const TEST_HOOKS = ['sextantTest', 'SEXTANT_TEST_HOOKS', 'SEXTANT_KEYCHAIN_SERVICE', 'ELECTRON_RENDERER_URL'];
const FLAVOUR_NAMES = /** @type {const} */ (['production', 'qa']);
/** @typedef {(typeof FLAVOUR_NAMES)[number]} Flavour */

let failures = 0;

/**
 * @param {string} what
 * @param {unknown} found
 * @param {unknown} wanted
 */
function expectEqual(what, found, wanted) {
  const holds = JSON.stringify(found) === JSON.stringify(wanted);
  if (!holds) failures += 1;
  console.log(
    `${holds ? 'ok    ' : 'FAILED'} ${what}${holds ? '' : `: ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`}`,
  );
}

// npm run package:check: reads back what npm run package made, and starts it.
await runMain(async () => {
  for (const flavour of FLAVOUR_NAMES) {
    if (!fs.existsSync(executableOf(flavour)))
      throw new SetupError('There is no package; run npm run package.');
    await checkFuses(flavour);
  }
  const [production, qa] = FLAVOUR_NAMES.map((flavour) => sha256(asarOf(flavour)));
  expectEqual('both flavours hold the same app', production, qa);
  checkContent(asarOf('production'));
  checkSbom(asarOf('production'));
  const session = await startHeadlessSession({ ownBus: true, widthPx: 1280, heightPx: 800 });
  try {
    checkNodeIsOff(session.env);
    await smokeProduction('production', executableOf('production'), session.env);
    await checkDeb(session.env);
    await smokeQa(session.env);
  } finally {
    await session.stop();
  }
  say(failures === 0 ? 'the packages are as they should be' : `${failures} checks failed`);
  return failures === 0 ? 0 : 1;
});

/** @param {Flavour} flavour */
function executableOf(flavour) {
  return path.join(flavourFolder(flavour), EXECUTABLE);
}

/** @param {Flavour} flavour */
function asarOf(flavour) {
  return path.join(flavourFolder(flavour), 'resources', 'app.asar');
}

/** @param {string} file */
function sha256(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

/** @param {Flavour} flavour */
async function checkFuses(flavour) {
  const { version, ...wire } = await getCurrentFuseWire(executableOf(flavour));
  expectEqual(`${flavour}: all fuses of the runtime are known`, Object.keys(wire).length, FUSE_NAMES.length);
  const states = /** @type {Record<number, number>} */ (wire);
  for (const name of FUSE_NAMES) {
    const isOn = String.fromCharCode(states[FuseV1Options[name]] ?? 0) === '1';
    expectEqual(`${flavour}: fuse ${name} of version ${version}`, isOn, FLAVOURS[flavour][name]);
  }
}

/** @param {string} asar */
function checkContent(asar) {
  const names = listPackage(asar, { isPack: false });
  const odd = names.filter((name) => /\.(map|ts|tsx)$|\.test\.|\/test\/e2e|\.env$/.test(name));
  expectEqual('no sources, maps and tests are packed', odd, []);
  const scripts = names.filter((name) => /^\/out\/.*\.(c?js|html)$/.test(name));
  expectEqual('the app is packed', scripts.length > 5, true);
  const native = names.filter((name) => name.endsWith('.node'));
  expectEqual(
    'native modules are for this system alone',
    native.map((name) => path.basename(path.dirname(name))).sort(),
    ['linux-x64', 'linux-x64-gnu'],
  );
  for (const word of TEST_HOOKS) {
    const found = scripts.filter((name) => extractFile(asar, name.slice(1)).includes(word));
    expectEqual(`no script knows ${word}`, found, []);
  }
  expectEqual(
    'the runtime’s start page is gone',
    fs.existsSync(path.join(path.dirname(asar), 'default_app.asar')),
    false,
  );
}

/** Flags of the app for where root has no sandbox. */
function rootFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** @param {NodeJS.ProcessEnv} env */
function checkNodeIsOff(env) {
  const asNode = spawnSync(executableOf('production'), ['-e', 'console.log("node")', ...rootFlags()], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1', XDG_CONFIG_HOME: os.tmpdir() },
    encoding: 'utf8',
    timeout: 5_000,
  });
  expectEqual('production does not run as Node', asNode.stdout.includes('node'), false);
}

/** @param {(dataFolder: string, statusFile: string) => Promise<void>} use */
async function withProfile(use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sextant-package-'));
  try {
    await use(path.join(folder, 'data'), path.join(folder, 'status.json'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} asar */
function checkSbom(asar) {
  const { bomFormat, components } = readJson(SBOM) ?? {};
  expectEqual('the list of what is packed is CycloneDX', bomFormat, 'CycloneDX');
  const listed = new Set(
    components?.map(
      (/** @type {{ name: string, version: string }} */ each) => `${each.name}@${each.version}`,
    ),
  );
  const bundled = JSON.parse(extractFile(asar, 'out/renderer/licences.json').toString());
  const runtime = fs.readFileSync(path.join(flavourFolder('production'), 'version'), 'utf8').trim();
  const all = [...listPackedPackages(asar), ...bundled]
    .filter(({ name }) => name !== 'electron')
    .map(({ name, version }) => `${name}@${version}`);
  const wanted = [...new Set([...all, `electron@${runtime.replace(/^v/, '')}`])];
  expectEqual('more than the native modules are packed', wanted.length > 40, true);
  expectEqual(
    `it lists all ${wanted.length} packages`,
    wanted.filter((each) => !listed.has(each)),
    [],
  );
}

/**
 * Unpacks the Debian package, reads it back and starts what is in it.
 * @param {NodeJS.ProcessEnv} env
 */
async function checkDeb(env) {
  const file = debFile();
  if (!fs.existsSync(file)) {
    console.log('skipped the Debian package: there is none');
    return;
  }
  const listed = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8', maxBuffer: 1e8 });
  const lines = listed.trim().split('\n');
  expectEqual(
    'deb: all belongs to root',
    lines.filter((line) => !/^\S+ root\/root /.test(line)),
    [],
  );
  for (const [place, mode] of /** @type {const} */ ([
    ['usr/lib/sextant/sextant', '-rwxr-xr-x'],
    ['usr/lib/sextant/chrome-sandbox', '-rwsr-xr-x'],
    ['usr/lib/sextant/apparmor-profile', '-rw-r--r--'],
    ['usr/share/applications/sextant.desktop', '-rw-r--r--'],
    ['usr/share/icons/hicolor/scalable/apps/sextant.svg', '-rw-r--r--'],
    ['usr/share/doc/sextant/sextant.cdx.json', '-rw-r--r--'],
    ['usr/bin/sextant -> ../lib/sextant/sextant', 'lrwxrwxrwx'],
  ])) {
    const line = lines.find((each) => each.endsWith(` ./${place}`));
    expectEqual(`deb: ${place}`, line?.split(' ')[0], mode);
  }
  const open = lines.filter((line) => /^[-d]\S{7}w/.test(line));
  expectEqual('deb: nothing may be written by others', open, []);
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sextant-deb-'));
  try {
    execFileSync('dpkg-deb', ['--extract', file, root]);
    await smokeProduction('deb', path.join(root, 'usr/bin/sextant'), env);
  } finally {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Starts production as a user does, with the ways in that the fuses close, and waits until it has scraped its Demo.
 * @param {string} what
 * @param {string} executable
 * @param {NodeJS.ProcessEnv} env
 */
async function smokeProduction(what, executable, env) {
  await withProfile(async (dataFolder, statusFile) => {
    const args = ['--inspect=0', '--disable-gpu', `--user-data-dir=${dataFolder}`, ...rootFlags()];
    const child = spawn(executable, args, {
      env: {
        ...env,
        SEXTANT_STATUS_FILE: statusFile,
        SEXTANT_TEST_HOOKS: '1',
        NODE_OPTIONS: `--require=${path.join(dataFolder, 'injected.cjs')}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const isUp = await until(() => readJson(statusFile)?.targetsUp > 0);
    expectEqual(`${what} starts, and scrapes its Demo`, isUp, true);
    if (!isUp) console.log(output);
    expectEqual(`${what} opens no inspector`, /Debugger listening/.test(output), false);
    expectEqual(`${what} takes no NODE_OPTIONS`, /injected/.test(output), false);
    await endProcess(child, QUIT_LIMIT_MS);
  });
}

/** @param {NodeJS.ProcessEnv} env */
async function smokeQa(env) {
  await withProfile(async (dataFolder) => {
    const app = await _electron.launch({
      executablePath: executableOf('qa'),
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-gpu', `--user-data-dir=${dataFolder}`],
      env: /** @type {Record<string, string>} */ (env),
      timeout: START_LIMIT_MS,
    });
    try {
      const page = await app.firstWindow({ timeout: START_LIMIT_MS });
      await page.locator('[data-app-state="ready"]').waitFor({ timeout: START_LIMIT_MS });
      expectEqual('qa can be driven', new URL(page.url()).protocol, 'app:');
      expectEqual('qa is a packaged app', await app.evaluate(({ app: { isPackaged } }) => isPackaged), true);
    } finally {
      await app.close();
    }
  });
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null; // Not written yet.
  }
}

/** @param {() => boolean} holds */
async function until(holds) {
  const deadlineMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadlineMs) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
