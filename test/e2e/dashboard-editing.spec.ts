import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardEditor } from './pages/dashboard-editor.ts';
import { DashboardsPage } from './pages/dashboards.ts';

const SHOP = readFileSync(path.join(import.meta.dirname, 'data/shop-dashboard.json'), 'utf8');

async function openDashboards(app: RunningApp): Promise<DashboardsPage> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await console.open('dashboards');
  return new DashboardsPage(app.page);
}

test('a dashboard is made, edited, moved by keys, saved, found after a restart, and taken back', async ({
  launchApp,
  restartApp,
}) => {
  const app = await launchApp();
  await openDashboards(app);
  const editor = new DashboardEditor(app.page);
  await editor.create();
  await editor.addPanel('timeseries', 'Requests', 'sum by (method) (rate(http_requests_total[1m]))');
  await expect(editor.preview.locator('canvas[data-point-count]:not([data-point-count="0"])')).toBeAttached({
    timeout: 20_000,
  });
  await editor.apply();
  await editor.addPanel('stat', 'Heap', 'process_resident_memory_bytes');
  await editor.apply();
  await editor.save('two panels');

  const before = await editor.placeOf('Requests');
  await editor.pressOnHandle('Requests', ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown']);
  const after = await editor.placeOf('Requests');
  expect(after.x).toBeGreaterThan(before.x);
  expect(after.height).toBeGreaterThan(before.height);
  await expect(editor.handle('Requests')).toBeFocused();
  await editor.save('moved');

  const again = await restartApp(app);
  const dashboards = await openDashboards(again);
  const reopened = new DashboardEditor(again.page);
  await dashboards.card('new-dashboard').click();
  await expect(dashboards.title).toHaveText('New dashboard');
  await expect.poll(async () => (await reopened.placeOf('Requests')).x).toBe(after.x);
  await reopened.restoreVersion('two panels');
  await expect.poll(async () => (await reopened.placeOf('Requests')).x).toBe(before.x);
  await expect(reopened.unsaved).toBeVisible();
  await reopened.save('as before');
});

test('panels are dragged and resized, duplicated and removed with undo', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openDashboards(app);
  const editor = new DashboardEditor(app.page);
  await dashboards.importText(SHOP);
  await dashboards.openImported();
  await editor.start();
  const gauge = dashboards.panel(2);
  const before = await editor.boxOf(gauge);
  await editor.drag(gauge.getByTestId('panel-move'), -before.width, 0);
  expect((await editor.boxOf(gauge)).x).toBeLessThan(before.x);
  await editor.drag(gauge.getByTestId('panel-resize'), before.width / 2, 0);
  expect((await editor.boxOf(gauge)).width).toBeGreaterThan(before.width);
  await editor.undo();
  await editor.undo();
  expect(await editor.boxOf(gauge)).toEqual(before);
  await editor.menu(gauge, 'panel-duplicate');
  await expect(app.page.getByRole('region', { name: 'Heap used' })).toHaveCount(2);
  await editor.menu(gauge, 'panel-remove');
  await expect(gauge).toHaveCount(0);
  await app.page.getByTestId('panel-removed-undo').click();
  await expect(gauge).toBeVisible();
});

test('changes that nobody saved wait until they are asked for again', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openDashboards(app);
  const editor = new DashboardEditor(app.page);
  await dashboards.importText(SHOP);
  await dashboards.openImported();
  await editor.menu(dashboards.panel(1), 'panel-edit');
  await editor.setTitle('Another title');
  await new ConsolePage(app.page).open('overview');
  await new ConsolePage(app.page).open('dashboards');
  await editor.apply();
  await expect(dashboards.panel(1)).toContainText('Another title');
  await dashboards.back();
  await expect(dashboards.card('shop-test')).toContainText('changes not saved');
  await dashboards.card('shop-test').click();
  await expect(editor.unsaved).toBeVisible();
  await editor.discard();
  await expect(dashboards.panel(1)).toContainText('Requests / s');
  await app.page.getByTestId('draft-discarded-undo').click();
  await expect(dashboards.panel(1)).toContainText('Another title');
});
