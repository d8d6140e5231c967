import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { DemoService } from '../../src/backend/index.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import type { RequestName } from '../../src/shared/ipc/channels.ts';
import type { Reply } from '../../src/shared/ipc/contract.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const SWITCHES = 100;

/** Makes a request as the page itself does. */
function send(page: Page, name: RequestName, payload: unknown): Promise<Reply<unknown>> {
  return page.evaluate(
    ([wanted, given]) => {
      const { request } = (
        window as unknown as { sextant: { request: Record<string, (payload: unknown) => unknown> } }
      ).sextant;
      return request[wanted as string]?.(given) as never;
    },
    [name, payload],
  );
}

function tokenOf(name: string): string {
  return `token-of-${name.toLowerCase()}-0123456789abcdef`;
}

function endpoint(name: string, service: DemoService): Endpoint {
  return {
    id: 'shop',
    name: 'Shop',
    url: service.metricsUrl,
    scrapeIntervalMs: 1_000,
    scrapeTimeoutMs: 1_000,
    labels: [['stage', `marker-${name}`]],
    scrape: DEFAULT_SCRAPE_SETTINGS,
    auth: { kind: 'bearer', tokenRef: 'shop/token' },
    connection: DEFAULT_CONNECTION,
    limits: DEFAULT_SCRAPE_LIMITS,
  };
}

async function addEnvironment(page: Page, name: string, service: DemoService): Promise<void> {
  expect(await send(page, 'environments.create', { name, kind: 'staging' })).toMatchObject({ ok: true });
  const secrets = [['shop/token', tokenOf(name)]];
  const saved = await send(page, 'endpoints.save', { endpoint: endpoint(name, service), secrets });
  expect(saved).toMatchObject({ ok: true });
}

test('100 switches by key with scrapes in flight: nothing of one environment is drawn or sent under the other', async ({
  launchApp,
  startBackend,
}) => {
  test.setTimeout(240_000);
  const names = ['Alpha', 'Beta'] as const;
  const services = await Promise.all(
    names.map((name) => startBackend({ auth: { bearer: [{ token: tokenOf(name) }] } })),
  );
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const environments = new EnvironmentsPage(page);
  const console = new ConsolePage(page);
  await page.getByTestId('page-first-run').waitFor();
  for (const [i, name] of names.entries()) {
    const service = services[i];
    if (service !== undefined) await addEnvironment(page, name, service);
  }
  await console.open('explore');
  await page.getByTestId('promql-editor').first().click();
  await page.keyboard.type('up');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  const chart = page.getByTestId('explore-chart');
  await expect(chart).toContainText('marker-Beta', { timeout: 20_000 });

  // Whatever is drawn at any moment is seen by the observer, not only what is there when the test looks.
  await page.evaluate(() => {
    const crossed: string[] = [];
    Object.assign(window, { crossed });
    new MutationObserver(() => {
      const shown = document.querySelector('[data-testid="environment-switcher"]')?.textContent ?? '';
      const drawn = document.querySelector('[data-testid="explore-result"]')?.textContent ?? '';
      for (const name of ['Alpha', 'Beta']) {
        if (drawn.includes(`marker-${name}`) && !shown.includes(name)) crossed.push(`${name} under ${shown}`);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  for (let i = 0; i < SWITCHES; i += 1) {
    const place = (i % 2) + 1;
    await environments.switchTo(place, names[place - 1] ?? '');
    if (i % 20 === 19) await expect(chart).toContainText(`marker-${names[place - 1]}`, { timeout: 20_000 });
  }
  await environments.switchBack();
  await expect(environments.switcher).toContainText('Alpha');
  expect(await page.evaluate(() => (window as unknown as { crossed: string[] }).crossed)).toEqual([]);
  for (const [i, name] of names.entries()) {
    const expected = createHash('sha256')
      .update(`Bearer ${tokenOf(name)}`)
      .digest('hex')
      .slice(0, 12);
    const requests = services[i]?.requests() ?? [];
    expect(requests.length).toBeGreaterThan(10);
    const seen = new Set(requests.map(({ authorization }) => authorization?.sha256Prefix));
    expect([...seen]).toEqual([expected]);
  }
});

test('production is read-only until its name is typed, in its own window too', async ({ launchApp }) => {
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const { page } = app;
  await page.getByTestId('page-first-run').waitFor();
  await send(page, 'environments.create', { name: 'Dev', kind: 'development' });
  const made = await send(page, 'environments.create', { name: 'Live', kind: 'production' });
  expect(made).toMatchObject({ ok: true });
  const environments = new EnvironmentsPage(page);
  await expect(environments.productionBar).toContainText('Read-only');
  const titles = (): Promise<string[]> =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle()));
  await expect.poll(titles).toEqual(['[PRODUCTION] Live — Overview']);

  const rename = { id: 'live', name: 'Live EU', kind: 'production' };
  expect(await send(page, 'environments.rename', rename)).toMatchObject({
    ok: false,
    error: { code: 'unauthorized' },
  });
  await new ConsolePage(page).open('settings');
  await page.getByTestId('environment-rename').fill('Live EU');
  await page.getByTestId('environment-rename-save').click();
  await expect(page.getByTestId('unlock-confirm')).toBeDisabled();
  await environments.unlockFor('Live');
  await expect(environments.switcher).toContainText('Live EU');
  await expect(environments.productionBar).toContainText('Unlocked for');

  await page.getByTestId('production-lock').click();
  await expect(environments.productionBar).toContainText('Read-only');
  const opening = app.electron.waitForEvent('window');
  await send(page, 'environments.openWindow', { id: 'dev' });
  const second = await opening;
  await expect(second.getByTestId('environment-switcher')).toContainText('Dev');
  await expect(second.getByTestId('production-bar')).toHaveCount(0);
  await expect(environments.productionBar).toBeVisible();
  await expect
    .poll(async () => (await titles()).sort())
    .toEqual(['Dev — Overview', '[PRODUCTION] Live EU — Settings']);
});
