import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { DEFAULT_CONNECTION } from '../../src/shared/domain/endpoint.ts';
import type { Environment } from '../../src/shared/domain/environment.ts';
import type { InstantResult, RangeResult } from '../../src/shared/domain/query.ts';
import type { QueryServer } from '../../src/shared/domain/server.ts';
import { type CheckingProxy, startCheckingProxy } from '../support/checking-proxy.ts';
import { type RunningProgram, startProgram } from '../support/cli-program.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { serveTimedPage, type TimedPage } from '../support/metrics-page.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const HAS_PROMETHEUS = spawnSync('prometheus', ['--version']).status === 0;
const HAS_VICTORIA = spawnSync('victoria-metrics', ['-version']).status === 0;
const PREFIX = '/monitoring/prometheus';
const RULES = `groups:
  - name: server-side
    interval: 1s
    rules:
      - alert: QueueThere
        expr: shop_queue{shard="0"} > -100
        labels: {severity: page}
        annotations: {summary: "Shard {{ $labels.shard }}"}
      - record: shop:queue:max
        expr: max(shop_queue{shard!="odd"})
`;
const LOCAL_RULES = `groups:
  - name: over-the-server
    interval: 1s
    rules:
      - alert: ServerSeesIt
        expr: max(shop:queue:max) > -100
`;

/** Twice a second at least, so that neither scraper misses one of the page's samples. */
function scrapeConfig(authority: string, rules: string): string {
  return `global: {scrape_interval: 400ms, evaluation_interval: 1s}
${rules === '' ? '' : `rule_files: [${rules}]`}
scrape_configs:
  - job_name: shop
    honor_timestamps: true
    scrape_timeout: 400ms
    static_configs: [{targets: ['${authority}']}]
`;
}

function randomPort(): number {
  return 20_000 + Math.floor(Math.random() * 10_000);
}

function serverAt(url: string, changes: Partial<QueryServer> = {}): QueryServer {
  return {
    id: 'fleet',
    name: 'Fleet',
    url,
    auth: { kind: 'none' },
    connection: DEFAULT_CONNECTION,
    tenant: null,
    queryParams: [],
    timeoutMs: 10_000,
    method: 'post',
    ...changes,
  };
}

function withServers(environment: Environment, servers: readonly QueryServer[]): Environment {
  return { ...environment, servers };
}

function close(value: number): number | string {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : String(value);
}

/** A range result that can be compared: series in order, values with their steps. */
function rangePoints({ series, startMs, stepMs, count }: RangeResult): unknown {
  return series
    .map(({ labels, values, present }) => ({
      key: JSON.stringify(labels),
      points: Array.from({ length: count }, (_, i) => i)
        .filter((i) => present === null || present[i] === 1)
        .map((i) => [startMs + i * stepMs, close(values[i] as number)]),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function instantPoints({ kind, rows, text }: InstantResult): unknown {
  const points = rows.map(({ labels, times, values }) => ({
    key: JSON.stringify(labels),
    points: Array.from(times, (at, i) => [at, close(values[i] as number)]),
  }));
  return { kind, text, rows: points.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

const QUERIES = [
  'shop_requests_total',
  'rate(shop_requests_total[4450ms])',
  'sum by (path) (rate(shop_requests_total[3750ms]))',
  'increase(shop_requests_total{status="500"}[5550ms]) / 5',
  'histogram_quantile(0.9, sum by (le) (rate(shop_latency_seconds_bucket[4450ms])))',
  'shop_queue',
  'topk(2, shop_queue{shard!="odd"})',
  'max_over_time(shop_queue{shard!="odd"}[3450ms]) - on(shard) min_over_time(shop_queue{shard!="odd"}[2550ms])',
  'label_replace(shop_queue, "s", "x$1", "shard", "(.*)")',
  'absent(nothing)',
  'vector(1) > bool 0.5',
];

describe.skipIf(!HAS_PROMETHEUS)('a real Prometheus as a source', () => {
  let folder: string;
  let page: TimedPage;
  let prometheus: RunningProgram;
  let proxy: CheckingProxy;
  let api: EngineApi;
  let environment: Environment;
  let fromMs: number;
  let toMs: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-remote-'));
    page = await serveTimedPage();
    await writeFile(join(folder, 'rules.yml'), RULES);
    await writeFile(join(folder, 'prometheus.yml'), scrapeConfig(page.authority, 'rules.yml'));
    const port = randomPort();
    prometheus = await startProgram(
      'prometheus',
      [
        ...[`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, `--web.route-prefix=${PREFIX}`],
      ],
      /ready to receive web requests/,
    );
    proxy = await startCheckingProxy(`http://127.0.0.1:${port}`);
    proxy.rule = ({ headers }) => {
      const isKnown = headers.authorization === `Basic ${Buffer.from('ops:hunter2').toString('base64')}`;
      if (!isKnown) return { status: 401, headers: { 'www-authenticate': 'Basic realm="fleet"' } };
      return headers['x-scope-orgid'] === 'team-a' ? null : { status: 400, body: 'no org id' };
    };
    environment = withServers(
      testEnvironment(
        [testEndpoint({ name: 'shop', url: page.url, scrapeIntervalMs: 400, scrapeTimeoutMs: 400 })],
        LOCAL_RULES,
      ),
      [
        serverAt(`${proxy.url}${PREFIX}`, {
          auth: { kind: 'basic', username: 'ops', passwordRef: 'fleet/password' },
          tenant: { headerName: 'X-Scope-OrgID', value: 'team-a' },
          queryParams: [['dedup', 'true']],
        }),
      ],
    );
    ({ api } = await openTestEngine({ ...environment, ruleSource: 'fleet' }, null, {
      'fleet/password': 'hunter2',
    }));
    // Long enough for the longest window, and some steps after it.
    const started = Date.now();
    const oldest = async (source: string): Promise<number> => {
      const { rows } = await api.queryInstant({
        expr: 'shop_requests_total{path="/p0",status="200"}[1m]',
        atMs: null,
        supersedeKey: null,
        source,
      });
      return rows[0]?.times[0] ?? Number.POSITIVE_INFINITY;
    };
    await vi.waitUntil(
      async () => Math.max(await oldest('local'), await oldest('fleet')) < Date.now() - 14_000,
      {
        timeout: 55_000,
        interval: 500,
      },
    );
    fromMs = Math.max(await oldest('local'), await oldest('fleet'));
    toMs = Math.floor(Date.now() / 1000) * 1000 - 3_000;
    expect(toMs - started).toBeGreaterThan(0);
  });

  beforeEach(() => {
    proxy.seen.length = 0;
  });

  afterAll(async () => {
    await api?.close();
    await proxy?.close();
    await prometheus?.stop();
    await page?.close();
    await rm(folder, { recursive: true, force: true });
  });

  // Off the samples' grid: Prometheus before 3 counts a sample at the window's left end, and later ones don't.
  it.each(QUERIES)('answers %s like the own history over the same samples', async (expr) => {
    const ask = (source: string) =>
      api.queryInstant({ expr, atMs: fromMs + 8_370, supersedeKey: null, source });
    expect(instantPoints(await ask('fleet'))).toEqual(instantPoints(await ask('local')));
    // Steps lie on tenths of a second, and windows reach half a tenth beyond one: never to a sample.
    const range = (source: string) =>
      api.queryRange({
        expr,
        range: { from: fromMs + 7_000, to: toMs },
        stepMs: 1_300,
        lookbackMs: null,
        supersedeKey: null,
        source,
      });
    const local = await range('local');
    expect(local.count).toBeGreaterThan(3);
    expect(rangePoints(await range('fleet'))).toEqual(rangePoints(local));
  });

  it.each(['1.5', '"text"', 'time()', 'shop_queue[2500ms]'])('decodes the result of %s', async (expr) => {
    const ask = (source: string) =>
      api.queryInstant({ expr, atMs: fromMs + 9_250, supersedeKey: null, source });
    expect(instantPoints(await ask('fleet'))).toEqual(instantPoints(await ask('local')));
  });

  it('lists series, label names and values alike', async () => {
    const filter = (source: string) => ({
      selectors: ['shop_queue{shard!="2"}', 'shop_requests_total{path="/p1"}'],
      range: { from: fromMs, to: toMs },
      source,
    });
    expect(await api.listSeries(filter('fleet'))).toEqual(await api.listSeries(filter('local')));
    expect(await api.listLabelNames(filter('fleet'))).toEqual(await api.listLabelNames(filter('local')));
    expect(await api.listLabelValues('path', filter('fleet'))).toEqual(['/p1']);
    const all = await api.listSeries({ selectors: [], range: { from: fromMs, to: toMs }, source: 'fleet' });
    expect(all.length).toBeGreaterThan(11);
    const names = await api.listLabelValues('__name__', { ...filter('fleet'), selectors: [] });
    expect(names).toContain('shop:queue:max');
  });

  it('tells metadata, targets and rules of the server, and alerts of its own rules over the server', async () => {
    expect(await api.listMetadata('fleet')).toContainEqual({
      name: 'shop_requests_total',
      type: 'counter',
      help: 'Requests.',
      unit: '',
    });
    const targets = await api.listTargets();
    expect(targets.map(({ endpointId, health }) => [endpointId, health])).toEqual([
      ['e1', 'up'],
      ['fleet', 'up'],
    ]);
    expect(targets[1]).toMatchObject({ endpointName: 'shop', scrapeIntervalMs: 400 });
    expect(await api.listTargets('local')).toHaveLength(1);
    const groups = await api.listRuleGroups('fleet');
    expect(groups[0]).toMatchObject({ name: 'server-side', intervalMs: 1_000 });
    expect(groups[0]?.rules[0]).toMatchObject({
      name: 'QueueThere',
      state: 'firing',
      health: 'ok',
      alerts: [{ state: 'firing', annotations: [['summary', 'Shard 0']] }],
    });
    // The recorded series is the server's alone.
    await vi.waitUntil(async () => (await api.listRuleGroups('local'))[0]?.rules[0]?.state === 'firing', {
      timeout: 10_000,
    });
  });

  it('knows what the server is', async () => {
    const { servers, targetsTotal } = await api.getStatus();
    expect(servers).toMatchObject([
      { id: 'fleet', state: 'ok', flavor: 'prometheus', message: '', notes: [] },
    ]);
    expect(servers[0]?.version).toMatch(/^\d+\.\d+/);
    // Asked for at the start, when little was scraped.
    expect(servers[0]?.seriesCount).toBeGreaterThanOrEqual(0);
    expect(targetsTotal).toBe(2);
  });

  it('sends the prefix, the tenant, further parameters and a form', async () => {
    await api.queryInstant({ expr: '1', atMs: null, supersedeKey: null, source: 'fleet' });
    const query = proxy.seen.find(({ url }) => url.includes('/query'));
    expect(query?.method).toBe('POST');
    expect(query?.url).toBe(`${PREFIX}/api/v1/query?dedup=true`);
  });

  it('asks with GET where a form is refused', async () => {
    const before = proxy.rule;
    proxy.rule = (request) => (request.method === 'POST' ? { status: 405 } : before(request));
    try {
      for (let i = 0; i < 2; i++) {
        const { rows } = await api.queryInstant({
          expr: '1 + 1',
          atMs: null,
          supersedeKey: null,
          source: 'fleet',
        });
        expect(rows[0]?.values[0]).toBe(2);
      }
      const methods = proxy.seen.filter(({ url }) => url.includes('/query')).map(({ method }) => method);
      expect(methods).toEqual(['POST', 'GET', 'GET']);
    } finally {
      proxy.rule = before;
    }
  });

  it('maps errors, with their place in the expression', async () => {
    const ask = (expr: string) => api.queryInstant({ expr, atMs: null, supersedeKey: null, source: 'fleet' });
    await expect(ask('sum(shop_queue')).rejects.toMatchObject({
      code: 'bad_data',
      details: { errorType: 'bad_data', start: 14, line: 1 },
    });
    await expect(ask('shop_queue * on() group_left() shop_queue')).rejects.toMatchObject({
      code: 'execution',
      details: { errorType: 'execution' },
    });
    await expect(
      api.queryInstant({ expr: '1', atMs: null, supersedeKey: null, source: 'gone' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows warnings, says which route is missing, and goes on without it', async () => {
    const before = proxy.rule;
    proxy.rule = (request) => {
      if (request.url.includes('/metadata')) return { status: 404, body: 'Not Found' };
      if (!request.url.includes('/query')) return before(request);
      const body = {
        status: 'success',
        isPartial: true,
        warnings: ['store 3 did not answer'],
        infos: ['PromQL info: metric might not be a counter: "b" (1:6)'],
        data: { resultType: 'vector', result: [] },
      };
      return { status: 200, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    };
    try {
      const { annotations } = await api.queryInstant({
        expr: 'rate(b[5m])',
        atMs: null,
        supersedeKey: null,
        source: 'fleet',
      });
      expect(annotations).toMatchObject([
        { kind: 'warning', message: 'store 3 did not answer', start: -1 },
        { kind: 'warning', message: expect.stringContaining('partial') },
        { kind: 'info', start: 5 },
      ]);
      expect(await api.listMetadata('fleet')).toEqual([]);
      const { servers } = await api.getStatus();
      expect(servers[0]?.notes).toEqual([expect.stringContaining('/api/v1/metadata')]);
    } finally {
      proxy.rule = before;
    }
  });

  it('says what is wrong with the credential, a sign-in page, and an answer without end', async () => {
    const ask = () => api.queryInstant({ expr: '1', atMs: null, supersedeKey: null, source: 'fleet' });
    const before = proxy.rule;
    try {
      proxy.rule = () => ({ status: 401 });
      await expect(ask()).rejects.toMatchObject({
        code: 'unauthorized',
        message: expect.stringContaining('401'),
      });
      proxy.rule = () => ({ status: 302, headers: { location: 'https://login.example/' } });
      await expect(ask()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('Redirects'),
      });
      proxy.rule = () => ({ status: 200, body: '<html>', headers: { 'content-type': 'text/html' } });
      await expect(ask()).rejects.toMatchObject({
        message: expect.stringContaining('did not answer with JSON'),
      });
      proxy.rule = () => ({ status: 200, body: ' '.repeat(33 * 1024 * 1024) });
      await expect(ask()).rejects.toMatchObject({ code: 'limit_exceeded' });
      expect((await api.getStatus()).servers[0]).toMatchObject({ state: 'failed' });
    } finally {
      proxy.rule = before;
    }
    await ask();
    expect((await api.getStatus()).servers[0]).toMatchObject({ state: 'ok', message: '' });
  });

  it.each([
    ['', 'endpoint'],
    ['/graph?g0.expr=up', 'server'],
    ['/moved', 'server'],
    [`${PREFIX}/graph?g0.expr=up`, 'server'],
    [`${PREFIX}/metrics`, 'server'],
  ])('tells what a pasted URL with the path "%s" is, asking its origin alone', async (path, kind) => {
    const before = proxy.rule;
    // A proxy that sends to the prefix, as servers do from their root.
    proxy.rule = (request) =>
      request.url.startsWith(PREFIX)
        ? null
        : {
            status: 302,
            headers: { location: request.url === '/moved' ? `${PREFIX}/graph` : 'http://127.0.0.1:1/' },
          };
    try {
      const url = kind === 'endpoint' ? page.url : `${proxy.url}${path}`;
      const probe = await api.probeUrl(testEndpoint({ id: 'new', url }), []);
      if (kind === 'endpoint') expect(probe).toMatchObject({ kind, url, samples: 11, families: 3 });
      else if (path.startsWith(PREFIX) || path === '/moved') {
        expect(probe).toMatchObject({ kind, url: `${proxy.url}${PREFIX}`, flavor: 'prometheus' });
        expect(probe).toMatchObject({ endpointUrl: path.endsWith('/metrics') ? url : null });
      } else expect(probe).toMatchObject({ kind: 'unknown', status: 302 });
    } finally {
      proxy.rule = before;
    }
  });

  it('is the default where nothing is scraped, and says when it is gone', async () => {
    const alone = await openTestEngine(
      withServers(testEnvironment([]), [serverAt(`http://127.0.0.1:${randomPort()}`)]),
      null,
    );
    try {
      await expect(alone.api.listTargets()).rejects.toMatchObject({ code: 'unavailable' });
      await expect(
        alone.api.queryInstant({ expr: '1', atMs: null, supersedeKey: null }),
      ).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('Nothing accepts') });
      await vi.waitUntil(async () => (await alone.api.getStatus()).servers[0]?.state === 'failed');
    } finally {
      await alone.api.close();
    }
  });

  describe.skipIf(!HAS_VICTORIA)('and VictoriaMetrics', () => {
    let victoria: RunningProgram;
    let own: EngineApi;

    beforeAll(async () => {
      await writeFile(
        join(folder, 'scrape.yml'),
        scrapeConfig(page.authority, '').replace('evaluation_interval: 1s', ''),
      );
      const port = randomPort();
      victoria = await startProgram(
        'victoria-metrics',
        [
          ...[
            `-promscrape.config=${join(folder, 'scrape.yml')}`,
            `-storageDataPath=${join(folder, 'victoria')}`,
          ],
          ...[
            `-httpListenAddr=127.0.0.1:${port}`,
            '-search.latencyOffset=0s',
            '-promscrape.config.strictParse=false',
          ],
        ],
        /started VictoriaMetrics|starting http server|started server/i,
      );
      const server = serverAt(`http://127.0.0.1:${port}`);
      own = (await openTestEngine(withServers(testEnvironment([]), [server]), null)).api;
    });

    afterAll(async () => {
      await own?.close();
      await victoria?.stop();
    });

    it('answers, tells what it is, and degrades where it has no such route', async () => {
      const query = { expr: 'sum(shop_queue{shard="1"})', atMs: null, supersedeKey: null };
      await vi.waitUntil(async () => (await own.queryInstant(query)).rows.length > 0, {
        timeout: 30_000,
        interval: 500,
      });
      await vi.waitUntil(async () => (await own.getStatus()).servers[0]?.state === 'ok');
      expect((await own.getStatus()).servers[0]).toMatchObject({ flavor: 'victoriametrics' });
      const range = await own.queryRange({
        expr: 'shop_requests_total',
        range: { from: 'now-1m', to: 'now' },
        stepMs: 1_000,
        lookbackMs: null,
        supersedeKey: null,
      });
      expect(range.series).toHaveLength(4);
      expect(range.series[0]?.present?.includes(1) ?? true).toBe(true);
      await vi.waitUntil(async () => (await own.listTargets())[0]?.health === 'up', {
        timeout: 20_000,
        interval: 500,
      });
      expect(await own.listRuleGroups()).toEqual([]);
      await expect(own.queryInstant({ ...query, expr: 'sum(' })).rejects.toMatchObject({ code: 'execution' });
      const filter = { selectors: ['shop_queue'], range: { from: 'now-5m', to: 'now' } } as const;
      expect(await own.listLabelValues('shard', filter)).toEqual(['0', '1', '2', 'odd']);
    });
  });
});

if (!HAS_PROMETHEUS) console.log('skipped: prometheus is not on the PATH');
