import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, advanceDemo, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import {
  type Tour,
  tourDashboards,
  tourExplore,
  tourForms,
  tourPages,
  tourWindows,
} from './fixtures/tour.ts';
import { tourInterrupted, tourLoading } from './fixtures/tour-interrupted.ts';
import { tourAsleep, tourDashboardStates, tourImported, tourQueryStates } from './fixtures/tour-states.ts';
import { ConsolePage } from './pages/console.ts';
import { ShellPage } from './pages/shell.ts';

const THEMES = ['dark', 'light'] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const STEP_MS = 2_000;
const HISTORY_MS = 30 * 60_000;
const PARTS: Readonly<Record<string, readonly Tour[]>> = {
  'pages and Explore': [tourPages, tourExplore],
  'dashboards, windows, forms': [tourDashboards, tourWindows, tourForms],
  states: [tourDashboardStates, tourQueryStates, tourImported],
  interruptions: [tourInterrupted, tourLoading],
};

for (const [part, tours] of Object.entries(PARTS)) {
  test(part, async ({ launchApp }, testInfo) => {
    const app = await launchApp({ env: TEST_HOOKS_ENV });
    const console = new ConsolePage(app.page);
    const shell = new ShellPage(app.page);
    await console.ready();
    await expect(app.page.getByTestId('status-bar')).toContainText('1 of 1');
    await makeHistory(app);
    await console.open('overview');
    await shell.chooseRange('now-15m');
    await console.expectDrawnCharts(4);
    const picture = async (name: string): Promise<void> => {
      for (const size of SIZES) {
        await resize(app, size);
        for (const theme of THEMES) {
          await shell.chooseScheme(theme);
          const file = `${name}-${theme}-${size.width}x${size.height}.png`;
          await app.page.screenshot({ path: testInfo.outputPath(file), animations: 'disabled' });
        }
      }
      await resize(app, SIZES[0]);
      await shell.chooseScheme(THEMES[0]);
    };
    for (const tour of tours) await tour(app.page, picture);
    if (part === 'states') await tourAsleep(app, app.page, picture);
  });
}

/** Lets the demo and the app live through half an hour in seconds. */
async function makeHistory(app: RunningApp): Promise<void> {
  for (let passed = 0; passed < HISTORY_MS; passed += STEP_MS) {
    await advanceDemo(app, STEP_MS);
    await advanceClock(app, STEP_MS);
  }
}

async function resize(
  app: RunningApp,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  );
  await app.page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
}
