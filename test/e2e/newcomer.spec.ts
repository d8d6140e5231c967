import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { shiftsDuring } from './fixtures/layout-shift.ts';
import { advanceClock, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { AlertsPage } from './pages/alerts.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { ExplorePage } from './pages/explore.ts';
import { ShellPage } from './pages/shell.ts';

const PAGES = ['overview', 'explore', 'dashboards', 'alerts', 'targets', 'settings'] as const;
const LEAST_CHARTS: Partial<Record<(typeof PAGES)[number], number>> = {
  overview: 4,
  explore: 1,
  dashboards: 1,
};
const TICK_MS = 1_000;
const TICKS = 20;
const RULES = `groups:
  - name: newcomer
    interval: 1s
    rules:
      - alert: ServiceSeen
        expr: up == 1
        labels: { severity: info }
        annotations: { summary: The service is up. }
`;

test('a newcomer goes from the first run to an alert, a page at a time', async ({
  launchApp,
  startBackend,
}, testInfo) => {
  test.slow();
  const backend = await startBackend({});
  const app = await launchApp({ env: { ...TEST_HOOKS_ENV, SEXTANT_FIRST_RUN: 'ask' } });
  const { page } = app;
  const console = new ConsolePage(page);
  const shell = new ShellPage(page);
  const picture = async (name: string): Promise<void> => {
    await page.screenshot({ path: testInfo.outputPath(`newcomer-${name}.png`), animations: 'disabled' });
  };

  await expect(page.getByTestId('page-first-run')).toBeVisible();
  await picture('1-first-run');
  await page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.testConnection();
  await expect(console.endpointForm.report).toBeVisible();
  await picture('2-connection');
  await console.endpointForm.save();

  await console.ready();
  await console.open('overview');
  await console.expectDrawnCharts(4);
  await picture('3-overview');

  await shell.runFromPalette('http_requests', 'http_requests_total');
  const explore = new ExplorePage(page);
  await explore.run('A', 'sum(rate(http_requests_total[10s]))');
  await console.expectDrawnCharts(1);
  await picture('4-explore');

  await console.open('dashboards');
  const dashboards = new DashboardsPage(page);
  await dashboards.importText(
    readFileSync(path.join(import.meta.dirname, 'data/shop-dashboard.json'), 'utf8'),
  );
  await dashboards.openImported();
  await picture('5-dashboard');

  await console.open('alerts');
  const alerts = new AlertsPage(page);
  await alerts.addRules('newcomer', RULES);
  await page.keyboard.press('Escape');
  await expect(alerts.ruleState('ServiceSeen')).toHaveText('Firing', { timeout: 20_000 });
  await picture('6-alert');

  await console.open('targets');
  await picture('7-targets');
  await console.open('settings');
  await shell.chooseScheme('light');
  await picture('8-settings');

  // Once a page stands, live data moves nothing on it.
  for (const name of PAGES) {
    await console.open(name);
    await console.expectDrawnCharts(LEAST_CHARTS[name] ?? 0);
    await advanceClock(app, TICK_MS);
    const shifts = await shiftsDuring(page, async () => {
      for (let tick = 0; tick < TICKS; tick++) await advanceClock(app, TICK_MS);
    });
    expect(shifts, name).toEqual([]);
  }
});
