import fs from 'node:fs/promises';
import path from 'node:path';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { CredentialsPage } from './pages/credentials.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const PASSWORD = 'canary-password-of-the-shop';
const PASSPHRASE = 'seven dull words and a comma';

/** Answers the system's dialogs for files with this one. */
async function chooseFile(app: RunningApp, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
}

test('production goes to another computer with its credentials: unlocked, encrypted, previewed', async ({
  launchApp,
  startBackend,
  userDataDir,
}, testInfo) => {
  const service = await startBackend({ auth: { basic: [{ username: 'qa', password: PASSWORD }] } });
  const bundle = path.join(userDataDir, 'shop.age');
  const sender = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  let console = new ConsolePage(sender.page);
  const environments = new EnvironmentsPage(sender.page);
  await sender.page.getByTestId('connect-service').click();
  await sender.page.getByTestId('endpoint-url').waitFor();
  await sender.page.keyboard.press('Escape');
  await environments.create('Shop', 'Production');
  await console.endpointForm.open();
  await console.endpointForm.fillUrl(service.metricsUrl);
  await console.endpointForm.fillName('Shop');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.chooseAuth('Basic');
  await console.endpointForm.fillUsername('qa');
  await console.endpointForm.fillSecret(PASSWORD);
  await sender.page.getByTestId('endpoint-save').click();
  await environments.unlockFor('Shop');
  await expect(console.targetHealth('shop')).toHaveText('Up');
  await sender.page.getByTestId('production-lock').click();

  await console.open('settings');
  await chooseFile(sender, bundle);
  await sender.page.getByTestId('environment-export').click();
  await sender.page.getByRole('menuitem', { name: 'With credentials, encrypted' }).click();
  await sender.page.getByTestId('bundle-passphrase').fill('short');
  await sender.page.getByTestId('bundle-export').click();
  await expect(sender.page.getByRole('dialog')).toContainText('At least 12 characters');
  await sender.page.getByTestId('bundle-passphrase').fill(PASSPHRASE);
  await sender.page.getByTestId('bundle-passphrase-again').fill(PASSPHRASE);
  await sender.page.getByTestId('bundle-export').click();
  // Letting the credentials of production out is asked for like a change of it.
  await environments.unlockFor('Shop');
  await expect(sender.page.getByText('1 credential is in it.')).toBeVisible();
  const content = await fs.readFile(bundle);
  expect(content.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt /);
  expect(content.includes(PASSWORD)).toBe(false);
  await sender.close();

  const receiver = await launchApp({
    userDataDir: testInfo.outputPath('receiver'),
    env: { SEXTANT_FIRST_RUN: 'ask', SEXTANT_TEST_HOOKS: '1', SEXTANT_KEYCHAIN_SERVICE: 'Sextant receiver' },
  });
  const { page } = receiver;
  console = new ConsolePage(page);
  await page.getByTestId('open-my-services').or(page.getByTestId('connect-service')).first().click();
  await page.getByTestId('endpoint-url').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await console.open('settings');
  await chooseFile(receiver, bundle);
  await page.getByTestId('environment-import').click();
  await page.getByRole('menuitem', { name: 'Environment or prometheus.yml' }).click();
  await page.getByTestId('bundle-open-passphrase').fill('not the passphrase');
  await page.getByTestId('bundle-open').click();
  await expect(page.getByRole('dialog')).toContainText('The passphrase is not the one');
  await page.getByTestId('bundle-open-passphrase').fill(PASSPHRASE);
  await page.getByTestId('bundle-open').click();
  const item = page.getByTestId('import-item');
  await expect(item).toContainText('1 credential of the file goes to the keychain');
  await expect(page.getByTestId('import-hosts')).toContainText(new URL(service.metricsUrl).host);
  const before = service.requests().length;
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-confirm')).toHaveCount(0);
  // Nothing connects before it is opened.
  expect(service.requests().length).toBe(before);
  const received = new EnvironmentsPage(page);
  await received.switcher.click();
  await page.getByRole('menuitem', { name: 'Shop' }).click();
  await console.open('targets');
  await expect(console.targetHealth('shop')).toHaveText('Up');
  await expect(new CredentialsPage(page).banner).toHaveCount(0);
});
