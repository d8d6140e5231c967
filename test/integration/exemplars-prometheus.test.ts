import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const HAS_PROMETHEUS = spawnSync('prometheus', ['--version']).status === 0;
const TOKEN = 'exemplar-token-of-this-test';
const AT = (Date.now() - 5_000) / 1000;

const PAGE = `# TYPE lat histogram
lat_bucket{le="0.5"} 1 # {trace_id="a",span="1"} 0.25 ${AT}
lat_bucket{le="+Inf"} 3 # {trace_id="b"} 9.5 ${AT + 1}
lat_count 3
lat_sum 12
# TYPE requests counter
requests_total{path="/x"} 3 # {} 1 ${AT}
requests_total{path="/y"} 4 # {trace_id="c"} -0.5 ${AT + 2.5}
# TYPE plain counter
plain_total 1
# EOF
`;

const QUERIES = [
  'lat_bucket',
  'rate(requests_total{path="/y"}[1m]) / sum(lat_bucket{le="0.5"})',
  'plain_total',
];

interface Answer {
  readonly status: string;
  readonly data?: readonly {
    readonly seriesLabels: { readonly __name__: string };
    readonly exemplars: unknown;
  }[];
}

describe.skipIf(!HAS_PROMETHEUS)('exemplars beside the real Prometheus', () => {
  let page: Server;
  let folder = '';
  let theirs: RunningProgram;
  let ours = '';
  let api: EngineApi;

  beforeAll(async () => {
    page = createServer((_, response) => {
      response.setHeader('Content-Type', 'application/openmetrics-text; version=1.0.0');
      response.end(PAGE);
    }).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'sextant-exemplars-'));
    const config = `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs: [{job_name: shop, static_configs: [{targets: ['${address}']}]}]
`;
    await writeFile(join(folder, 'prometheus.yml'), config);
    theirs = await startProgram(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--enable-feature=exemplar-storage',
      ],
      /msg="Listening on" address=(127\.0\.0\.1:\d+)/,
    );
    const endpoint = testEndpoint({ url: `http://${address}/metrics` });
    api = (await openTestEngine(testEnvironment([endpoint]), null)).api;
    ours = (await api.serveHttpApi({ port: 0, token: TOKEN })) ?? '';
    for (let i = 0; i < 2; i++) await api.scrapeNow('e1');
  }, 30_000);

  afterAll(async () => {
    await api?.close();
    await theirs?.stop();
    page?.close();
    page?.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask(base: string, query: string, range = ''): Promise<Answer> {
    const url = `${base}/api/v1/query_exemplars?query=${encodeURIComponent(query)}${range}`;
    const response = await fetch(url, { headers: { Authorization: `Bearer ${TOKEN}` } });
    const answer = (await response.json()) as Answer;
    if (answer.data === undefined) return { status: answer.status };
    const inOrder = answer.data.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return { status: answer.status, data: inOrder };
  }

  it.each(QUERIES)('answers %s alike', async (query) => {
    await vi.waitFor(
      async () => {
        const answer = await ask(ours, query);
        expect(answer).toEqual(await ask(`http://${theirs.url}`, query));
        expect(answer.data?.length).toBe(query === 'plain_total' ? 0 : 2);
      },
      { timeout: 10_000, interval: 300 },
    );
  });

  it('answers ranges and faults alike', async () => {
    const range = `&start=${AT + 0.5}&end=${AT + 1.5}`;
    const answer = await ask(ours, 'lat_bucket', range);
    expect(answer.data).toHaveLength(1);
    expect(answer).toEqual(await ask(`http://${theirs.url}`, 'lat_bucket', range));
    for (const [query, wrong] of [
      ['lat_bucket', '&start=2&end=1'],
      ['(', ''],
    ] as const) {
      expect(await ask(ours, query, wrong)).toEqual({ status: 'error' });
      expect(await ask(`http://${theirs.url}`, query, wrong)).toEqual({ status: 'error' });
    }
  });
});
