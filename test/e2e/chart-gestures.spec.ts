import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, advanceDemo, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { ChartPart } from './pages/chart.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';

const EXPR = 'sum by (method) (http_requests_total)';
const [LINES, STATES, HEATMAP] = [1, 2, 3] as const;
const panel = (id: number, type: string, target: object, options: object = {}) => ({
  ...{ id, type, options, title: `Panel ${id}`, targets: [{ refId: 'A', ...target }] },
  ...{ gridPos: { x: (id - 1) * 8, y: 0, w: 8, h: 12 }, fieldConfig: { defaults: {}, overrides: [] } },
});
const FILE = {
  title: 'Gestures test',
  uid: 'gestures-test',
  schemaVersion: 39,
  time: { from: 'now-5m', to: 'now' },
  panels: [
    panel(
      LINES,
      'timeseries',
      { expr: EXPR, legendFormat: '{{method}}' },
      { legend: { displayMode: 'table', showLegend: true, calcs: ['lastNotNull', 'max'] } },
    ),
    panel(STATES, 'state-timeline', { expr: 'up' }),
    panel(HEATMAP, 'heatmap', {
      expr: 'sum by (le) (rate(http_request_duration_seconds_bucket[1m]))',
      format: 'heatmap',
    }),
  ],
};

const HISTORY_MS = 5 * 60_000;
const STEP_MS = 5_000;

/** The dashboard over five minutes that the demo has lived through: a zoom into a range without samples shows no chart. */
async function openCharts(app: RunningApp): Promise<(id: number) => ChartPart> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  for (let passed = 0; passed < HISTORY_MS; passed += STEP_MS) {
    await advanceDemo(app, STEP_MS);
    await advanceClock(app, STEP_MS);
  }
  await console.open('dashboards');
  const dashboards = new DashboardsPage(app.page);
  await dashboards.importText(JSON.stringify(FILE));
  await dashboards.openImported();
  await dashboards.expectAllDrawn([LINES, STATES, HEATMAP]);
  return (id) => new ChartPart(app.page, dashboards.panel(id));
}

async function spanMs(chart: ChartPart): Promise<number> {
  const { startMs, endMs } = await chart.drawn();
  return endMs - startMs;
}

for (const [kind, id] of [
  ['lines', LINES],
  ['states', STATES],
  ['a heatmap', HEATMAP],
] as const) {
  test(`a drag zooms into ${kind}, Shift and a drag moves it, a double click leads back`, async ({
    launchApp,
  }) => {
    const chart = (await openCharts(await launchApp({ env: TEST_HOOKS_ENV })))(id);
    const whole = await spanMs(chart);
    await chart.drag(0.5, 0.9);
    await expect.poll(() => spanMs(chart)).toBeLessThan(whole * 0.7);
    const zoomed = await chart.drawn();
    await chart.drag(0.5, 0.7, true);
    await expect.poll(async () => (await chart.drawn()).startMs).toBeLessThan(zoomed.startMs);
    await chart.doubleClick();
    await expect.poll(async () => (await chart.drawn()).startMs).toBe(zoomed.startMs);
    await chart.doubleClick();
    await expect.poll(() => spanMs(chart)).toBeGreaterThanOrEqual(whole * 0.9);
  });
}

test('a legend isolates, toggles and sorts its series', async ({ launchApp }) => {
  const chart = (await openCharts(await launchApp({ env: TEST_HOOKS_ENV })))(LINES);
  const { series } = await chart.drawn();
  expect(series).toBeGreaterThan(1);
  await chart.legendItem('GET').click();
  await expect.poll(async () => (await chart.drawn()).series).toBe(1);
  await chart.legendItem('GET').click();
  await expect.poll(async () => (await chart.drawn()).series).toBe(series);
  await chart.legendItem('GET').click({ modifiers: ['ControlOrMeta'] });
  await expect.poll(async () => (await chart.drawn()).series).toBe(series - 1);
  await expect(chart.legendColumn('min')).toHaveCount(0);
  await chart.legendColumn('max').getByRole('button').click();
  await expect(chart.legendColumn('max')).toHaveAttribute('aria-sort', 'descending');
  expect((await chart.legendNames())[0]).toBe('GET');
});

test('a chart is read as a table and copied as text and picture', async ({ launchApp }) => {
  const app = await launchApp({ env: TEST_HOOKS_ENV });
  const chart = (await openCharts(app))(LINES);
  await chart.choose('Show as table');
  await expect(chart.data.getByRole('columnheader', { name: 'GET' })).toBeVisible();
  await expect(chart.data.getByRole('row').nth(1)).toContainText(/\d/);
  await chart.choose('Show as chart');
  await expect(chart.data).toHaveCount(0);
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await chart.choose('Copy PromQL');
  await expect.poll(copied).toBe(EXPR);
  await chart.choose('Copy as CSV');
  await expect.poll(copied).toContain('GET');
  await chart.choose('Copy as JSON');
  await expect.poll(async () => typeof JSON.parse(await copied())).toBe('object');
  await chart.choose('Copy as PNG');
  await expect(app.page.getByText('Picture copied')).toBeVisible();
});
