// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tells how references are written
import fs from 'node:fs/promises';
import path from 'node:path';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const TOKEN = 'canary-token-of-http-config';

test('an endpoint is typed with a variable: without a value nothing is sent, with one it is scraped', async ({
  launchApp,
  startBackend,
  userDataDir,
}) => {
  const service = await startBackend({});
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(page);
  const form = console.endpointForm;
  await page.getByTestId('connect-service').click();
  await form.fillUrl('${base}/metrics');
  await form.fillName('Shop');
  await form.fillInterval('1s');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The variable "base" has no value');
  await form.testConnection();
  await page.getByTestId('endpoint-save').click();
  await expect(page.getByTestId('endpoint-save')).toBeVisible();
  await expect(form.report).toHaveCount(0);
  expect(service.requests()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await console.open('settings');
  await page.getByRole('button', { name: 'Add a variable' }).click();
  await page.getByLabel('Name of the variable').fill('base');
  await page.getByLabel('Shared value of base').fill(new URL(service.metricsUrl).origin);
  await page.getByTestId('variables-save').click();
  await form.open();
  await form.fillUrl('${base}/metrics');
  await expect(page.getByTestId('endpoint-url-in-use')).toContainText(service.metricsUrl);
  await form.fillName('Shop');
  await form.fillInterval('1s');
  await form.save();
  await expect(console.targetHealth('shop')).toHaveText('Up');
  const file = path.join(userDataDir, 'environments', 'my-services', 'environment.yaml');
  expect(await fs.readFile(file, 'utf8')).toContain('url: ${base}/metrics');
  // The form shows what is written, not what it stands for.
  await console.target('shop').getByTestId('target-edit').click();
  await expect(page.getByTestId('endpoint-url')).toHaveValue('${base}/metrics');
});

test('a bare http_config is imported with the URL that it is for', async ({
  launchApp,
  startBackend,
  userDataDir,
}) => {
  const service = await startBackend({ auth: { bearer: [{ token: TOKEN }] } });
  const file = path.join(userDataDir, 'api.yml');
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await fs.writeFile(file, `authorization:\n  credentials: ${TOKEN}\n`);
  const { page } = app;
  const console = new ConsolePage(page);
  await page.getByTestId('connect-service').click();
  await page.getByTestId('endpoint-url').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await console.open('settings');
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.getByTestId('environment-import').click();
  await page.getByRole('menuitem', { name: 'Environment or prometheus.yml' }).click();
  await expect(page.getByTestId('import-fault')).toContainText('Enter the URL that it is for');
  await page.getByTestId('import-url').fill('shop');
  await page.getByTestId('import-url-give').click();
  await expect(page.getByRole('dialog')).toContainText('Write it like https://');
  await page.getByTestId('import-url').fill(service.metricsUrl);
  await page.getByTestId('import-url-give').click();
  await expect(page.getByTestId('import-hosts')).toContainText(new URL(service.metricsUrl).host);
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-confirm')).toHaveCount(0);
  const environments = new EnvironmentsPage(page);
  await environments.switcher.click();
  await page.getByRole('menuitem', { name: /^api/ }).click();
  await console.open('targets');
  await expect(page.getByTestId('target-health')).toHaveText('Up');
});
