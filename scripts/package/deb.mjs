import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { DIST, flavourFolder } from './layout.mjs';
import { SBOM } from './sbom.mjs';

const FILES = path.join(import.meta.dirname, 'linux');

/** What Electron loads or calls; alternatives are the names of Debian 13 and Ubuntu 24.04. */
const DEPENDS = [
  'libc6 (>= 2.31)',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libnotify4',
  'libsecret-1-0',
  'libxss1',
  'libxtst6',
  'libuuid1',
  'xdg-utils',
];

/** @returns {{ version: string, description: string, license: string }} */
function readManifest() {
  return JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
}

/** Where the Debian package is made. */
export function debFile() {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return path.join(DIST, `sextant_${readManifest().version}_${architecture}.deb`);
}

/** @param {number} installedKib */
function control(installedKib) {
  const { version, description } = readManifest();
  return `${[
    'Package: sextant',
    `Version: ${version}`,
    `Architecture: ${process.arch === 'x64' ? 'amd64' : process.arch}`,
    'Maintainer: The Sextant developers <sextant@localhost>',
    `Installed-Size: ${installedKib}`,
    `Depends: ${DEPENDS.join(', ')}`,
    'Recommends: gnome-keyring | org.freedesktop.secrets',
    'Section: devel',
    'Priority: optional',
    'Description: console for services that expose /metrics',
    ` ${description}`,
  ].join('\n')}\n`;
}

/** @param {string} folder @returns {number} bytes of all files in it */
function sizeOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/**
 * Makes the Debian package from the packed production app with Debian's own `dpkg-deb`, downloading nothing.
 * @returns {string} the package
 */
export function makeDeb() {
  const staging = fs.mkdtempSync(path.join(os.tmpdir(), 'sextant-deb-'));
  /** @param {string} place @param {string} from @param {number} mode */
  const install = (place, from, mode) => {
    const target = path.join(staging, place);
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
    fs.copyFileSync(from, target);
    fs.chmodSync(target, mode);
  };
  try {
    fs.chmodSync(staging, 0o755);
    const app = path.join(staging, 'usr/lib/sextant');
    fs.cpSync(flavourFolder('production'), app, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', app]);
    for (const name of fs.readdirSync(app).filter((each) => /\.so(\.\d+)*$/.test(each))) {
      fs.chmodSync(path.join(app, name), 0o644);
    }
    // Where user namespaces are not to be had, Chromium's sandbox is this helper.
    fs.chmodSync(path.join(app, 'chrome-sandbox'), 0o4755);
    install('usr/lib/sextant/apparmor-profile', path.join(FILES, 'apparmor-profile'), 0o644);
    install('usr/share/applications/sextant.desktop', path.join(FILES, 'sextant.desktop'), 0o644);
    install('usr/share/icons/hicolor/scalable/apps/sextant.svg', path.join(FILES, 'sextant.svg'), 0o644);
    install('usr/share/doc/sextant/sextant.cdx.json', SBOM, 0o644);
    install('DEBIAN/postinst', path.join(FILES, 'postinst'), 0o755);
    install('DEBIAN/postrm', path.join(FILES, 'postrm'), 0o755);
    fs.writeFileSync(
      path.join(staging, 'usr/share/doc/sextant/copyright'),
      `License: ${readManifest().license}\n`,
    );
    fs.mkdirSync(path.join(staging, 'usr/bin'), { mode: 0o755 });
    fs.symlinkSync('../lib/sextant/sextant', path.join(staging, 'usr/bin/sextant'));
    fs.writeFileSync(path.join(staging, 'DEBIAN/control'), control(Math.ceil(sizeOf(staging) / 1024)));
    const file = debFile();
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', staging, file], {
      stdio: 'ignore',
    });
    return file;
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}
