import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningProgram, startProgram, startServe } from '../support/cli-program.ts';

const HAS_PROMETHEUS = ['prometheus', 'promtool'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);
/** Not a multiple of any step: subqueries have a grid of their own. */
const START = Date.UTC(2026, 0, 2, 3) / 1000 + 7;
const STEP = 15;
const STEPS = 120;

/** Counters with resets, gauges and classic buckets on a grid of 15 s. */
function openMetrics(): string {
  const families = new Map<string, string[]>();
  const add = (family: string, name: string, labels: string, value: (i: number) => number): void => {
    const lines = families.get(family) ?? [];
    families.set(family, lines);
    for (let i = 0; i < STEPS; i++) lines.push(`${name}{${labels}} ${value(i)} ${START + i * STEP}`);
  };
  for (let k = 0; k < 6; k++) {
    const labels = `path="/p${k % 3}",status="${k < 3 ? 200 : 500}"`;
    add('requests', 'requests_total', labels, (i) => ((i * (k + 1) * 7) % (400 + k)) + i / 3);
    add('queue', 'queue', `shard="${k}"`, (i) => Math.sin(i / 7 + k) * 10 ** (k - 3));
  }
  for (const [k, le] of ['0.1', '1.0', '10.0', '+Inf'].entries()) {
    add('latency', 'latency_bucket', `le="${le}"`, (i) => i * (k + 1) + ((i * k) % 5));
  }
  const types = { requests: 'counter', queue: 'gauge', latency: 'histogram' };
  const text = Object.entries(types).map(
    ([family, type]) => `# TYPE ${family} ${type}\n${(families.get(family) ?? []).join('\n')}\n`,
  );
  return `${text.join('')}# EOF\n`;
}

const QUERIES = [
  'requests_total',
  'queue{shard=~"[0-2]"}',
  'rate(requests_total[2m])',
  'sum by (path) (rate(requests_total[2m]))',
  'increase(requests_total{status="500"}[5m]) / 5',
  'histogram_quantile(0.9, rate(latency_bucket[5m]))',
  'max_over_time(queue[3m]) - on(shard) min_over_time(queue[3m])',
  'topk(2, queue)',
  'avg_over_time(rate(requests_total[1m])[4m:30s])',
  'label_replace(queue, "s", "x$1", "shard", "(.*)")',
  'absent(nothing)',
  'vector(1) > bool 0.5',
  '-1e300 * 1e300',
] as const;

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

interface Reply {
  readonly status: string;
  readonly data: { readonly resultType: string; readonly result: readonly Sample[] };
}

/** A result with its series in order, and its numbers as numbers so that they can be compared closely. */
function normalise({ status, data }: Reply): unknown {
  if (data.resultType === 'scalar') return data;
  const result = data.result
    .map(({ metric, value, values }) => ({
      metric: JSON.stringify(Object.entries(metric).sort()),
      points: (values ?? (value === undefined ? [] : [value])).map(([time, text]) => ({
        time,
        value: /^[+-]?(?:Inf|NaN)$/.test(text) ? text : Number(Number(text).toPrecision(12)),
      })),
    }))
    .sort((a, b) => (a.metric < b.metric ? -1 : 1));
  return { status, resultType: data.resultType, result };
}

async function ask(base: string, path: string): Promise<Reply> {
  const response = await fetch(`${base}/api/v1/${path}`);
  return (await response.json()) as Reply;
}

describe.skipIf(!HAS_PROMETHEUS)('beside a real Prometheus', () => {
  let folder: string;
  let ours: RunningProgram;
  let theirs: RunningProgram;

  async function startPrometheus(data: string, config: string): Promise<RunningProgram> {
    const file = join(folder, `${data}.yml`);
    await writeFile(file, config);
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const running = await startProgram(
      'prometheus',
      [
        ...[`--config.file=${file}`, `--storage.tsdb.path=${join(folder, data)}`],
        ...['--storage.tsdb.retention.time=100y', `--web.listen-address=127.0.0.1:${port}`],
      ],
      /ready to receive web requests/,
    );
    return { ...running, url: `http://127.0.0.1:${port}` };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-peer-'));
    const file = join(folder, 'data.om');
    await writeFile(file, openMetrics());
    const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'blocks')];
    expect(spawnSync('promtool', blocks, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    theirs = await startPrometheus('blocks', 'global: {}\n');
    ours = await startServe(['--import', file, '--data', join(folder, 'ours')]);
  });

  afterAll(async () => {
    await ours?.stop();
    await theirs?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // Off the samples' grid: Prometheus before 3 counts a sample at the window's left end, and later ones don't.
  it.each(QUERIES)('answers %s alike over the same data', async (query) => {
    const encoded = encodeURIComponent(query);
    const range = `query_range?query=${encoded}&start=${START + 307.2}&end=${START + 1_700}&step=37.5`;
    expect(normalise(await ask(ours.url, range))).toEqual(normalise(await ask(theirs.url, range)));
    const instant = `query?query=${encoded}&time=${START + 1_003.4}`;
    expect(normalise(await ask(ours.url, instant))).toEqual(normalise(await ask(theirs.url, instant)));
  });

  it.each([
    'series?match[]=requests_total&match[]=queue{shard="1"}',
    'labels',
    'labels?match[]=queue',
    'label/path/values',
    'label/shard/values?match[]=queue{shard!="3"}',
    'query?query=1/3&time=1.0015',
    'query?query=requests_total[1m]&time=1767323000.1',
  ])('answers %s with the same text', async (path) => {
    const data = async (base: string): Promise<string> => {
      const text = await (await fetch(`${base}/api/v1/${path}`)).text();
      return text;
    };
    expect(await data(ours.url)).toBe(await data(theirs.url));
  });

  it('is understood by promtool', () => {
    const ask = (...args: string[]): string =>
      spawnSync('promtool', ['query', ...args], { encoding: 'utf8' }).stdout;
    const at = `--time=${START + 600}`;
    expect(ask('instant', at, ours.url, 'sum(requests_total)')).toBe(
      ask('instant', at, theirs.url, 'sum(requests_total)'),
    );
    expect(ask('labels', ours.url, 'path')).toBe('/p0\n/p1\n/p2\n');
    expect(ask('series', '--match=queue{shard="2"}', ours.url)).toContain('shard="2"');
  });

  it('scrapes the same page to the same series', async () => {
    const page = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(
        '# TYPE a counter\na{x="1"} 0.1\na{x="2",job="own"} NaN\nb 1e3\n# TYPE h histogram\nh_bucket{le="1"} 2\n',
      );
    });
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    const address = page.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const targets = join(folder, 'targets.json');
    await writeFile(targets, JSON.stringify({ interval: 1, urls: [`http://127.0.0.1:${port}/metrics`] }));
    const scraper = await startServe([], { TARGETS_FILE: targets });
    const peer = await startPrometheus(
      'scraped',
      `{global: {scrape_interval: 1s}, scrape_configs: [{job_name: targets, static_configs: [{targets: ['127.0.0.1:${port}'], labels: {path: /metrics}}]}]}\n`,
    );
    try {
      const query = `query?query=${encodeURIComponent('{job="targets",__name__!~"scrape_.*"}')}`;
      const seen = async (base: string): Promise<string[]> =>
        (await ask(base, query)).data.result
          .map(({ metric, value }) => `${JSON.stringify(Object.entries(metric).sort())} ${value?.[1]}`)
          .sort();
      await vi.waitUntil(async () => (await seen(peer.url)).length > 0, { timeout: 20_000, interval: 100 });
      await vi.waitUntil(async () => (await seen(scraper.url)).length > 0, {
        timeout: 20_000,
        interval: 100,
      });
      expect(await seen(scraper.url)).toHaveLength(5);
      // Prometheus before 3 leaves le="1" as it is.
      const written = (await seen(peer.url)).map((line) => line.replace('["le","1"]', '["le","1.0"]'));
      expect(await seen(scraper.url)).toEqual(written);
    } finally {
      await scraper.stop();
      await peer.stop();
      page.close();
    }
  });
});
