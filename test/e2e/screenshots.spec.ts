import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, advanceDemo, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';

// Pictures of every page, for a person to look at and for the README; the test itself asserts that charts are drawn.

const PAGES = ['overview', 'explore', 'dashboards', 'alerts', 'targets', 'settings'] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const STEP_MS = 2_000;
const HISTORY_MS = 5 * 60_000;

/** Lets the demo and the app live through minutes in seconds. */
async function makeHistory(app: RunningApp): Promise<void> {
  for (let passed = 0; passed < HISTORY_MS; passed += STEP_MS) {
    await advanceDemo(app, STEP_MS);
    await advanceClock(app, STEP_MS);
  }
}

test('every page, dark and light, small and large', async ({ launchApp }, testInfo) => {
  test.slow();
  const app = await launchApp({ env: TEST_HOOKS_ENV });
  const console = new ConsolePage(app.page);
  await console.ready();
  await expect
    .poll(async () => (await app.page.getByTestId('status-bar').textContent()) ?? '')
    .toContain('1 of 1');
  await makeHistory(app);
  await console.expectDrawnCharts(4);
  await app.page.getByText('5m', { exact: true }).click();
  await console.open('explore');
  await app.page.getByText('sum(rate(', { exact: false }).first().click();
  await console.expectDrawnCharts(1);
  await console.open('dashboards');
  const dashboards = new DashboardsPage(app.page);
  await dashboards.importText(
    readFileSync(path.join(import.meta.dirname, 'data/shop-dashboard.json'), 'utf8'),
  );
  await dashboards.openImported();
  await dashboards.expectDrawn(5);
  for (const { width, height } of SIZES) {
    await app.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    for (const colorScheme of ['dark', 'light'] as const) {
      await app.page.evaluate(async (scheme) => {
        await window.sextant.request['settings.update']({
          colorScheme: scheme,
          notifications: true,
          utc: false,
        });
      }, colorScheme);
      for (const name of PAGES) {
        await console.open(name);
        if (name === 'overview') await console.expectDrawnCharts(4);
        await app.page.screenshot({
          path: testInfo.outputPath(`${name}-${colorScheme}-${width}x${height}.png`),
          animations: 'disabled',
        });
      }
    }
  }
});
