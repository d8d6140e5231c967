import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { testIds } from '../../src/shared/test-ids.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const { settings } = testIds;

function fileText(name: string, url: string, schemaVersion = 1): string {
  return `# By hand.
schemaVersion: ${schemaVersion}
name: ${name}
kind: development
endpoints:
  - id: shop
    name: Shop # the main one
    url: ${url}
    scrapeInterval: 1s
    scrapeTimeout: 1s
`;
}

async function placeFile(userDataDir: string, id: string, text: string): Promise<string> {
  const folder = path.join(userDataDir, 'environments', id);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'environment.yaml');
  await writeFile(file, text);
  return file;
}

const banner = (page: Page) => page.getByTestId('environment-file-banner');

test('a file of a newer version is shown, says so, and is never written', async ({
  launchApp,
  startBackend,
  userDataDir,
}) => {
  const { metricsUrl } = await startBackend({});
  const text = fileText('Shop', metricsUrl, 7);
  const file = await placeFile(userDataDir, 'shop', text);
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(page);
  await page.getByTestId('open-shop').click();
  await expect(banner(page)).toContainText('Read-only');
  await expect(banner(page)).toContainText('newer version of Sextant');
  await console.open('targets');
  await expect(console.targetHealth('shop')).toHaveText('Up');
  await console.open('settings');
  await page.getByTestId('environment-rename').fill('Shop EU');
  await page.getByTestId('environment-rename-save').click();
  await expect(
    page.getByText('can’t be changed').or(page.getByText("can't be changed")).last(),
  ).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a file that is broken while it is open names the place, and the last good copy stays in use', async ({
  launchApp,
  startBackend,
  userDataDir,
}) => {
  const { metricsUrl } = await startBackend({});
  const good = fileText('Shop', metricsUrl);
  const file = await placeFile(userDataDir, 'shop', good);
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(page);
  await page.getByTestId('open-shop').click();
  await console.open('targets');
  await expect(console.targetHealth('shop')).toHaveText('Up');
  const half = good.replace('scrapeInterval: 1s', 'scrapeInterval: soon');
  await writeFile(file, half);
  await expect(banner(page)).toContainText('line 9');
  await expect(banner(page)).toContainText('scrapeInterval');
  await expect(console.targetHealth('shop')).toHaveText('Up');
  expect(await readFile(file, 'utf8')).toBe(half);

  await truncate(file, 100 * 1024 * 1024);
  await expect(banner(page)).toContainText('it has 100 MiB');
  await expect(console.targetHealth('shop')).toHaveText('Up');

  await writeFile(file, good.replace('name: Shop\n', 'name: Shop by hand\n'));
  await expect(banner(page)).toHaveCount(0);
  await expect(new EnvironmentsPage(page).switcher).toContainText('Shop by hand');
});

test('a file that others change while a form is open keeps both changes', async ({
  launchApp,
  startBackend,
  userDataDir,
}) => {
  const { metricsUrl } = await startBackend({});
  const text = fileText('Shop', metricsUrl);
  const file = await placeFile(userDataDir, 'shop', text);
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(page);
  await page.getByTestId('open-shop').click();
  await console.open('targets');
  await console.target('shop').getByTestId('target-edit').click();
  await console.endpointForm.fillName('Shop one');
  await writeFile(file, text.replace('kind: development', 'kind: staging'));
  await expect(new EnvironmentsPage(page).switcher).toContainText('Staging');
  await console.endpointForm.save();
  await expect.poll(() => readFile(file, 'utf8')).toContain('Shop one');
  const saved = await readFile(file, 'utf8');
  expect(saved).toContain('kind: staging');
  expect(saved).toContain('# By hand.');
  expect(saved).toContain('# the main one');
});

test('an import that follows its file takes over what others change there, and writes back', async ({
  launchApp,
  userDataDir,
}) => {
  const team = path.join(userDataDir, 'team');
  await mkdir(team);
  const file = path.join(team, 'environment.yaml');
  const text = fileText('Team', 'http://127.0.0.1:9/metrics');
  await writeFile(file, text);
  const app = await launchApp();
  const { page } = app;
  const console = new ConsolePage(page);
  const environments = new EnvironmentsPage(page);
  await console.ready();
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await console.open('settings');
  await page.getByTestId(settings.environmentImport).click();
  await page.getByRole('menuitem', { name: 'Environment or prometheus.yml' }).click();
  await page.getByTestId(settings.importFollow).check();
  await page.getByTestId(settings.importConfirm).click();
  await environments.switcher.click();
  await page.getByRole('menuitem', { name: /^Team/ }).click();
  const shared = page.getByTestId(settings.sharedFile);
  await expect(shared).toContainText('In step');

  await writeFile(file, text.replace('kind: development', 'kind: staging'));
  await page.getByTestId(settings.sharedTake).click();
  await expect(environments.switcher).toContainText('Staging');
  await expect(shared).toContainText('In step');

  await page.getByTestId(settings.environmentRename).fill('Team EU');
  await page.getByTestId(settings.environmentRenameSave).click();
  await page.getByTestId(settings.sharedWrite).click();
  await expect.poll(() => readFile(file, 'utf8')).toContain('name: Team EU');
  await expect(shared).toContainText('In step');
});
