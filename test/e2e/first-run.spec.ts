import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';

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
