import './bootstrap/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { findRuntime } from './bootstrap/electron-runtime.mjs';
import { findProgram } from './bootstrap/find-program.mjs';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { runCommand } from './bootstrap/run-command.mjs';
import { bootstrap } from './bootstrap.mjs';
import { makeDeb } from './package/deb.mjs';
import { FLAVOURS, FUSE_NAMES } from './package/fuses.mjs';
import { DIST, EXECUTABLE, flavourFolder, PACKED_BUILD } from './package/layout.mjs';
import { SBOM, writeSbom } from './package/sbom.mjs';

// npm run package: one build, packed once for this system; the second flavour is a copy with one other fuse.
await runMain(async () => {
  const { executablePath } = await bootstrap({ build: false });
  const electronDist = path.dirname(executablePath);
  if (findRuntime()?.kind === 'fallback') {
    say('the fallback Electron is packed: this package is for trying out, not for handing on');
  }
  fs.rmSync(DIST, { recursive: true, force: true });
  await runCommand(path.join(ROOT, 'node_modules/.bin/electron-vite'), ['build', '--outDir', PACKED_BUILD], {
    cwd: ROOT,
    env: { ...process.env, SEXTANT_PACKAGED_BUILD: '1' },
    failure: 'The build failed',
  });
  const unpacked = await pack(electronDist);
  for (const flavour of /** @type {const} */ (['production', 'qa'])) {
    const folder = flavourFolder(flavour);
    fs.cpSync(unpacked, folder, { recursive: true, verbatimSymlinks: true });
    await setFuses(path.join(folder, EXECUTABLE), flavour);
    say(`packed ${flavour} in ${folder}`);
  }
  fs.rmSync(path.join(DIST, 'packed'), { recursive: true });
  const asar = path.join(flavourFolder('production'), 'resources/app.asar');
  writeSbom(asar, electronVersionOf(electronDist));
  say(`listed what is in it in ${SBOM}`);
  if (findProgram('dpkg-deb') === null) say('there is no dpkg-deb, so no Debian package is made');
  else say(`made ${makeDeb()}`);
});

/**
 * Packs the build with the runtime that is there, downloading nothing.
 * @param {string} electronDist
 * @returns {Promise<string>} the folder with the app
 */
async function pack(electronDist) {
  await build({
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      appId: 'dev.sextant.console',
      electronDist,
      electronVersion: electronVersionOf(electronDist),
      directories: { output: path.join(DIST, 'packed') },
      // The native modules are prebuilt for N-API, which every Electron has.
      npmRebuild: false,
      asarUnpack: ['**/*.node'],
      files: [
        { from: path.relative(ROOT, PACKED_BUILD), to: 'out', filter: ['**/*', '!**/*.map'] },
        'package.json',
        '!**/*.{ts,md,map,h,c,cc,gyp}',
        // Native modules for other systems.
        '!node_modules/@libsql/*musl*/**',
        `!node_modules/keytar/prebuilds/!(${process.platform}-${process.arch})/**`,
      ],
      electronLanguages: ['en-US'],
      // Links that other programs open: the desktop file on Linux, Info.plist on macOS.
      protocols: [{ name: 'Sextant link', schemes: ['sextant'] }],
      linux: { executableName: EXECUTABLE, category: 'Development' },
      // The runtime's own start page would be a second way in.
      afterPack: async ({ appOutDir }) =>
        fs.rmSync(path.join(appOutDir, 'resources/default_app.asar'), { force: true }),
    },
  });
  return path.join(DIST, 'packed', 'linux-unpacked');
}

/** @param {string} electronDist */
function electronVersionOf(electronDist) {
  return fs.readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '');
}

/**
 * @param {string} executable
 * @param {'production' | 'qa'} flavour
 */
async function setFuses(executable, flavour) {
  const fuses = FLAVOURS[flavour];
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    .../** @type {Record<FuseV1Options, boolean>} */ (
      Object.fromEntries(FUSE_NAMES.map((name) => [FuseV1Options[name], fuses[name]]))
    ),
  });
}
