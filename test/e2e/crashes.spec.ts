import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { queryInstant } from './fixtures/query-instant.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { startUndriven, type UndrivenApp } from './fixtures/undriven-app.ts';
import { ConsolePage } from './pages/console.ts';
import { SystemQuestions } from './pages/system-questions.ts';

async function withUndriven(userDataDir: string, work: (app: UndrivenApp) => Promise<void>): Promise<void> {
  const app = await startUndriven(userDataDir);
  try {
    await work(app);
  } finally {
    await app.kill();
  }
}

function goneCount(log: string): number {
  return log.match(/the page's process is gone: \w+, code \d+/g)?.length ?? 0;
}

function logOf(app: RunningApp): Promise<string> {
  return readFile(path.join(app.userDataDir, 'logs', 'main.log'), 'utf8');
}

test('a page whose process is gone comes back where it was, and is not loaded again and again', async ({
  userDataDir,
}) => {
  test.setTimeout(180_000);
  await withUndriven(userDataDir, async (app) => {
    await app.inPage((page: Page) => new ConsolePage(page).open('targets'));
    for (let times = 1; times <= 4; times += 1) {
      for (const pid of await app.helpers('renderer')) process.kill(pid, 'SIGKILL');
      await expect.poll(async () => goneCount(await app.readLog())).toBe(times);
      if (times === 4) break;
      await app.inPage(async (page) => {
        await expect(page.getByTestId('page-targets')).toContainText('127.0.0.1', { timeout: 30_000 });
        await expect(page.getByText('The window was loaded again')).toBeVisible();
      });
    }
    // It asks instead, with a message box of the system.
    expect(await app.helpers('renderer')).toEqual([]);
  });
});

test('a page that hangs is noticed', async ({ userDataDir }) => {
  test.setTimeout(240_000);
  await withUndriven(userDataDir, async (app) => {
    await app.inPage((page) =>
      page.evaluate(() => {
        setTimeout(() => {
          for (;;);
        });
      }),
    );
    // Chromium notices that a page hangs by input that it does not take for 15 s, once no debugger is attached; keys that
    // are pressed again begin these anew.
    await expect(async () => {
      await app.pressKeys();
      await expect.poll(() => app.readLog(), { timeout: 40_000 }).toContain('the page does not respond');
    }).toPass({ timeout: 160_000 });
  });
});

test('a page that hangs is loaded again where that is wanted', async ({ launchApp }) => {
  const app = await launchApp();
  await new ConsolePage(app.page).ready();
  const questions = new SystemQuestions(app);
  const hang = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive'),
    );
  await questions.answerWith(0);
  await hang();
  await expect.poll(() => questions.asked()).toEqual(['The window does not respond.']);
  await questions.answerWith(1);
  await hang();
  await expect.poll(async () => goneCount(await logOf(app))).toBe(1);
  expect(await questions.asked()).toHaveLength(2);
});

test('the window outlives its graphics process, and says so', async ({ launchApp }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.open('overview');
  await console.expectDrawnCharts(4);
  const killed = await app.electron.evaluate(({ app: { getAppMetrics } }) => {
    const graphics = getAppMetrics().find(({ type }) => type === 'GPU');
    return graphics === undefined ? false : process.kill(graphics.pid, 'SIGKILL');
  });
  expect(killed).toBe(true);
  await expect(app.page.getByText('The graphics process was started again')).toBeVisible();
  expect(await logOf(app)).toMatch(/a helper process is gone: GPU, killed/);
  await console.open('targets');
  await console.open('overview');
  await console.expectDrawnCharts(4);
});

test('an engine that ends is started again, with its history, and says so', async ({
  launchApp,
  startBackend,
}) => {
  const { metricsUrl } = await startBackend({});
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  await app.page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(metricsUrl);
  await console.endpointForm.fillName('Shop');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.save();
  await expect(console.targetHealth('shop')).toHaveText('Up');
  const countUp = async (): Promise<number> =>
    (await queryInstant(app.page, 'count_over_time(up[10m])'))?.rows[0]?.values[0] ?? 0;
  // What is on disk by now outlives the engine: it writes every second.
  await expect.poll(countUp).toBeGreaterThan(4);
  const before = await countUp();
  await app.electron.evaluate(() => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const { prototype } = Worker;
    const { postMessage } = prototype;
    return new Promise<void>((ended) => {
      // The next message is for the engine, the only thread of an environment without the Demo.
      prototype.postMessage = function end(this: InstanceType<typeof Worker>) {
        prototype.postMessage = postMessage;
        void this.terminate().then(() => ended());
      };
    });
  });
  await expect(app.page.getByText('Engine restarted')).toBeVisible();
  await expect(console.targetHealth('shop')).toHaveText('Up');
  await expect.poll(countUp).toBeGreaterThanOrEqual(before);
});
