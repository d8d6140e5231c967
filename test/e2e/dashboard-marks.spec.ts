import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardEditor } from './pages/dashboard-editor.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { ShellPage } from './pages/shell.ts';

/** Filters by label, an annotation query and an override, as Grafana writes them. */
const FILE = {
  title: 'Marks test',
  uid: 'marks-test',
  schemaVersion: 39,
  time: { from: 'now-5m', to: 'now' },
  templating: { list: [{ type: 'adhoc', name: 'Filters', filters: [], datasource: { type: 'prometheus' } }] },
  annotations: {
    list: [
      {
        name: 'Deploys',
        enable: true,
        iconColor: 'red',
        expr: 'max by (job) (up) > 0',
        titleFormat: 'Deploy of {{job}}',
        textFormat: 'by hand',
        datasource: { type: 'prometheus' },
      },
    ],
  },
  panels: [
    {
      id: 1,
      type: 'timeseries',
      title: 'Requests',
      gridPos: { x: 0, y: 0, w: 24, h: 9 },
      options: { legend: { displayMode: 'list', showLegend: true } },
      targets: [{ refId: 'A', expr: 'sum by (method) (http_requests_total)', legendFormat: '{{method}}' }],
      fieldConfig: {
        defaults: {},
        overrides: [
          {
            matcher: { id: 'byName', options: 'GET' },
            properties: [{ id: 'custom.axisPlacement', value: 'right' }],
          },
        ],
      },
    },
  ],
};

async function openImported(app: RunningApp): Promise<DashboardsPage> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await console.open('dashboards');
  const dashboards = new DashboardsPage(app.page);
  await dashboards.importText(JSON.stringify(FILE));
  await dashboards.openImported();
  await dashboards.expectDrawn(1);
  return dashboards;
}

test('filters by label narrow every query, and leave the dashboard as it was', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  await expect(dashboards.panel(1)).toContainText('POST');
  await dashboards.addFilter('method', '=', 'GET');
  await expect(dashboards.filters).toHaveText(['method = GET']);
  await expect(dashboards.panel(1)).not.toContainText('POST');
  await expect(dashboards.panel(1)).toContainText('GET');
  await dashboards.removeFilter('method = GET');
  await expect(dashboards.panel(1)).toContainText('POST');
  await dashboards.addFilter('method', '!~', 'GET|PUT');
  await expect(dashboards.panel(1)).not.toContainText('GET');
  await dashboards.openInExplore(1);
  await expect(app.page.getByTestId('page-explore')).toContainText(
    'sum by (method) (http_requests_total{method!~"GET|PUT"})',
  );
});

test('an annotation query marks the charts until it is switched off', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  const deploys = dashboards.annotation('Deploys');
  await expect(deploys).toHaveAttribute('data-mark-count', /^[1-9]/);
  await dashboards.hoverPanel(1, 0.97);
  await expect(app.page.getByTestId('chart-tooltip')).toContainText('Deploy of');
  await expect(app.page.getByTestId('chart-tooltip')).toContainText('by hand');
  await deploys.click();
  await expect(deploys).toHaveAttribute('data-mark-count', '0');
});

test('overrides are shown, changed and drawn', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  const editor = new DashboardEditor(app.page);
  await editor.menu(dashboards.panel(1), 'panel-edit');
  await expect(editor.override(0).getByTestId('override-match')).toHaveValue('GET');
  await expect(editor.override(0).getByTestId('option-override-0.field.axis')).toHaveValue('Right');
  await editor.addOverride('POST');
  await editor.setOverride(1, 'Name of the series', 'Orders');
  await expect(editor.preview).toContainText('Orders');
  await editor.addOverride('/^DEL/', 'Names that fit');
  await editor.switchOverride(2, 'Hidden in the chart');
  await expect(editor.preview).not.toContainText('DELETE');
  await editor.apply();
  await editor.save('overrides');
  const text = await app.page.evaluate(async () => {
    const reply = await window.sextant.request['dashboards.export']({ id: 'marks-test' });
    return reply.ok ? reply.value : '';
  });
  expect(JSON.parse(text).panels[0].fieldConfig.overrides).toEqual([
    FILE.panels[0]?.fieldConfig.overrides[0],
    { matcher: { id: 'byName', options: 'POST' }, properties: [{ id: 'displayName', value: 'Orders' }] },
    {
      matcher: { id: 'byRegexp', options: '/^DEL/' },
      properties: [{ id: 'custom.hideFrom', value: { viz: true } }],
    },
  ]);
});

test('a note stands in all charts, outlives the app, and is removed', async ({ launchApp, restartApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  // Else the range moves on between the note and the pointer that looks for it.
  await new ShellPage(app.page).chooseRefresh('Off');
  await dashboards.pointAt(1, 0.8, ['ControlOrMeta']);
  await app.page.getByTestId('note-text').fill('Deployed 4.2.0');
  await app.page.getByTestId('note-save').click();
  await dashboards.hoverPanel(1, 0.8);
  await expect(app.page.getByTestId('chart-tooltip')).toContainText('Deployed 4.2.0');
  const again = await restartApp(app);
  const console = new ConsolePage(again.page);
  await console.ready();
  await console.expectDrawnCharts(2);
  const chart = again.page.getByTestId('chart-overlay').first();
  await chart.focus();
  await again.page.keyboard.press('n');
  await expect(again.page.getByTestId('note')).toContainText('Deployed 4.2.0');
  await again.page.getByRole('button', { name: 'Remove the note Deployed 4.2.0' }).click();
  await expect(again.page.getByTestId('note')).toHaveCount(0);
});
