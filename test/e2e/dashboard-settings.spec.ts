import fs from 'node:fs/promises';
import path from 'node:path';
import { testIds } from '../../src/shared/test-ids.ts';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardEditor } from './pages/dashboard-editor.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { ShellPage } from './pages/shell.ts';

const ids = testIds.dashboards;
const RATE = 'sum by (method) (rate(http_requests_total[1m]))';

test('a dashboard has rows, variables, annotation queries and a text, and its removal is undone', async ({
  launchApp,
}) => {
  test.slow();
  const app = await launchApp();
  const { page } = app;
  const console = new ConsolePage(page);
  const dashboards = new DashboardsPage(page);
  const editor = new DashboardEditor(page);
  const shell = new ShellPage(page);
  const choose = async (item: string): Promise<void> => {
    await page.getByTestId(ids.dashboardMenu).click();
    await page.getByTestId(item).click();
  };
  await console.ready();
  await console.open('dashboards');
  await editor.create();

  await page.getByTestId(ids.editAdd).click();
  await page.getByTestId(ids.addRow).click();
  await page.getByTestId(ids.rowMenu).click();
  await page.getByTestId(ids.rowEdit).click();
  await expect(shell.dialogs).toBeVisible();
  await shell.closeDialog();
  await page.getByTestId(ids.rowMenu).click();
  await page.getByRole('menuitem', { name: 'Remove the row alone' }).click();
  await expect(page.getByTestId(ids.rowRemoved)).toBeVisible();

  await choose(ids.dashboardSettings);
  await page.getByTestId(ids.variableAdd).click();
  await page.getByTestId(ids.variableName).fill('method');
  await expect(page.getByTestId(ids.editVariable('method'))).toBeVisible();
  await expect(page.getByTestId(ids.variableKind)).toBeVisible();
  await page.getByTestId(ids.variableQuery).fill('label_values(http_requests_total, method)');
  await page.getByTestId(ids.annotationsTab).click();
  await page.getByTestId(ids.annotationAdd).click();
  await page.getByTestId(ids.annotationName).fill('Restarts');
  await page.getByTestId(ids.annotationExpr).fill('resets(process_start_time_seconds[1m]) > 0');
  await expect(page.getByTestId(ids.annotationTitle)).toBeVisible();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByTestId(ids.settingsTitle).fill('Shop in parts');
  await page.getByTestId(ids.settingsApply).click();
  await expect(dashboards.title).toHaveText('Shop in parts');
  await expect(dashboards.variable('method')).toBeVisible();

  await editor.addPanel('timeseries', 'Requests', RATE);
  await editor.apply();
  await editor.menu(editor.panel('Requests'), ids.panelEdit);
  await editor.setTitle('Changed');
  await page.getByTestId(ids.editorCancel).click();
  await expect(page.getByTestId(ids.panelDiscarded)).toBeVisible();
  await editor.menu(editor.panel('Requests'), ids.panelJson);
  await expect(page.getByTestId(ids.panelJsonText)).toContainText('http_requests_total');
  await shell.closeDialog();

  await choose(ids.dashboardJson);
  const text = page.getByTestId(ids.dashboardJsonText);
  await text.fill((await text.inputValue()).replace('Shop in parts', 'Shop as text'));
  await page.getByTestId(ids.dashboardJsonApply).click();
  await expect(dashboards.title).toHaveText('Shop as text');
  await editor.save('made');

  await dashboards.remove();
  await expect(page.getByTestId(ids.dashboardRemoved)).toContainText('Shop as text removed');
  await dashboards.undoRemoval();
  await expect(page.getByRole('main').getByText('Shop as text')).toBeVisible();

  // What somebody else broke says so in its place.
  const folder = path.join(app.userDataDir, 'environments', 'demo', 'dashboards');
  await fs.writeFile(path.join(folder, 'broken.json'), '{ "title": ');
  await console.open('overview');
  await console.open('dashboards');
  await expect(page.getByTestId(ids.broken('broken'))).toBeVisible();
});

test('a chart is read as a table, and takes a note', async ({ launchApp }) => {
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  await console.ready();
  await console.expectDrawnCharts(4);
  const menu = page.getByTestId(testIds.charts.chartMenu).first();
  await menu.click();
  await page.getByTestId(testIds.charts.chartShowData).click();
  await expect(page.getByTestId(testIds.charts.chartData).getByRole('row').nth(1)).toBeVisible();
  await menu.click();
  await page.getByTestId(testIds.charts.chartShowData).click();
  await menu.click();
  await page.getByTestId(testIds.charts.chartNote).click();
  await expect(page.getByTestId(testIds.charts.noteText)).toBeVisible();
});
