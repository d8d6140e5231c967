import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { expect } from './fixtures/app.ts';
import { test as backendTest } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';

interface ServerFixtures {
  /** Starts a real Prometheus that scrapes a page each second; it ends with the test. */
  readonly startPrometheus: (metricsUrl: string) => Promise<RunningProgram>;
}

const test = backendTest.extend<ServerFixtures>({
  startPrometheus: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sextant-prometheus-'));
    const programs: RunningProgram[] = [];
    await use(async (metricsUrl) => {
      const { host, pathname } = new URL(metricsUrl);
      const config = path.join(folder, 'prometheus.yml');
      await writeFile(
        config,
        `global: {scrape_interval: 1s}\nscrape_configs: [{job_name: shop, metrics_path: ${pathname}, static_configs: [{targets: ['${host}']}]}]\n`,
      );
      const port = 20_000 + Math.floor(Math.random() * 10_000);
      const program = await startProgram(
        'prometheus',
        [
          ...[`--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'data')}`],
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        /ready to receive web requests/,
      );
      const running = { ...program, url: `http://127.0.0.1:${port}` };
      programs.push(running);
      return running;
    });
    for (const program of programs) await program.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test.skip(spawnSync('prometheus', ['--version']).status !== 0, 'prometheus is not on the PATH');

test('a pasted URL is known for a server, which then answers all pages', async ({
  launchApp,
  startBackend,
  startPrometheus,
}) => {
  const backend = await startBackend({});
  const prometheus = await startPrometheus(backend.metricsUrl);
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const { page } = app;
  await page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(`${prometheus.url}/graph?g0.expr=up`);
  await page.getByTestId('endpoint-name').click();
  const found = page.getByTestId('url-probe');
  await expect(found).toHaveAttribute('data-kind', 'server');
  await expect(found).toContainText(/This is a Prometheus \d+\.\d+/);
  await page.getByTestId('use-server').click();
  await expect(page.getByTestId('server-url')).toHaveValue(prometheus.url);
  await page.getByTestId('server-name').fill('Fleet');
  await page.getByTestId('server-save').click();

  const card = page.getByTestId('server-fleet');
  await expect(card.getByTestId('server-state')).toHaveText('Answers');
  await expect(card.getByTestId('server-facts')).toContainText('answers queries by default');
  await expect(console.target('fleet').getByTestId('target-health')).toHaveText('Up');

  await console.open('overview');
  await console.expectDrawnCharts(4);

  await console.open('explore');
  await page.locator('.cm-content').first().fill('sum(rate(http_requests_total[30s]))');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('query-stats')).toContainText('1 series');
  await console.expectDrawnCharts(1);

  // A page of one's own beside it: the same question to either.
  await console.open('targets');
  await console.endpointForm.open();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.fillName('Here');
  await expect(found).toHaveAttribute('data-kind', 'endpoint');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.save();
  await expect(console.targetHealth('here')).toHaveText('Up');
  await console.open('explore');
  const picker = page.getByTestId('source-picker');
  await expect(picker).toHaveValue('Scraped here');
  await picker.click();
  await page.getByRole('option', { name: 'Fleet' }).click();
  await expect(page.getByTestId('query-stats')).toContainText('1 series');
});

test('other programs read the history through the HTTP API once it is switched on', async ({
  launchApp,
  startBackend,
}) => {
  const backend = await startBackend({});
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const { page } = app;
  await page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.fillName('Shop');
  await console.endpointForm.fillInterval('1s');
  await console.endpointForm.save();
  await expect(console.targetHealth('shop')).toHaveText('Up');
  await console.open('settings');
  const port = 30_000 + Math.floor(Math.random() * 2_000);
  await page.getByTestId('http-api-port').fill(String(port));
  await page.getByTestId('http-api-port').press('Enter');
  const answers = page.getByTestId('http-api-switch');
  await expect(answers).toBeEnabled();
  await answers.click({ force: true });
  await expect(page.getByTestId('http-api-state')).toHaveText('Answered');
  await expect(page.getByTestId('http-api-url')).toHaveText(`http://127.0.0.1:${port}`);
  await page.getByTestId('http-api-copy').click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^[\w-]{43}$/);
  const token = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(await page.content()).not.toContain(token);
  const ask = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/api/v1/query?query=up`, { headers });
  expect((await ask({})).status).toBe(401);
  const answer = await ask({ Authorization: `Bearer ${token}` });
  expect(await answer.json()).toMatchObject({
    status: 'success',
    data: { result: [{ metric: { job: 'Shop' } }] },
  });
});
