import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testIds } from '../../src/shared/test-ids.ts';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { expect } from './fixtures/app.ts';
import { test as backendTest } from './fixtures/backend.ts';
import { advanceClock, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { AlertmanagerPage } from './pages/alertmanager.ts';
import { AlertsPage } from './pages/alerts.ts';
import { SilencesPage } from './pages/alerts-silences.ts';
import { ConsolePage } from './pages/console.ts';

const CONFIG = 'route: {receiver: none, group_wait: 1s}\nreceivers: [{name: none}]\n';
const RULES = `groups:
  - name: shop
    interval: 10s
    rules:
      - record: shop:up:sum
        expr: sum(up)
      - alert: ShopUp
        expr: up == 1
        keep_firing_for: 5m
        labels: {severity: critical}
`;
const MINUTE = 60_000;

const test = backendTest.extend<{ readonly alertmanager: RunningProgram }>({
  alertmanager: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sextant-alertmanager-'));
    const config = path.join(folder, 'config.yml');
    await writeFile(config, CONFIG);
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const program = await startProgram(
      'prometheus-alertmanager',
      [
        ...[`--config.file=${config}`, `--storage.path=${path.join(folder, 'data')}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
      ],
      /Listening on/,
    );
    await use({ ...program, url: `http://127.0.0.1:${port}` });
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test.skip(
  spawnSync('prometheus-alertmanager', ['--version']).status !== 0,
  'prometheus-alertmanager is not on the PATH',
);

test('alerts go to an Alertmanager, and are silenced there for everybody', async ({
  launchApp,
  startBackend,
  alertmanager,
}) => {
  test.slow();
  const backend = await startBackend({});
  const app = await launchApp({ env: { ...TEST_HOOKS_ENV, SEXTANT_FIRST_RUN: 'ask' } });
  const { page } = app;
  const console = new ConsolePage(page);
  const alerts = new AlertsPage(page);
  const silences = new SilencesPage(page);
  const team = new AlertmanagerPage(page);
  await page.getByTestId(testIds.environments.connectService).click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.save();
  await console.open('alerts');
  await alerts.addRules('shop', RULES);
  await advanceClock(app, MINUTE);
  await expect(alerts.ruleState('ShopUp')).toHaveText('Firing');
  await expect(page.getByTestId(testIds.alerts.rule('ShopUp'))).toContainText('keeps firing for 5 min');
  await expect(page.getByTestId(testIds.alerts.recordingRules)).toBeVisible();
  await expect(page.getByTestId(testIds.alerts.recordingRule('shop:up:sum'))).toContainText('every 10 s');

  await team.open();
  await team.save();
  await expect(team.dialog).toContainText('Enter an http:// or https:// URL.');
  await team.url.fill(alertmanager.url);
  await team.save();
  await expect(team.dialog).toHaveCount(0);
  await advanceClock(app, MINUTE);
  await expect(team.status).toContainText('Delivering');
  await expect(team.alerts).toContainText('ShopUp');
  await expect(team.alerts).toContainText('Active');

  await silences.startSilence();
  await page.getByText('In the Alertmanager', { exact: true }).click();
  await silences.saveSilence('1h', 'for the whole team');
  await expect(silences.silences).toContainText('for the whole team');
  await silences.closeDrawer();
  const kept = (await (await fetch(`${alertmanager.url}/api/v2/silences`)).json()) as { comment: string }[];
  expect(kept.map(({ comment }) => comment)).toEqual(['for the whole team']);
});
