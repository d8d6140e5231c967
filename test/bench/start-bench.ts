import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron as electron } from '@playwright/test';
import { type Bench, figure } from './bench.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNS = 5;
const TIMEOUT_MS = 30_000;

const EMPTY_APP = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => { window.show(); });
  window.loadURL('data:text/html,<canvas data-point-count="1"></canvas>');
});`;

/** Ms from the process' start until a canvas with points is in the window. */
async function measure(executablePath: string, appPath: string, profile: string): Promise<number> {
  const startedMs = performance.now();
  const app = await electron.launch({
    executablePath,
    args: ['--disable-gpu', `--user-data-dir=${profile}`, appPath],
    env: { ...(process.env as Record<string, string>) },
    timeout: TIMEOUT_MS,
  });
  try {
    const page = await app.firstWindow({ timeout: TIMEOUT_MS });
    await page.waitForSelector('canvas[data-point-count]:not([data-point-count="0"])', {
      state: 'attached',
      timeout: TIMEOUT_MS,
    });
    return performance.now() - startedMs;
  } finally {
    const exited = new Promise((resolve) => app.process().once('exit', resolve));
    await app.close();
    await exited;
  }
}

/** The Electron that bootstrap provided; its module is plain JavaScript outside this project's types. */
async function findExecutable(): Promise<string | undefined> {
  const module = (await import(path.join(ROOT, 'scripts/bootstrap/electron-runtime.mjs'))) as {
    findRuntime(): { executablePath: string } | undefined;
  };
  return module.findRuntime()?.executablePath;
}

/**
 * From the start of the process to the first drawn chart of the demo, on a profile that has some history, as on every
 * day but the first; and the same for an empty Electron window.
 */
export const startBench: Bench = async () => {
  const executablePath = await findExecutable();
  if (executablePath === undefined) return { skipped: 'no Electron runtime; run npm start once' };
  if (process.env.DISPLAY === undefined) return { skipped: 'no display; run it under xvfb-run -a' };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bench-'));
  const emptyApp = path.join(folder, 'app');
  await mkdir(emptyApp);
  await writeFile(path.join(emptyApp, 'package.json'), '{"name":"empty","main":"main.cjs"}');
  await writeFile(path.join(emptyApp, 'main.cjs'), EMPTY_APP);
  const ours: number[] = [];
  const empty: number[] = [];
  try {
    const first = await measure(executablePath, ROOT, path.join(folder, 'ours'));
    for (let run = 0; run < RUNS; run++) {
      empty.push(await measure(executablePath, emptyApp, path.join(folder, 'empty')));
      ours.push(await measure(executablePath, ROOT, path.join(folder, 'ours')));
    }
    return [
      figure('start to first drawn chart', 'ms', ours, { name: 'empty Electron window', samples: empty }),
      figure('the same on an empty profile, which must scrape twice first', 'ms', [first]),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
