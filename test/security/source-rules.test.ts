import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

const SOURCES = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .map((file) => ({ file: path.relative(ROOT, file), text: readFileSync(file, 'utf8') }));

function filesWith(pattern: RegExp, under = 'src/'): string[] {
  return SOURCES.filter(({ file, text }) => file.startsWith(under) && pattern.test(text))
    .map(({ file }) => file)
    .sort();
}

describe('the sources', () => {
  it('make windows with all guards', () => {
    const makers = SOURCES.filter(({ text }) => /new BrowserWindow\(/.test(text));
    expect(makers.length).toBeGreaterThan(0);
    for (const { text } of makers) {
      for (const setting of [
        'sandbox: true',
        'contextIsolation: true',
        'nodeIntegration: false',
        'nodeIntegrationInWorker: false',
        'nodeIntegrationInSubFrames: false',
        'webSecurity: true',
        'webviewTag: false',
      ]) {
        expect(text).toContain(setting);
      }
    }
  });

  it.each([
    ['mixed content', /allowRunningInsecureContent/],
    ['experimental features of the engine', /experimentalFeatures|enableBlinkFeatures/],
    ['popups of web views', /allowpopups/],
    ['a policy that is weakened', /unsafe-inline|unsafe-eval|bypassCSP/],
    ['TLS switched off for all', /NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate-errors|certificate-error/],
    ['markup from text', /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write\(/],
    ['code from text', /\beval\(|new Function\(/],
    ['keys that work in other programs', /globalShortcut/],
    ['reading the clipboard', /clipboard\.read|clipboard-read/],
    ['an update of itself', /autoUpdater|electron-updater|update-electron-app/],
    ['files as pages', /loadFile\(|registerFileProtocol/],
  ])('have none of this: %s', (_, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it('open the browser in one place', () => {
    expect(filesWith(/shell\.openExternal/)).toEqual(['src/main/windows/open-external.ts']);
  });

  it('take links of other programs in one place', () => {
    expect(filesWith(/setAsDefaultProtocolClient|'open-url'|process\.argv/, 'src/main/')).toEqual([
      'src/main/deep-links/deep-links.ts',
    ]);
  });

  it('reach Electron’s IPC from the preload in one place, which takes no channel', () => {
    expect(filesWith(/ipcRenderer/, 'src/renderer')).toEqual([]);
    expect(filesWith(/exposeInMainWorld/)).toEqual(['src/preload/index.ts']);
  });
});

it('have no way to the network but the engine’s client of HTTP: nothing looks for updates or sends reports', () => {
  const ways =
    /\bfrom '(?:node:)?(?:https?|http2|undici(?:\/[^']*)?)'|\bfetch\(|net\.request\(|crashReporter|net\.fetch/;
  const elsewhere = filesWith(ways).filter((file) => !/^src\/(engine|cli|backend)\//.test(file));
  // The page fetches its own files, which its content security policy keeps it to.
  expect(elsewhere).toEqual(['src/renderer/app/about/LicenceList.tsx']);
});

it('lock every package to the content that it had', () => {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; inBundle?: boolean }>;
  };
  const open = Object.entries(lock.packages)
    .filter(
      ([place, { integrity, inBundle }]) => place !== '' && integrity === undefined && inBundle !== true,
    )
    .map(([place]) => place);
  expect(open).toEqual([]);
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  for (const version of Object.values({ ...dependencies, ...devDependencies })) {
    expect(version).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/);
  }
});

it('install packages without running their scripts, but for those that are named', () => {
  const { allowScripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { name?: string; hasInstallScript?: boolean }>;
  };
  const withScripts = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([place, { name }]) => name ?? place.replace(/^.*node_modules\//, ''));
  expect(withScripts.length).toBeGreaterThan(0);
  for (const name of withScripts) expect(Object.keys(allowScripts)).toContain(name);
  expect(Object.values(allowScripts)).not.toContain(true);
});
