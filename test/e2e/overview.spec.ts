import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { OverviewPage } from './pages/overview.ts';
import { TargetsPage } from './pages/targets.ts';

test('a metric is found, grouped by its labels and pinned, without a query', async ({ launchApp }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  const overview = new OverviewPage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await expect(overview.section('http')).toBeVisible();

  await overview.showAllMetrics();
  await expect(overview.found.getByRole('status')).toContainText(/^\d+ metrics$/);
  await overview.search('http_requests_total');
  await expect(overview.tile('http_requests')).toBeVisible();
  await overview.breakDown('http_requests');
  const chart = overview.breakdown.getByTestId('panel-by:method:http_requests');
  await expect(chart.getByTestId('chart-canvas')).toHaveAttribute('data-series-count', '3');
  await app.page.keyboard.press('Escape');
  await expect(chart).toHaveCount(0);

  await overview.search('');
  await overview.groupBy('method');
  await expect(overview.found).toContainText('with the label method');
  const grouped = overview.tileBy('method', 'http_requests');
  await expect(grouped.getByTestId('chart-canvas')).toHaveAttribute('data-series-count', '3');
  await expect(overview.tile('process_resident_memory_bytes')).toHaveCount(0);

  await overview.showSections();
  await expect(overview.section('http')).toBeVisible();
  await overview.search('process_resident_memory_bytes');
  await overview.pinToNew('process_resident_memory_bytes');
  await new DashboardsPage(app.page).expectDrawn(1);
});

test('targets are found by state and words, failing ones first', async ({ launchApp, startBackend }) => {
  const gone = await startBackend({});
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  const targets = new TargetsPage(app.page);
  await console.ready();
  await console.endpointForm.open();
  await console.endpointForm.fillUrl(gone.metricsUrl);
  await console.endpointForm.fillName('Payments');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.save();
  await console.open('targets');
  await expect(console.targetHealth('payments')).toHaveText('Up');
  await gone.close();
  await expect(console.targetHealth('payments')).toHaveText('Down');
  await expect(targets.names).toHaveText(['Payments', 'Demo shop']);

  await targets.chooseState('Up');
  await expect(targets.names).toHaveText(['Demo shop']);
  await targets.search('payments');
  await expect(app.page.getByText('No target fits the filter')).toBeVisible();
  await app.page.getByRole('button', { name: 'Show all targets' }).click();
  await targets.search('nothing accepts');
  await expect(targets.names).toHaveText(['Payments']);
});
