import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ElectronApplication, _electron as electron } from '@playwright/test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TIMEOUT_MS = 30_000;

/** Why Electron can't be started here, or where it is. Its finder is plain JavaScript outside this project's types. */
export async function findElectron(): Promise<
  { readonly skipped: string } | { readonly executablePath: string }
> {
  const module = (await import(path.join(ROOT, 'scripts/bootstrap/electron-runtime.mjs'))) as {
    findRuntime(): { executablePath: string } | undefined;
  };
  const executablePath = module.findRuntime()?.executablePath;
  if (executablePath === undefined) return { skipped: 'no Electron runtime; run npm start once' };
  if (process.env.DISPLAY === undefined) return { skipped: 'no display; run it under xvfb-run -a' };
  return { executablePath };
}

/** Starts an app with a profile of its own, without a graphics card, so that all machines compare. */
export function launchElectron(
  executablePath: string,
  appPath: string,
  profile: string,
): Promise<ElectronApplication> {
  return electron.launch({
    executablePath,
    args: ['--disable-gpu', `--user-data-dir=${profile}`, appPath],
    env: { ...(process.env as Record<string, string>) },
    timeout: TIMEOUT_MS,
  });
}

/** Closes an app and waits until its process is gone. */
export async function closeElectron(app: ElectronApplication): Promise<void> {
  const exited = new Promise((resolve) => app.process().once('exit', resolve));
  await app.close();
  await exited;
}

/** Writes an app that shows one page in one window; returns its folder. */
export async function writeEmptyApp(
  folder: string,
  url: string,
  sizePx: readonly [number, number],
): Promise<string> {
  const [width, height] = sizePx;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"name":"empty","main":"main.cjs"}');
  await writeFile(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: ${width}, height: ${height}, show: false });
  window.once('ready-to-show', () => { window.show(); });
  window.loadURL(${JSON.stringify(url)});
});`,
  );
  return folder;
}
