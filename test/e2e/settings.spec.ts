import { testIds } from '../../src/shared/test-ids.ts';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { SettingsPage } from './pages/settings.ts';
import { ShellPage } from './pages/shell.ts';

test('settings are found by their words, and by the section that they are in', async ({ launchApp }) => {
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  const settings = new SettingsPage(page);
  await console.ready();
  await console.open('settings');

  await page.keyboard.press('Control+f');
  await expect(settings.search).toBeFocused();
  await settings.search.fill('history keep');
  await expect(settings.labels.filter({ hasText: 'Keep history for' })).toBeVisible();
  await expect(settings.labels.filter({ hasText: 'Theme' })).toHaveCount(0);
  await expect(settings.section('general')).toHaveCount(0);
  await expect(settings.section('environment')).toBeVisible();

  await settings.search.fill('no such thing');
  await expect(settings.nothingFound).toContainText('No setting fits');
  await settings.nothingFound.getByRole('button').click();
  await expect(settings.labels.filter({ hasText: 'Theme' })).toBeVisible();

  await settings.section('api').click();
  await expect(settings.section('api')).toHaveAttribute('aria-current', 'true');
  await expect(settings.card('HTTP API')).toBeInViewport();
});

test('About tells what is running, and copies it without an address or a path', async ({ launchApp }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  const settings = new SettingsPage(app.page);
  const { about } = new ShellPage(app.page);
  await console.ready();
  await console.open('settings');
  await settings.openAbout();
  await expect(about).toContainText('Credentials are stored in the keychain');
  await expect(about).toContainText(app.userDataDir);

  await about.getByTestId(testIds.shell.copyDiagnostics).click();
  await expect(about).toContainText('Copied');
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toMatch(/^Sextant \d+\.\d+\.\d+\nElectron [\d.]+, Chromium [\d.]+, Node [\d.]+, \w+ \w+\n/);
  expect(copied).toMatch(/Targets: \d of \d up/);
  expect(copied).not.toContain(app.userDataDir);
  expect(copied).not.toContain('127.0.0.1');
});

test('an export that cannot be written says why, and the form stays', async ({ launchApp }) => {
  test.slow();
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const { page } = app;
  const { settings, environments } = testIds;
  await page.getByTestId(environments.connectService).click();
  await page.getByTestId(environments.endpointUrl).waitFor();
  await page.keyboard.press('Escape');
  await new ConsolePage(page).open('settings');
  await app.electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: '/no-such-folder/shop.age' });
  });
  await page.getByTestId(settings.environmentExport).click();
  await page.getByRole('menuitem', { name: 'With credentials, encrypted' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make one and copy it' }).click();
  await page.getByTestId(settings.bundleExport).click();
  await expect(page.getByTestId(settings.bundleFailure)).toContainText('was not saved', {
    timeout: 60_000,
  });
  await expect(page.getByTestId(settings.bundlePassphrase)).not.toHaveValue('');
});
