import { readdir } from 'node:fs/promises';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { canarySecret } from './fixtures/canaries.ts';
import { queryInstant } from './fixtures/query-instant.ts';
import { ConsolePage } from './pages/console.ts';

const TOKEN = canarySecret('bearer');

test('data and credential outlive a restart', async ({ launchApp, restartApp, startBackend }) => {
  const backend = await startBackend({ auth: { bearer: [{ token: TOKEN }] } });
  const first = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const before = new ConsolePage(first.page);
  await first.page.getByTestId('connect-service').click();
  await before.endpointForm.fillUrl(backend.metricsUrl);
  await before.endpointForm.fillName('Shop');
  await before.endpointForm.fillInterval('1s');
  await before.endpointForm.chooseAuth('Bearer token');
  await before.endpointForm.fillSecret(TOKEN);
  await before.endpointForm.save();
  await expect(before.targetHealth('shop')).toHaveText('Up');
  const savedAtMs = Date.now();
  await before.open('overview');
  await before.expectDrawnCharts(4);

  const second = await restartApp(first, { env: { SEXTANT_FIRST_RUN: 'ask' } });
  const after = new ConsolePage(second.page);
  await after.ready();
  await after.open('targets');
  await expect(after.targetHealth('shop')).toHaveText('Up');
  const oldest = await queryInstant(second.page, 'min_over_time(timestamp(up)[10m:1s])');
  expect(oldest?.rows[0]?.values[0]).toBeLessThan(savedAtMs / 1_000 + 2);
  await after.open('settings');
  await expect(second.page.getByTestId('keychain-state')).toHaveText('In use');
  await second.close();
});

test('a quit leaves no half-written file', async ({ launchApp, userDataDir }) => {
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await app.page.getByTestId('page-first-run').waitFor();
  await app.close();
  const names = await readdir(userDataDir);
  expect(names).toContain('window.json');
  expect(names.filter((name) => name.includes('.tmp-'))).toEqual([]);
});
