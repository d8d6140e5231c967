import { testIds } from '../../src/shared/test-ids.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/auth-servers.ts';
import { putEnvironment } from './fixtures/put-environment.ts';
import { ConsolePage } from './pages/console.ts';
import { CredentialsPage } from './pages/credentials.ts';
import { TargetsPage } from './pages/targets.ts';

const { targets, settings, environments } = testIds;
const DAY_MS = 86_400_000;
const REFUSED = 'http://127.0.0.1:9';

/** Endpoints, each in another state, and a server that does not answer. */
function environmentText(page: string, secure: string, ca: string): string {
  const timing = 'scrapeInterval: 1s\n    scrapeTimeout: 1s';
  return `schemaVersion: 1
name: States
kind: staging
endpoints:
  - id: gone
    name: Gone
    url: ${REFUSED}/metrics
    ${timing}
  - id: left-out
    name: Left out
    url: ${page}
    ${timing}
    relabelConfigs: [{ source_labels: [job], regex: Left.*, action: drop }]
  - id: asks
    name: Asks
    url: ${page}
    ${timing}
    auth: { kind: basic, username: qa, passwordRef: asks/password }
  - id: tight
    name: Tight
    url: ${page}
    ${timing}
    limits: { samples: 250 }
  - id: secure
    name: Secure
    url: ${secure}
    ${timing}
    connection: { caPem: ${JSON.stringify(ca)} }
servers:
  - { id: fleet, name: Fleet, url: "${REFUSED}" }
`;
}

test('each state of a target says what it is, why, and what to do', async ({
  launchApp,
  startBackend,
  servers,
  userDataDir,
}) => {
  test.slow();
  const backend = await startBackend({});
  const soon = await servers.ca.issueServer({ notAfter: new Date(Date.now() + 6 * DAY_MS) });
  const secure = await servers.startPage(soon);
  await putEnvironment(
    userDataDir,
    'states',
    environmentText(backend.metricsUrl, secure.url, servers.ca.cert),
  );
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  const credentials = new CredentialsPage(page);
  await console.open('targets');
  const card = (id: string) => console.target(id);

  await expect(console.targetHealth('gone')).toHaveText('Down');
  await expect(card('gone').getByTestId(targets.targetFailure)).toContainText('Check that the service runs');
  await new TargetsPage(page).openFailures('gone');
  await expect(card('gone').getByTestId(targets.failureRun)).toContainText('Nothing accepts connections');
  await expect(card('gone').getByTestId(targets.failureRun)).toContainText('connect ');
  await card('gone').getByTestId(targets.targetPage).click();
  await expect(page.getByTestId(targets.pageFailure)).toContainText('The page could not be fetched');
  await expect(
    page.getByTestId(targets.pageFailure).getByRole('button', { name: 'Try again' }),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  await expect(card('left-out').getByTestId(targets.targetNotScraped)).toBeVisible();
  await expect(card('asks').getByTestId(targets.targetFailure)).toContainText(
    'is not in the keychain, so nothing was sent',
  );
  await expect(card('tight')).toContainText(/Samples\s*2\d\d of 250/);
  await expect(card('secure')).toContainText(/Certificate\s*valid for [56] d/);
  await expect(page.getByTestId(targets.server('fleet')).getByTestId(targets.serverFailure)).toBeVisible();

  await console.open('settings');
  await expect(page.getByTestId(settings.defaultSource)).toHaveValue('What is scraped here');
  await expect(page.getByTestId(settings.ruleSource)).toHaveValue('What is scraped here');
  await credentials.row('Asks').getByTestId(settings.credentialAction).click();
  await credentials.value.fill('a password');
  await credentials.save.click();
  await expect(credentials.row('Asks')).toHaveAttribute('data-state', 'stored');
  await credentials.row('Asks').getByTestId(settings.credentialMenu).click();
  await page.getByRole('menuitem', { name: 'Forget' }).click();
  await page.getByTestId(settings.credentialForget).click();
  await expect(credentials.row('Asks')).toHaveAttribute('data-state', 'missing');
  await credentials.row('Asks').getByTestId(settings.credentialAction).click();
  await credentials.value.fill('a password');
  await credentials.sessionOnly.check();
  await credentials.save.click();
  await console.open('targets');
  await expect(console.targetHealth('asks')).toHaveText('Up');
  await expect(card('asks').getByTestId(targets.targetCredential)).toContainText('Kept in memory');
});

test('the form warns where a credential would travel in the clear', async ({ launchApp }) => {
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  await console.ready();
  await console.endpointForm.open();
  await console.endpointForm.fillUrl('http://shop.invalid/metrics');
  await console.endpointForm.chooseAuth('API key header');
  await expect(page.getByTestId(environments.endpointHeaderName)).toBeVisible();
  await expect(page.getByTestId(environments.endpointUnencrypted)).toBeVisible();
  await console.endpointForm.fillUrl('https://shop.invalid/metrics');
  await expect(page.getByTestId(environments.endpointUnencrypted)).toHaveCount(0);
});
