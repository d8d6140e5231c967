import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

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
