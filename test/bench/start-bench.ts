import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Bench, figure } from './bench.ts';
import { closeElectron, findElectron, launchElectron, writeEmptyApp } from './electron-app.ts';
import { measureHover, measureKey } from './window-times.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNS = 5;
const TIMEOUT_MS = 30_000;
const SWITCHES = 9;
const MOVES = 40;
const SETTLE_MS = 1_000;

const EMPTY_PAGE = 'data:text/html,<canvas data-point-count="1"></canvas>';

/** Ms from the process' start until a canvas with points is in the window. */
async function measure(executablePath: string, appPath: string, profile: string): Promise<number> {
  const startedMs = performance.now();
  const app = await launchElectron(executablePath, appPath, profile);
  try {
    const page = await app.firstWindow({ timeout: TIMEOUT_MS });
    await page.waitForSelector('canvas[data-point-count]:not([data-point-count="0"])', {
      state: 'attached',
      timeout: TIMEOUT_MS,
    });
    return performance.now() - startedMs;
  } finally {
    await closeElectron(app);
  }
}

/** What a user waits for in the running app: a page, and the answer to the pointer. */
async function measureWindow(
  executablePath: string,
  profile: string,
): Promise<{ readonly switches: number[] } & Awaited<ReturnType<typeof measureHover>>> {
  const app = await launchElectron(executablePath, ROOT, profile);
  try {
    const page = await app.firstWindow({ timeout: TIMEOUT_MS });
    const switches: number[] = [];
    for (let run = 0; run < SWITCHES; run++) {
      await page.getByTestId('nav-settings').click();
      await page.getByTestId('page-settings').waitFor();
      await page.waitForTimeout(SETTLE_MS);
      switches.push(await measureKey(page, '1', 'altKey'));
    }
    await page.waitForTimeout(SETTLE_MS);
    return { switches: switches.slice(1), ...(await measureHover(page, MOVES)) };
  } finally {
    await closeElectron(app);
  }
}

/**
 * From the start of the process to the first drawn chart of the demo, on a profile that has some history, as on every
 * day but the first; and the same for an empty Electron window.
 */
export const startBench: Bench = async () => {
  const found = await findElectron();
  if ('skipped' in found) return found;
  const { executablePath } = found;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bench-'));
  const emptyApp = await writeEmptyApp(path.join(folder, 'app'), EMPTY_PAGE, [1_280, 800]);
  const ours: number[] = [];
  const empty: number[] = [];
  try {
    const first = await measure(executablePath, ROOT, path.join(folder, 'ours'));
    for (let run = 0; run < RUNS; run++) {
      empty.push(await measure(executablePath, emptyApp, path.join(folder, 'empty')));
      ours.push(await measure(executablePath, ROOT, path.join(folder, 'ours')));
    }
    const { switches, answers, frames } = await measureWindow(executablePath, path.join(folder, 'ours'));
    return [
      figure('start to first drawn chart', 'ms', ours, { name: 'empty Electron window', samples: empty }),
      figure('the same on an empty profile, which must scrape twice first', 'ms', [first]),
      figure('switch of the page to its first drawn chart', 'ms', switches, {
        name: 'start of an empty Electron window',
        samples: empty,
      }),
      figure('move over a chart to the frame with its tooltip', 'ms', answers, {
        name: 'one frame of the same window',
        samples: frames,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
