import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { dropFile } from './pages/drop-file.ts';

test('the demo is polling within seconds of the first start', async ({ launchApp }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  await console.open('targets');
  await expect(console.targetHealth('demo-shop')).toHaveText('Up');
  await expect(console.target('demo-shop')).toContainText(/Duration\s*[\d.]+ (µs|ms)/);
  await console.open('alerts');
  await expect(app.page.getByTestId(/^rule-/).first()).toBeVisible();
});

test('the first-run page offers the demo', async ({ launchApp }) => {
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await expect(app.page.getByTestId('page-first-run')).toBeVisible();
  await app.page.getByTestId('start-demo').click();
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
});

test('the first-run page connects a service', async ({ launchApp }) => {
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await app.page.getByTestId('connect-service').click();
  await expect(app.page.getByTestId('endpoint-url')).toBeVisible();
  await app.page.keyboard.press('Escape');
  const console = new ConsolePage(app.page);
  await console.open('targets');
  await expect(app.page.getByTestId('targets-empty')).toBeVisible();
});

test('the first-run page takes a dropped environment, and tells what needs one', async ({ launchApp }) => {
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await page.getByTestId('page-first-run').waitFor();
  await dropFile(page, 'shop.rules.yml', 'groups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n');
  await expect(page.getByText('shop.rules.yml goes into an environment, and none is open')).toBeVisible();
  await dropFile(
    page,
    'prometheus.yml',
    'scrape_configs: [{job_name: shop, static_configs: [{targets: [127.0.0.1:9]}]}]\n',
  );
  await expect(page.getByTestId('import-hosts')).toContainText('127.0.0.1:9');
  await page.getByTestId('import-confirm').click();
  await page.getByTestId('page-first-run').getByRole('button', { name: 'prometheus' }).click();
  await expect(page.getByTestId('environment-switcher')).toContainText('prometheus');
});
