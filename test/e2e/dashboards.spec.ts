import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';

const SHOP = readFileSync(path.join(import.meta.dirname, 'data/shop-dashboard.json'), 'utf8');
const NODE_EXPORTER = path.resolve(
  import.meta.dirname,
  '../../../shared/conformance/dashboards/node-exporter-full.json',
);

async function openPage(app: RunningApp): Promise<DashboardsPage> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await console.open('dashboards');
  return new DashboardsPage(app.page);
}

test('a Grafana dashboard is imported and drawn', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openPage(app);
  await expect(dashboards.empty).toBeVisible();
  await dashboards.importText(SHOP);
  await expect(dashboards.figure('drawn')).toHaveText('11');
  await expect(dashboards.figure('undrawn')).toHaveText('1');
  await dashboards.openImported();
  await expect(dashboards.title).toHaveText('Shop test');

  await expect(dashboards.variable('instance')).toHaveValue(/127\.0\.0\.1/);
  await expect(dashboards.variable('note')).toHaveValue('hello');
  await expect(dashboards.panelValue(1)).toHaveText(/req\/s/);
  await expect(dashboards.panelValue(2)).toHaveText(/%/);
  await expect(dashboards.panel(3)).toContainText('GET');
  await expect(dashboards.panel(4)).toContainText('POST');
  await dashboards.expectDrawn(5);
  await expect(dashboards.panel(5)).toContainText('GET requests');
  await dashboards.expectDrawn(6);
  await expect(dashboards.panel(7).getByTestId('table-row')).toHaveCount(5);
  await expect(dashboards.panel(7)).toContainText('Requests');
  await dashboards.panel(10).scrollIntoViewIfNeeded();
  await expect(dashboards.panel(10)).toContainText('geomap isn’t drawn: it draws a map');
  await expect(dashboards.panel(11).getByTestId('panel-histogram')).toBeVisible();
});

test('a file’s text is shown as text', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openPage(app);
  await dashboards.importText(SHOP);
  await dashboards.openImported();
  await dashboards.panel(8).scrollIntoViewIfNeeded();
  await expect(dashboards.panel(8).getByRole('heading', { name: 'Shop' })).toBeVisible();
  await expect(dashboards.panel(8)).toContainText('Watches');
  await expect(dashboards.panel(8).locator('img, script')).toHaveCount(0);
  expect(await app.page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('variables narrow queries and repeat panels', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openPage(app);
  await dashboards.importText(SHOP);
  await dashboards.openImported();
  await dashboards.expectDrawn(5);
  await dashboards.rows.getByRole('button', { name: /^Per / }).click();
  const repeated = app.page.getByTestId('dashboard-panel-21');
  await expect(repeated.filter({ hasText: 'Rate of GET' })).toHaveCount(1);
  expect(await repeated.count()).toBeGreaterThan(1);
  await dashboards.chooseOption('method', 'POST');
  await expect(repeated).toHaveCount(1);
  await expect(repeated).toContainText('Rate of POST');
  await expect(dashboards.panel(5)).not.toContainText('GET requests');
  await dashboards.openInExplore(5);
  await expect(app.page.getByTestId('page-explore')).toContainText('method=~"POST"');
});

test('a removed dashboard can be taken back, and a restart finds it', async ({ launchApp, restartApp }) => {
  const app = await launchApp();
  const dashboards = await openPage(app);
  await dashboards.importText(SHOP);
  await dashboards.openImported();
  await dashboards.remove();
  await expect(dashboards.empty).toBeVisible();
  await dashboards.undoRemoval();
  await expect(dashboards.card('shop-test')).toBeVisible();
  await app.page.keyboard.press('Control+K');
  await app.page.getByRole('textbox', { name: 'Search pages, metrics and actions' }).fill('Shop test');
  await app.page.getByRole('dialog').getByText('Shop test').click();
  await expect(dashboards.title).toHaveText('Shop test');
  const again = await restartApp(app);
  await (await openPage(again)).card('shop-test').click();
  await expect(new DashboardsPage(again.page).title).toHaveText('Shop test');
});

test('what is no dashboard is refused with a reason', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openPage(app);
  await dashboards.importText('{"panels": [');
  await expect(dashboards.importFailure).toContainText('not JSON');
});

test('Node Exporter Full is imported whole', async ({ launchApp }) => {
  test.skip(
    !existsSync(NODE_EXPORTER),
    `not run: there is no ${path.basename(NODE_EXPORTER)} beside the checkout`,
  );
  const app = await launchApp();
  const dashboards = await openPage(app);
  await dashboards.importFile(NODE_EXPORTER);
  await expect(dashboards.figure('drawn')).toHaveText('125');
  await expect(dashboards.figure('undrawn')).toHaveText('0');
  await dashboards.openImported();
  await expect(dashboards.rows).toHaveCount(16);
  await expect(dashboards.variable('job')).toBeVisible();
  // The demo's service has no metrics of a machine.
  await expect(dashboards.panel(20)).toContainText('No data');
});
