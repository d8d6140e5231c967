import type { Page } from '@playwright/test';
import { testIds } from '../../src/shared/test-ids.ts';
import { expect, test } from './fixtures/app.ts';
import { findViolations, loadAxe } from './fixtures/axe.ts';
import { tourDashboards, tourExplore, tourForms, tourPages, tourWindows } from './fixtures/tour.ts';
import { tourInterrupted, tourLoading } from './fixtures/tour-interrupted.ts';
import { tourAsleep, tourDashboardStates, tourImported, tourQueryStates } from './fixtures/tour-states.ts';
import { ConsolePage } from './pages/console.ts';
import { ShellPage } from './pages/shell.ts';

const FIRST_THEME = 'dark';
const OTHER_THEMES = ['light', 'contrast-dark', 'contrast-light'] as const;
const TOURS = {
  'pages and Explore': [tourPages, tourExplore],
  'dashboards, forms': [tourDashboards, tourForms],
  'samples that come in part, late or not at all': [tourInterrupted, tourLoading],
  'windows, states of dashboards and queries': [tourWindows, tourDashboardStates, tourQueryStates],
};

for (const [name, tours] of Object.entries(TOURS)) {
  test(`no violation of WCAG 2.2 AA in any theme: ${name}`, async ({ launchApp }) => {
    test.slow();
    const { page } = await launchApp();
    const check = await prepare(page);
    for (const tour of tours) await tour(page, check);
  });
}

test('no violation of WCAG 2.2 AA in any theme: nothing is up, and asleep', async ({ launchApp }) => {
  test.slow();
  const app = await launchApp();
  const check = await prepare(app.page);
  await tourAsleep(app, app.page, check);
  await tourImported(app.page, check);
});

test('no violation of WCAG 2.2 AA in any theme: the first window', async ({ launchApp }) => {
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await page.getByTestId(testIds.environments.pageFirstRun).waitFor();
  await new ShellPage(page).chooseScheme(FIRST_THEME);
  await loadAxe(page);
  await checkInEveryTheme(page)('first-run');
});

/** Waits for the demo's charts and loads what checks them. */
async function prepare(page: Page): Promise<(name: string) => Promise<void>> {
  const console = new ConsolePage(page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await new ShellPage(page).chooseScheme(FIRST_THEME);
  await loadAxe(page);
  return checkInEveryTheme(page);
}

/** Checks all rules in the first theme, then those of colour in the others, and leaves the first one chosen. */
function checkInEveryTheme(page: Page): (name: string) => Promise<void> {
  const shell = new ShellPage(page);
  return async (name) => {
    const found = await findViolations(page, 'all');
    for (const theme of OTHER_THEMES) {
      await shell.chooseScheme(theme);
      found.push(...(await findViolations(page, 'colours')).map((violation) => `${theme}: ${violation}`));
    }
    await shell.chooseScheme(FIRST_THEME);
    expect.soft(found, name).toEqual([]);
  };
}
