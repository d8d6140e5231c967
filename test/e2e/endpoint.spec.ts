import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { canarySecret } from './fixtures/canaries.ts';
import { ConsolePage } from './pages/console.ts';

const PASSWORD = canarySecret('password');

test('an endpoint with a password: wrong, then right, then charts', async ({ launchApp, startBackend }) => {
  const backend = await startBackend({ auth: { basic: [{ username: 'qa', password: PASSWORD }] } });
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const form = console.endpointForm;
  await app.page.getByTestId('connect-service').click();
  await form.fillUrl(backend.metricsUrl);
  await form.fillName('Shop');
  await form.fillInterval('1s');
  await form.chooseAuth('Basic');
  await form.fillUsername('qa');
  await form.fillSecret(canarySecret('wrong'));
  await form.testConnection();
  await expect(form.report).toHaveAttribute('data-outcome', 'failed');
  await expect(form.report).toContainText('401');
  await form.save();

  const card = console.target('shop');
  await expect(card.getByTestId('target-health')).toHaveText('Down');
  await expect(card.getByTestId('target-failure')).toHaveAttribute('data-reason', 'unauthorized');

  await card.getByTestId('target-edit').click();
  await form.fillSecret(PASSWORD);
  await form.testConnection();
  await expect(form.report).toHaveAttribute('data-outcome', 'ok');
  await expect(form.report).toContainText('It works');
  await form.save();
  await expect(card.getByTestId('target-health')).toHaveText('Up');
  await expect(card.getByTestId('target-failure')).toHaveCount(0);

  await console.open('overview');
  await console.expectDrawnCharts(4);
});

test('the form says at each field what is wrong', async ({ launchApp }) => {
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await app.page.getByTestId('connect-service').click();
  const dialog = app.page.getByRole('dialog');
  await app.page.getByTestId('endpoint-url').fill('http://user:secret@shop.example/metrics');
  await app.page.getByTestId('endpoint-interval').fill('5');
  await app.page.getByTestId('endpoint-save').click();
  await expect(dialog).toContainText('Leave the user name and password out of the URL');
  await expect(dialog).toContainText('Write it like 5s');
});

test('a page beyond a limit of its endpoint says so, and the form raises the limit', async ({
  launchApp,
  startBackend,
}) => {
  const backend = await startBackend({ auth: 'none' });
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const form = console.endpointForm;
  await app.page.getByTestId('connect-service').click();
  await form.fillUrl(backend.metricsUrl);
  await form.fillName('Shop');
  await form.fillInterval('1s');
  await form.openSection('Limits');
  await form.limit('sample-limit').fill('5');
  await form.limit('bucket-limit').fill('160');
  await form.limit('bucket-factor').fill('0.9');
  await form.trySave();
  await expect(app.page.getByRole('dialog')).toContainText('A number from 1, like 1.1, or nothing');
  await form.limit('bucket-factor').fill('1.1');
  await form.save();

  const card = console.target('shop');
  await expect(card.getByTestId('target-failure')).toHaveAttribute('data-reason', 'sample_limit');
  await expect(card.getByTestId('target-failure')).toContainText('the limit is 5');
  await card.getByTestId('target-edit').click();
  await form.openSection('Limits');
  await expect(form.limit('bucket-limit')).toHaveValue('160');
  await expect(form.limit('bucket-factor')).toHaveValue('1.1');
  await form.limit('sample-limit').fill('10000');
  await form.save();
  await expect(card.getByTestId('target-health')).toHaveText('Up');
});
