import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { test as appTest, expect } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { DashboardsPage } from './pages/dashboards.ts';

// Dashboards as they are published, over the services that they were made for: node_exporter, Prometheus' Go runtime and
// the demo's Node process. For the JVM, Kubernetes and RabbitMQ there is none here: their dashboards must say so.

const FOLDER = path.resolve(import.meta.dirname, '../../../shared/conformance/dashboards');
const PROGRAMS = ['prometheus', 'prometheus-node-exporter'];
const missing = PROGRAMS.filter((program) => spawnSync(program, ['--version']).error !== undefined);

interface Services {
  readonly node: RunningProgram;
  readonly prometheus: RunningProgram;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const test = appTest.extend<{ readonly services: Services }>({
  services: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sextant-dashboards-'));
    const config = path.join(folder, 'prometheus.yml');
    await writeFile(config, 'scrape_configs: []\n');
    const start = async (command: string, args: readonly string[], pattern: RegExp) => {
      const address = `127.0.0.1:${await freePort()}`;
      const program = await startProgram(command, [...args, `--web.listen-address=${address}`], pattern);
      return { ...program, url: `http://${address}/metrics` };
    };
    const node = await start('prometheus-node-exporter', [], /[Ll]istening on/);
    const prometheus = await start(
      'prometheus',
      [`--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'data')}`],
      /ready to receive web requests/,
    );
    await use({ node, prometheus });
    await node.stop();
    await prometheus.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test.skip(missing.length > 0, `not on the PATH: ${missing.join(', ')}`);
test.skip(!existsSync(FOLDER), 'the published dashboards are not beside the checkout');

test('published dashboards are drawn from real endpoints, and those without one say so', async ({
  launchApp,
  services,
}) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  for (const [name, { url }] of Object.entries(services)) {
    await console.endpointForm.open();
    await console.endpointForm.fillUrl(url);
    await console.endpointForm.fillName(name);
    await console.endpointForm.fillInterval('1s');
    await console.endpointForm.save();
  }
  await console.open('targets');
  for (const name of Object.keys(services)) {
    await expect(console.target(name).getByTestId('target-health')).toHaveText('Up');
  }
  await console.open('dashboards');
  const dashboards = new DashboardsPage(app.page);
  const open = async (file: string): Promise<void> => {
    await dashboards.importFile(path.join(FOLDER, file));
    await expect(dashboards.figure('undrawn')).toHaveText('0');
    await dashboards.openImported();
  };

  await open('node-exporter-full.json');
  await expect(dashboards.variable('job')).toHaveValue('node');
  await expect(dashboards.panelValue(20)).toHaveText(/\d.*%/);
  await expect(dashboards.panelValue(14)).toHaveText(/\d/);
  await dashboards.expectAllDrawn([77, 78, 74, 152]);
  await dashboards.back();

  await open('go-runtime.json');
  await dashboards.expectAllDrawn([16, 12, 8, 27]);
  await dashboards.back();

  await open('nodejs-application.json');
  await dashboards.expectAllDrawn([6, 8, 7]);
  await dashboards.back();

  for (const file of ['jvm-micrometer.json', 'k8s-resources-pod.json', 'rabbitmq-overview.json']) {
    await open(file);
    await expect(app.page.getByTestId('variables-empty')).toContainText('No values for');
    await dashboards.back();
  }
});
