import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, advanceDemo, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { ConsolePage } from './pages/console.ts';
import { ExplorePage } from './pages/explore.ts';
import { ShellPage } from './pages/shell.ts';

const RATE = 'sum by (method) (rate(http_requests_total[10s]))';

async function openExplore(app: RunningApp): Promise<ExplorePage> {
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(2);
  await console.open('explore');
  return new ExplorePage(app.page);
}

test('queries of different units share a chart, and one that fails says so at its place', async ({
  launchApp,
}) => {
  const explore = await openExplore(await launchApp());
  await explore.run('A', RATE);
  await expect(explore.chart).toHaveAttribute('data-series-count', '3');
  await explore.addQuery();
  await explore.run('B', 'process_resident_memory_bytes');
  await expect(explore.chart).toHaveAttribute('data-series-count', '4');
  await expect(explore.legendRows.filter({ hasText: 'MiB' })).toHaveCount(1);
  await expect(explore.legendRows.filter({ hasText: 'req/s' })).toHaveCount(3);
  await explore.pointAtStart('B');
  await expect(explore.metricCard).toContainText('gauge');
  await expect(explore.metricCard).toContainText('Resident memory size in bytes');

  await explore.run('B', 'sum(process_resident_memory_bytes');
  await expect(explore.error).toContainText('Query B failed');
  await expect(explore.chart).toHaveAttribute('data-series-count', '3');
});

test('a query is explained piece by piece, and read in all its views', async ({ launchApp }) => {
  const explore = await openExplore(await launchApp());
  await explore.run('A', RATE);
  await explore.chooseView('Explain');
  await expect(explore.explained).toHaveCount(3);
  await expect(explore.explained.nth(0)).toContainText('sum by (method)');
  await expect(explore.explained.nth(0)).toContainText('3 series');
  await expect(explore.explained.nth(2)).toContainText('http_requests_total[10s]');

  await explore.chooseView('Table');
  await expect(explore.tableRows).toHaveCount(3);
  await explore.run('A', 'up[1m]');
  await explore.chooseView('Raw');
  await expect(explore.raw).toContainText(/up\{.*\} 1 \d+\.\d{3}/);

  await explore.chooseView('Heatmap');
  await explore.run('A', 'sum by (le) (rate(http_request_duration_seconds_bucket[10s]))');
  await expect(explore.chart.or(explore.query('A'))).not.toHaveCount(0);
  await explore.chooseView('Graph');
  await explore.chooseScale('Log 10');
  await expect
    .poll(async () => Number(await explore.chart.getAttribute('data-min-value')))
    .toBeGreaterThan(0);
});

test('cardinality leads to a query, and favourites outlive the app', async ({ launchApp, restartApp }) => {
  const app = await launchApp();
  const explore = await openExplore(app);
  await explore.openCardinality();
  await explore.cardinality.getByRole('button', { name: /http_requests_total/ }).click();
  await expect(explore.tableRows.first()).toContainText('http_requests_total');
  await explore.toggleFavourite('A');

  const again = await openExplore(await restartApp(app));
  await again.openFavourite('{__name__="http_requests_total"}');
  await expect(again.chart).toHaveAttribute('data-series-count', /^[1-9]/);
});

test('what Explore shows is pinned to a dashboard', async ({ launchApp }) => {
  const app = await launchApp();
  const explore = await openExplore(app);
  await explore.run('A', RATE);
  await expect(explore.chart).toHaveAttribute('data-series-count', '3');
  await app.page.getByTestId('pin-panel').click();
  await app.page.getByTestId('pin-new').click();
  await app.page.getByTestId('open-pinned').click();
  const panel = app.page.getByRole('region', { name: RATE });
  await expect(panel.locator('canvas[data-point-count]:not([data-point-count="0"])')).toBeAttached();
});

test('the graph is zoomed, moved and taken back by pointer, and copied in every form', async ({
  launchApp,
}) => {
  const app = await launchApp({ env: TEST_HOOKS_ENV });
  const explore = await openExplore(app);
  const shell = new ShellPage(app.page);
  for (let step = 0; step < 30; step++) {
    await advanceDemo(app, 4_000);
    await advanceClock(app, 4_000);
  }
  await explore.run('A', RATE);
  await expect(explore.chart).toHaveAttribute('data-series-count', '3');
  await shell.chooseRange('now-2m');

  await explore.dragOver(0.5, 0.8);
  await expect(app.page.getByTestId('live-badge')).toHaveText('FIXED');
  const zoomed = await shell.range.textContent();
  await explore.dragOver(0.3, 0.6, 'Shift');
  await expect(shell.range).not.toHaveText(zoomed ?? '');
  await explore.plot.dblclick();
  await expect(shell.range).toHaveText(zoomed ?? '');
  await explore.plot.dblclick();
  await expect(app.page.getByTestId('live-badge')).toHaveText('LIVE');
  await shell.type('Alt+ArrowRight');
  await expect(shell.range).toHaveText(zoomed ?? '');
  await shell.type('Alt+ArrowLeft');

  const clipboard = (): Promise<string> => app.electron.evaluate((electron) => electron.clipboard.readText());
  for (const [name, start] of [
    ['Copy as CSV', 'time,'],
    ['Copy as JSON', '{\n  "resultType": "matrix"'],
    ['Copy PromQL', RATE],
  ] as const) {
    await explore.chooseFromChart(name);
    await expect.poll(clipboard).toContain(start);
  }
  await explore.chooseFromChart('Copy as PNG');
  await expect
    .poll(() =>
      app.electron.evaluate(async ({ clipboard }) => {
        // Until Electron's clipboard became that of the web.
        const earlier = clipboard as unknown as { availableFormats?(): string[] };
        return earlier.availableFormats?.().includes('image/png') ?? (await clipboard.has('image/png'));
      }),
    )
    .toBe(true);
});

test('what was removed comes back, an error leads to its place, and an expression is formatted', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const explore = await openExplore(app);
  await explore.run('A', RATE);
  await explore.addQuery();
  await explore.run('B', 'sum(process_resident_memory_bytes');
  await app.page.getByRole('button', { name: 'Go to the error' }).click();
  await expect(explore.query('B').getByRole('textbox')).toBeFocused();
  await app.page.keyboard.press('End');
  await app.page.keyboard.type(')');
  await explore.format('B');
  await expect(explore.query('B').getByRole('textbox')).toHaveText('sum(process_resident_memory_bytes)');
  await explore.run('B', 'sum(process_resident_memory_bytes)');
  await expect(explore.chart).toHaveAttribute('data-series-count', '4');

  await explore.removeQuery('B');
  await expect(explore.chart).toHaveAttribute('data-series-count', '3');
  await explore.undo('query-removed');
  await expect(explore.query('B').getByRole('textbox')).toHaveText('sum(process_resident_memory_bytes)');
  await expect(explore.chart).toHaveAttribute('data-series-count', '4');

  await explore.openHistory();
  await app.page.getByTestId('query-history-forget').click();
  await explore.openHistory();
  await expect(app.page.getByRole('menu')).toContainText('Nothing was run yet');
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByTestId('query-history')).toBeFocused();
  await explore.undo('query-history-forgotten');
  await explore.openHistory();
  await expect(app.page.getByRole('menuitem', { name: RATE })).toBeVisible();
});

test('what finds nothing says why, and leads on', async ({ launchApp }) => {
  const app = await launchApp();
  const explore = await openExplore(app);
  await explore.run('A', 'up == 5');
  await app.page.getByTestId('explore-no-series').getByRole('button', { name: 'Look at 24 hours' }).click();
  await expect(app.page.getByTestId('explore-no-series')).toBeVisible();
  for (const [view, title] of [
    ['Table', 'No series match now'],
    ['Raw', 'No samples now'],
  ] as const) {
    await explore.chooseView(view);
    await expect(app.page.getByRole('heading', { name: title })).toBeVisible();
    await app.page.getByRole('button', { name: 'Show the graph' }).click();
  }
  await new ShellPage(app.page).chooseRange('now-2m');
  await explore.chooseView('Heatmap');
  await app.page.getByTestId('heatmap-example').click();
  await expect(
    app.page.getByTestId('explore-heatmap').locator('canvas[data-point-count]:not([data-point-count="0"])'),
  ).toBeAttached();
});
