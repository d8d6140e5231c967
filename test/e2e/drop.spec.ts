import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Encrypter } from 'age-encryption';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';
import { dropFile, holdFile } from './pages/drop-file.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const SHOP = readFileSync(path.join(import.meta.dirname, 'data/shop-dashboard.json'), 'utf8');
const RULES = 'groups:\n  - name: dropped\n    rules:\n      - alert: Dropped\n        expr: up == 0\n';
const CONFIG =
  'scrape_configs:\n  - job_name: dropped\n    static_configs:\n      - targets: [127.0.0.1:9]\n';
const PAGE = '# HELP jobs_done Jobs.\n# TYPE jobs_done counter\njobs_done{queue="mail"} 12\n';

const PASSPHRASE = 'seven dull words and a comma';

/** An environment with a dashboard, as an encrypted export has it. */
async function encryptShop(): Promise<Uint8Array> {
  const environment =
    'schemaVersion: 1\nname: Shop\nkind: staging\nendpoints:\n' +
    '  - { id: shop, name: Shop, url: "http://127.0.0.1:9/metrics", scrapeInterval: 15s, scrapeTimeout: 10s }\n';
  const dashboards = [{ id: 'shop', text: SHOP }];
  const content = { format: 'sextant-bundle', version: 1, environment, base: null, secrets: [], dashboards };
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(10);
  return encrypter.encrypt(JSON.stringify(content));
}

test('a dropped encrypted export asks for its passphrase and brings its dashboards', async ({
  launchApp,
}) => {
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  await console.ready();
  await dropFile(page, 'notes.age', 'Dear all');
  await expect(page.getByText('notes.age does not begin like a file that age has encrypted')).toBeVisible();
  await dropFile(page, 'shop.age', await encryptShop());
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('shop.age is encrypted');
  await page.getByTestId('bundle-open-passphrase').fill(PASSPHRASE);
  await page.getByTestId('bundle-open').click();
  const { title } = JSON.parse(SHOP) as { readonly title: string };
  await expect(page.getByTestId('import-dashboards')).toHaveText(`1 dashboard: ${title}`);
  await page.getByTestId('import-confirm').click();
  await expect(dialog).toHaveCount(0);
  const environments = new EnvironmentsPage(page);
  await environments.switcher.click();
  await page.getByRole('menuitem', { name: 'Shop' }).click();
  await console.open('dashboards');
  await expect(page.getByRole('main').getByText(title)).toBeVisible();
});

test('a file dropped anywhere opens its preview, and a foreign one is refused in a sentence', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const { page } = app;
  const console = new ConsolePage(page);
  await console.ready();
  const url = page.url();

  await holdFile(page, 'shop.json');
  await expect(page.getByTestId('drop-hint')).toContainText('Drop a dashboard, rules, an environment');
  await dropFile(page, 'shop.json', SHOP);
  await expect(page.getByTestId('drop-hint')).toHaveCount(0);
  const dashboards = new DashboardsPage(page);
  await expect(dashboards.figure('drawn')).toHaveText('11');
  await page.keyboard.press('Escape');

  await dropFile(page, 'dropped.rules.yml', RULES);
  await expect(page.getByTestId('rule-file-name')).toHaveValue('dropped.rules');
  await expect(page.getByTestId('rule-file-text')).toHaveValue(RULES);
  await page.getByTestId('rule-file-save').click();
  await expect(page.getByTestId('rule-Dropped')).toBeVisible();

  await dropFile(page, 'prometheus.yml', CONFIG);
  await expect(page.getByTestId('import-hosts')).toContainText('127.0.0.1:9');
  await page.keyboard.press('Escape');

  await dropFile(page, 'page.prom', PAGE);
  await expect(page.getByTestId('dropped-page')).toContainText('jobs_done');
  await page.getByTestId('page-findings-tab').click();
  await expect(page.getByTestId('page-findings')).toContainText('_total');
  await page.keyboard.press('Escape');

  await dropFile(page, 'letter.txt', 'Dear all,\nthe meeting is at ten.\n');
  await expect(page.getByText('letter.txt can’t be imported')).toBeVisible();
  expect(page.url()).toBe(url);
});
