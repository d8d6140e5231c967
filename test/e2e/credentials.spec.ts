import fs from 'node:fs/promises';
import path from 'node:path';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { putEnvironment } from './fixtures/put-environment.ts';
import { ConsolePage } from './pages/console.ts';
import { CredentialsPage } from './pages/credentials.ts';

const OLD = 'old-password-canary';
const NEW = 'new-password-canary';

function endpoint(id: string, url: string, passwordRef: string): string {
  return `  - id: ${id}
    name: ${id}
    url: ${url}
    scrapeInterval: 1s
    scrapeTimeout: 1s
    auth: { kind: basic, username: qa, passwordRef: ${passwordRef} }
`;
}

test('what a pulled file needs is filled in one by one, then replaced in one place', async ({
  launchApp,
  restartApp,
  startBackend,
  userDataDir,
}) => {
  const passwords = [{ username: 'qa', password: OLD }];
  const [shop, other] = await Promise.all([
    startBackend({ auth: { basic: passwords } }),
    startBackend({ auth: { basic: passwords } }),
  ]);
  await putEnvironment(
    userDataDir,
    'pulled',
    `schemaVersion: 1
name: Pulled
kind: staging
endpoints:
${endpoint('one', shop.metricsUrl, 'team/password')}${endpoint('two', shop.metricsUrl, 'team/password')}${endpoint('three', shop.metricsUrl, 'three/password')}${endpoint('four', other.metricsUrl, 'four/password')}`,
  );
  let app = await launchApp();
  let console = new ConsolePage(app.page);
  let credentials = new CredentialsPage(app.page);

  // The reference that two endpoints share is one credential.
  await expect(credentials.banner).toContainText('3 of 3 credentials are missing on this computer');
  await credentials.fill.click();
  await expect(credentials.dialog).toContainText('Credential 1 of 3');
  await expect(credentials.dialog).toContainText('one, two');
  await credentials.value.fill(OLD);
  // Of the same origin, purpose and user name: it is likely the same password.
  await expect(credentials.related).toHaveCount(1);
  await credentials.related.uncheck();
  await credentials.save.click();
  await expect(credentials.dialog).toContainText('Credential 2 of 3');
  await credentials.skip.click();
  await expect(credentials.dialog).toContainText('Credential 3 of 3');
  await credentials.save.click();
  await expect(credentials.dialog).toContainText('Enter it, or cancel');
  await credentials.value.fill(OLD);
  await credentials.sessionOnly.check();
  await credentials.save.click();
  await expect(credentials.dialog).toHaveCount(0);
  await expect(credentials.banner).toContainText('1 of 3 credentials is missing');
  // Those to be entered come first, the others by their addresses.
  const states = await credentials.states();
  expect(states[0]).toBe('missing');
  expect(states.toSorted()).toEqual(['missing', 'session', 'stored']);

  await console.open('targets');
  for (const id of ['one', 'two', 'four']) await expect(console.targetHealth(id)).toHaveText('Up');
  await expect(console.targetHealth('three')).toHaveText('Down');

  // The service's password is another now: one act replaces it for all three of its endpoints.
  await shop.close();
  await startBackend({ port: shop.port, auth: { basic: [{ username: 'qa', password: NEW }] } });
  await expect(console.targetHealth('one')).toHaveText('Down');
  await console.open('settings');
  await credentials.row('one').getByTestId('credential-action').click();
  await credentials.value.fill(NEW);
  await expect(credentials.related).toBeChecked();
  await credentials.save.click();
  await expect(credentials.dialog).toHaveCount(0);
  await expect(credentials.banner).toHaveCount(0);
  await console.open('targets');
  for (const id of ['one', 'two', 'three', 'four']) await expect(console.targetHealth(id)).toHaveText('Up');

  // What was for the session only is asked for again, and is written nowhere.
  app = await restartApp(app);
  console = new ConsolePage(app.page);
  credentials = new CredentialsPage(app.page);
  await expect(credentials.banner).toContainText('1 of 3 credentials is missing');
  await console.open('settings');
  await expect(credentials.row('four')).toContainText('It is kept for one session only, as was chosen');
  const files = await fs.readdir(userDataDir, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await fs.readFile(path.join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    expect(content.includes(OLD) || content.includes(NEW), file.name).toBe(false);
  }
});
