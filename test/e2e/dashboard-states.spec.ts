import { testIds } from '../../src/shared/test-ids.ts';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardEditor } from './pages/dashboard-editor.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { ShellPage } from './pages/shell.ts';

const RATE = 'sum by (method) (rate(http_requests_total[1m]))';
const [DRAWN, NO_METRIC, NO_SERIES, PARTIAL, BROKEN, NO_VARIABLE] = [1, 2, 3, 4, 5, 6] as const;
const EXPRS: Readonly<Record<number, readonly string[]>> = {
  [DRAWN]: [RATE],
  [NO_METRIC]: ['sum(rate(nobody_has_this_total[1m]))'],
  [NO_SERIES]: ['http_requests_total{method="NOPE"}'],
  [PARTIAL]: [RATE, 'sum(rate('],
  [BROKEN]: ['sum(rate('],
  [NO_VARIABLE]: ['up{job=~"$nothing"}'],
};
const deploys = { name: 'Deploys', enable: true, datasource: { type: 'prometheus' } };
const FILE = {
  title: 'States test',
  uid: 'dashboard-states-test',
  schemaVersion: 39,
  time: { from: 'now-5m', to: 'now' },
  templating: {
    list: [{ type: 'query', name: 'nothing', query: 'label_values(nobody_has_this, job)', refresh: 2 }],
  },
  annotations: {
    list: [
      { ...deploys, expr: 'max by (job) (up) > 0' },
      { ...deploys, expr: 'vector(0)' },
    ],
  },
  panels: Object.entries(EXPRS).map(([id, exprs], i) => ({
    id: Number(id),
    type: 'timeseries',
    title: `Panel ${id}`,
    gridPos: { x: (i % 3) * 8, y: Math.floor(i / 3) * 9, w: 8, h: 9 },
    targets: exprs.map((expr, at) => ({ refId: 'AB'[at], expr })),
  })),
};

async function openImported(app: RunningApp): Promise<DashboardsPage> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await console.open('dashboards');
  const dashboards = new DashboardsPage(app.page);
  await dashboards.importText(JSON.stringify(FILE));
  await dashboards.openImported();
  await dashboards.expectDrawn(DRAWN);
  return dashboards;
}

test('panels say why they have no data, and lead on', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  const editor = new DashboardEditor(app.page);
  await expect(dashboards.emptyReason(NO_METRIC)).toContainText(
    'No endpoint of this environment exposes nobody_has_this_total.',
  );
  await expect(dashboards.emptyReason(NO_SERIES)).toContainText(
    'No series fits http_requests_total{method="NOPE"}.',
  );
  await expect(dashboards.emptyReason(NO_VARIABLE)).toContainText('No value for $nothing');
  await dashboards.emptyReason(NO_METRIC).getByTestId(testIds.dashboards.emptyEdit).click();
  await expect(editor.preview).toContainText('No endpoint of this environment exposes');
  await app.page.getByTestId(testIds.dashboards.editorCancel).click();
  await dashboards.emptyReason(NO_SERIES).getByTestId(testIds.dashboards.emptyExplore).click();
  await expect(app.page.getByTestId('page-explore')).toContainText('http_requests_total{method="NOPE"}');
});

test('a query that fails leaves the others drawn', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  await dashboards.expectDrawn(PARTIAL);
  const partial = dashboards.panel(PARTIAL).getByTestId(testIds.dashboards.panelPartial);
  await expect(partial).toContainText('unclosed left parenthesis');
  const broken = dashboards.panel(BROKEN).getByTestId(testIds.dashboards.panelFailed);
  await expect(broken).toContainText('unclosed left parenthesis');
  await expect(broken.getByTestId(testIds.dashboards.emptyEdit)).toBeVisible();
});

test('a range without samples is left by a button', async ({ launchApp }) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  await new ShellPage(app.page).chooseFixedRange('2020-01-01 10:00:00', '2020-01-01 10:05:00');
  const empty = dashboards.emptyReason(DRAWN);
  await expect(empty).toContainText('There are samples, though none in this time range.');
  await empty.getByTestId(testIds.dashboards.emptyWiden).click();
  await dashboards.expectDrawn(DRAWN);
});

test('annotations of one name have a switch each; entries are added, moved and removed', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const dashboards = await openImported(app);
  const [first, second] = [dashboards.annotation('Deploys'), dashboards.annotation('Deploys (2)')];
  await expect(first).toHaveAttribute('data-mark-count', /^[1-9]/);
  await second.click();
  await expect(second).not.toBeChecked();
  await expect(first).toBeChecked();
  const editor = new DashboardEditor(app.page);
  await editor.openAnnotations();
  const entries = editor.entries('Annotations');
  await app.page.getByTestId(testIds.dashboards.annotationAdd).click();
  await expect(entries).toHaveText(['Deploys', 'Deploys', 'Annotation 1']);
  await app.page.getByRole('button', { name: 'Move Annotation 1 up' }).click();
  await expect(entries).toHaveText(['Deploys', 'Annotation 1', 'Deploys']);
  await expect(app.page.getByTestId(testIds.dashboards.annotationName)).toHaveValue('Annotation 1');
  await app.page.getByRole('button', { name: 'Remove Annotation 1' }).click();
  await expect(entries).toHaveText(['Deploys', 'Deploys']);
});
