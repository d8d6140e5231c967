import fs from 'node:fs/promises';
import path from 'node:path';
import { testIds } from '../../src/shared/test-ids.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/own-keyring.ts';
import { ConsolePage } from './pages/console.ts';
import { CredentialsPage } from './pages/credentials.ts';
import { EnvironmentsPage } from './pages/environments.ts';
import { SettingsPage } from './pages/settings.ts';

const PASSWORD = 'canary-password-of-the-keyring';
const SQLITE = 'SQLite format 3';

test('production is encrypted at first; while the keychain is locked nothing is sent, read or lost', async ({
  launchApp,
  restartApp,
  startBackend,
  keyring,
  userDataDir,
}) => {
  test.slow();
  const service = await startBackend({ auth: { basic: [{ username: 'qa', password: PASSWORD }] } });
  const env = { ...keyring.env, SEXTANT_FIRST_RUN: 'ask' };
  let app = await launchApp({ env });
  let console = new ConsolePage(app.page);
  const environments = new EnvironmentsPage(app.page);
  await app.page.getByTestId(testIds.environments.connectService).click();
  await app.page.getByTestId(testIds.environments.endpointUrl).waitFor();
  await app.page.keyboard.press('Escape');
  await environments.create('Shop', 'Production');
  await console.endpointForm.open();
  await console.endpointForm.fillUrl(service.metricsUrl);
  await console.endpointForm.fillName('Shop');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.chooseAuth('Basic');
  await console.endpointForm.fillUsername('qa');
  await console.endpointForm.fillSecret(PASSWORD);
  await app.page.getByTestId(testIds.environments.endpointSave).click();
  await environments.unlockFor('Shop');
  await expect(console.targetHealth('shop')).toHaveText('Up');

  await console.open('settings');
  await new SettingsPage(app.page).section('environment').click();
  await expect(app.page.getByTestId(testIds.settings.encryptHistory)).toBeChecked();
  await expect(app.page.getByTestId(testIds.settings.keychainState)).toHaveText('In use');
  await app.close();
  const folder = path.join(userDataDir, 'environments', 'shop');
  const history = await fs.readFile(path.join(folder, 'history.db'));
  expect(history.length).toBeGreaterThan(4_096);
  expect(history.subarray(0, SQLITE.length).toString('latin1')).not.toBe(SQLITE);

  await keyring.lock();
  const before = service.requests().length;
  app = await restartApp(app, { env });
  console = new ConsolePage(app.page);
  const credentials = new CredentialsPage(app.page);
  await expect(credentials.banner).toContainText(
    'The keychain is locked: the credential can’t be read, and nothing is sent where it is needed.',
  );
  await expect(credentials.fill).toHaveText('Unlock');
  await expect(app.page.getByTestId(testIds.shell.storageBanner)).toContainText(
    'The history is encrypted, and its key is in the keychain, which is locked or does not answer',
  );
  await console.open('targets');
  await expect(console.targetHealth('shop')).toHaveText('Down');
  await expect(console.target('shop')).toContainText('The keychain is locked');
  expect(service.requests().length, 'requests while the keychain is locked').toBe(before);
  await console.open('settings');
  await expect(app.page.getByTestId(testIds.settings.keychainState)).toHaveText('Locked');
  await expect(app.page.getByTestId(testIds.settings.keychain)).toContainText(
    'credentials saved before can’t be read until it is unlocked',
  );
  await expect(credentials.row('Shop')).toHaveAttribute('data-state', 'locked');
});
