import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { SystemQuestions } from './pages/system-questions.ts';

/** Playwright gives a page up for good when its process ends, so what came after it is asked for through main. */
function textOf(app: RunningApp, selector: string): Promise<string | null> {
  return app.electron.evaluate(
    ({ BrowserWindow }, query) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        `document.querySelector(${JSON.stringify(query)})?.textContent ?? null`,
      ) as Promise<string | null>,
    selector,
  );
}

async function expectBack(app: RunningApp, page: string): Promise<void> {
  await expect
    .poll(() => textOf(app, `[data-testid="page-${page}"]`).catch(() => null), { timeout: 30_000 })
    .toContain('127.0.0.1');
  await expect
    .poll(() => textOf(app, '.mantine-Notifications-notification'), { timeout: 15_000 })
    .toContain('The window was loaded again');
}

function crashPage(app: RunningApp): Promise<void> {
  return app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
}

async function logOf(app: RunningApp): Promise<string> {
  return readFile(path.join(app.userDataDir, 'logs', 'main.log'), 'utf8');
}

test('a page whose process is gone comes back where it was, and is not loaded again and again', async ({
  launchApp,
}) => {
  test.setTimeout(180_000);
  const app = await launchApp();
  const questions = new SystemQuestions(app);
  await questions.answerWith(0);
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.open('targets');
  for (let i = 0; i < 3; i += 1) {
    await crashPage(app);
    await expectBack(app, 'targets');
  }
  expect(await questions.asked()).toEqual([]);
  await crashPage(app);
  await expect.poll(() => questions.asked()).toEqual(['The window’s page stopped several times.']);
  await expectBack(app, 'targets');
  expect((await logOf(app)).match(/the page's process is gone: \w+, code \d+/g)).toHaveLength(4);
});

test('a page that hangs is told of, and loaded again on request', async ({ launchApp }) => {
  test.setTimeout(180_000);
  const app = await launchApp();
  const questions = new SystemQuestions(app);
  await questions.answerWith(1);
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.open('targets');
  await app.page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  // Chromium notices that a page hangs by input that it does not take.
  await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.sendInputEvent({ type: 'keyDown', keyCode: 'a' });
    contents?.sendInputEvent({ type: 'mouseDown', x: 400, y: 300, button: 'left', clickCount: 1 });
  });
  await expect.poll(() => questions.asked(), { timeout: 90_000 }).toEqual(['The window does not respond.']);
  await expectBack(app, 'targets');
  expect(await logOf(app)).toContain('the page does not respond');
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
