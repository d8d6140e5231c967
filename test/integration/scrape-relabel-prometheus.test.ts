import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { DEFAULT_RELABEL_CONFIG, type RelabelConfig } from '../../src/shared/domain/relabel.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { toFileRelabelConfig } from '../../src/shared/ipc/scrape-schemas.ts';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const HAS_PROMETHEUS = spawnSync('prometheus', ['--version']).status === 0;

const PAGE = `# TYPE http_requests counter
http_requests{path="/a",code="200",job="own"} 1
http_requests{path="/b",code="500",Mixed="CaSe"} 2
http_requests{path="/c",code="500"} 3
# TYPE lat histogram
lat_bucket{le="0.5"} 1
lat_bucket{le="+Inf"} 2
lat_count 2
lat_sum 3.5
go_threads 7
twin{kind="x"} 1
twin{kind="y"} 2
noisy{tmp_id="1",tmp_host="h",keep="k"} 1
`;

type Steps = readonly Partial<RelabelConfig>[];

/** Steps that Prometheus 2.42 takes too. */
const CASES: readonly (readonly [name: string, target: Steps, metrics: Steps])[] = [
  ['nothing', [], []],
  ['drop', [], [{ sourceLabels: ['__name__'], regex: 'go_.*|lat_bucket', action: 'drop' }]],
  ['keep', [], [{ sourceLabels: ['__name__', 'code'], regex: 'http_requests;5..', action: 'keep' }]],
  [
    'replace',
    [],
    [
      {
        sourceLabels: ['path', 'code'],
        regex: '/(.);(\\d)..',
        targetLabel: 'short',
        replacement: '$1-${2}xx',
      },
    ],
  ],
  [
    'rename',
    [],
    [{ sourceLabels: ['__name__'], regex: 'http_(.*)', targetLabel: '__name__', replacement: 'web_$1' }],
  ],
  ['labeldrop', [], [{ regex: 'tmp_.*', action: 'labeldrop' }]],
  ['labelkeep', [], [{ regex: '__name__|job|instance|path', action: 'labelkeep' }]],
  ['labelmap', [], [{ regex: 'tmp_(.+)', replacement: 'new_$1', action: 'labelmap' }]],
  ['hashmod', [], [{ sourceLabels: ['path', 'le'], targetLabel: 'shard', modulus: 7, action: 'hashmod' }]],
  [
    'case',
    [],
    [
      { sourceLabels: ['Mixed'], targetLabel: 'low', action: 'lowercase' },
      { sourceLabels: ['Mixed'], targetLabel: 'UP', action: 'uppercase' },
    ],
  ],
  ['merged', [], [{ regex: 'kind', action: 'labeldrop' }]],
  ['equal', [], [{ sourceLabels: ['exported_job'], targetLabel: 'path', action: 'keepequal' }]],
  ['unequal', [], [{ sourceLabels: ['exported_job'], targetLabel: 'path', action: 'dropequal' }]],
  ['from_target', [], [{ sourceLabels: ['job', '__name__'], targetLabel: 'both', separator: '/' }]],
  [
    'target_label',
    [
      { sourceLabels: ['__address__'], regex: '(.*):\\d+', targetLabel: 'host' },
      {
        sourceLabels: [
          '__scheme__',
          '__metrics_path__',
          '__param_q',
          '__scrape_interval__',
          '__scrape_timeout__',
        ],
        targetLabel: 'seen',
      },
    ],
    [],
  ],
  [
    'target_path',
    [
      { targetLabel: '__metrics_path__', replacement: '/other' },
      { targetLabel: '__param_q', replacement: 'new' },
    ],
    [],
  ],
  [
    'target_instance',
    [
      { targetLabel: 'instance', replacement: 'named' },
      { regex: 'team', action: 'labeldrop' },
    ],
    [],
  ],
  ['target_gone', [{ sourceLabels: ['team'], regex: 'a', action: 'drop' }], []],
];

function full(steps: Steps): readonly RelabelConfig[] {
  return steps.map((step) => ({ ...DEFAULT_RELABEL_CONFIG, ...step }));
}

/** Names of the series of a server, `scrape_duration_seconds` and its like with them. */
function seriesTexts(series: readonly (readonly (readonly [string, string])[])[]): string[] {
  return series
    .map((labels) => JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1))))
    .filter((text) => !text.includes('"scrape_timeout_seconds"') && !text.includes('"scrape_sample_limit"'))
    .filter((text) => !text.includes('"scrape_body_size_bytes"'))
    .sort();
}

describe.skipIf(!HAS_PROMETHEUS)('relabelling beside the real Prometheus', () => {
  let page: Server;
  let address = '';
  let folder = '';
  let theirs: RunningProgram;
  const asked: string[] = [];

  beforeAll(async () => {
    page = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(PAGE);
    }).listen(0, '127.0.0.1');
    await once(page, 'listening');
    address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'sextant-relabel-'));
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: CASES.map(([name, target, metrics]) => ({
        job_name: name,
        params: { q: ['old'] },
        static_configs: [{ targets: [address], labels: { team: 'a' } }],
        relabel_configs: full(target).map(toFileRelabelConfig),
        metric_relabel_configs: full(metrics).map(toFileRelabelConfig),
      })),
    };
    await writeFile(join(folder, 'prometheus.yml'), stringify(config));
    theirs = await startProgram(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--log.level=info',
      ],
      /msg="Listening on" address=(127\.0\.0\.1:\d+)/,
    );
  }, 30_000);

  afterAll(async () => {
    await theirs?.stop();
    page?.close();
    page?.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  it('stores the same series and asks for the same pages', async () => {
    const endpoints = CASES.map(([name, target, metrics]) =>
      testEndpoint({
        id: name.replaceAll('_', '-'),
        name,
        url: `http://${address}/metrics?q=old`,
        scrapeIntervalMs: 1_000,
        scrapeTimeoutMs: 1_000,
        labels: [['team', 'a']],
        scrape: {
          ...DEFAULT_SCRAPE_SETTINGS,
          relabelConfigs: full(target),
          metricRelabelConfigs: full(metrics),
        },
      }),
    );
    const engine = await openTestEngine(testEnvironment(endpoints), null);
    try {
      await Promise.all(
        endpoints.filter(({ id }) => id !== 'target-gone').map(({ id }) => engine.api.scrapeNow(id)),
      );
      const range = { from: 'now-1h', to: 'now' } as const;
      const ours = seriesTexts(await engine.api.listSeries({ selectors: [], range }));
      expect(asked).toContain('/other?q=new');
      await vi.waitFor(
        async () => {
          const reply = await fetch(`http://${theirs.url}/api/v1/series?match[]={job=~".%2B"}`);
          const { data } = (await reply.json()) as { data: Record<string, string>[] };
          expect(ours).toEqual(seriesTexts(data.map((labels) => Object.entries(labels))));
        },
        { timeout: 15_000, interval: 500 },
      );
      const dropped = (await engine.api.listTargets()).find(({ id }) => id === 'target-gone');
      expect(dropped).toMatchObject({ health: 'dropped', lastScrape: null });
      const merged = (await engine.api.listTargets()).find(({ id }) => id === 'merged');
      expect(merged?.lastScrape).toMatchObject({ samplesScraped: 11, dropped: { duplicates: 1 } });
    } finally {
      await engine.api.close();
    }
  }, 40_000);
});
