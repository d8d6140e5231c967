import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { exportPrometheusConfig } from '../../src/shared/environment-yaml/prometheus/export-scrape-configs.ts';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { testEnvironment } from '../support/test-engine.ts';

const HAS_PROMETHEUS = spawnSync('prometheus', ['--version']).status === 0;
const RULES = 'groups: [{name: shop, interval: 1s, rules: [{record: shop:up, expr: sum(up)}]}]\n';
const TOKEN = 'token-of-the-export';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(!HAS_PROMETHEUS)('an environment that is exported for Prometheus', () => {
  let folder: string;
  let demo: DemoService;
  let prometheus: RunningProgram | undefined;
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-export-'));
    demo = await createDemoService({ auth: { bearer: [{ token: TOKEN }] } });
    port = await freePort();
    const environment = testEnvironment(
      [
        testEndpoint({
          id: 'shop',
          name: 'Shop: EU',
          url: demo.metricsUrl,
          scrapeIntervalMs: 3_000,
          scrapeTimeoutMs: 3_000,
          labels: [['team', 'on']],
          auth: { kind: 'bearer', tokenRef: 'shop/token' },
        }),
      ],
      RULES,
    );
    const { files, secretFiles } = exportPrometheusConfig(environment);
    for (const { path, text } of [
      ...files,
      ...secretFiles.map(({ path: at }) => ({ path: at, text: TOKEN })),
    ]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  });

  afterAll(async () => {
    await prometheus?.stop();
    await demo.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is taken by promtool', () => {
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['check', 'config', join(folder, 'prometheus.yml')],
      {
        encoding: 'utf8',
      },
    );
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('makes a real Prometheus scrape the same target and evaluate the same rules', async () => {
    prometheus = await startProgram(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      /ready to receive web requests/,
    );
    await vi.waitFor(
      async () => {
        const ask = async (query: string): Promise<unknown> => {
          const response = await fetch(
            `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`,
          );
          return ((await response.json()) as { data: { result: unknown } }).data.result;
        };
        expect(await ask('up')).toMatchObject([
          {
            metric: { job: 'Shop: EU', instance: `127.0.0.1:${demo.port}`, team: 'on' },
            value: [expect.anything(), '1'],
          },
        ]);
        expect(await ask('shop:up')).toMatchObject([{ value: [expect.anything(), '1'] }]);
      },
      { timeout: 30_000, interval: 500 },
    );
  }, 60_000);
});
