import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { type RunningProgram, runProgram, startServe } from '../support/cli-program.ts';
import { readOpenApiSchemas } from '../support/openapi-schema.ts';

const DESCRIPTION = resolve(
  import.meta.dirname,
  '../../../shared/conformance/prometheus-api/openapi_3.1.yaml',
);
const SECRET = 'endpoint-secret';
const TOKEN = 'api-token';
const AUTHORIZED = { Authorization: `Bearer ${TOKEN}` };

function environmentYaml(url: string): string {
  return `
schemaVersion: 1
name: Shop
kind: development
endpoints:
  - id: shop
    name: shop
    url: ${url}
    scrapeInterval: 1s
    scrapeTimeout: 1s
    labels: { team: "a" }
    auth: { kind: bearer, tokenRef: shop-token }
rules:
  - name: shop.yml
    groups:
      - name: shop
        interval: 500ms
        limit: 5
        rules:
          - record: job:up:sum
            expr: sum by (job) (up)
          - alert: Up
            expr: up == 1
            labels: { severity: page }
            annotations: { summary: "{{ $labels.job }} is up" }
`;
}

let demo: DemoService;
let folder: string;
let server: RunningProgram;

beforeAll(async () => {
  demo = await createDemoService({ auth: { bearer: [{ token: SECRET }] } });
  folder = await mkdtemp(join(tmpdir(), 'sextant-cli-'));
  const file = join(folder, 'environment.yaml');
  await writeFile(file, environmentYaml(demo.metricsUrl));
  server = await startServe(
    [
      ...['--environment', file, '--data', join(folder, 'data'), '--token-env', 'API_TOKEN'],
      ...['--secret', `shop-token=SHOP_TOKEN@${demo.url}`],
    ],
    { API_TOKEN: TOKEN, SHOP_TOKEN: SECRET },
  );
  await vi.waitUntil(async () => (await ask('query?query=ALERTS')).body.data.result.length === 1, {
    timeout: 20_000,
    interval: 100,
  });
});

afterAll(async () => {
  await server?.stop();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what it is is what the tests look at.
  readonly body: any;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1/${path}`, { headers: AUTHORIZED, ...init });
  return { status: response.status, body: await response.json() };
}

function askForm(path: string, form: readonly (readonly [string, string])[]): Promise<Answer> {
  const body = new URLSearchParams(form.map(([name, value]) => [name, value]));
  return ask(path, { method: 'POST', body });
}

/** fetch does not let a Host header be chosen. */
function statusFor(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((found, failed) => {
    const url = `${server.url}/api/v1/labels`;
    request(url, { headers }, (response) => {
      response.resume();
      found(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
}

function aroundNow(): string {
  const seconds = Date.now() / 1000;
  return `start=${seconds - 3}&end=${seconds}&step=0.7`;
}

describe('sextant serve', () => {
  it('answers what it has scraped and evaluated', async () => {
    const up = await ask('query?query=up');
    expect(up.body.data.result).toMatchObject([
      { metric: { __name__: 'up', job: 'shop', team: 'a' }, value: [expect.any(Number), '1'] },
    ]);
    const posted = await askForm('query', [['query', 'job:up:sum']]);
    expect(posted.body.data.result).toMatchObject([{ metric: { job: 'shop' } }]);
    const range = await ask(`query_range?query=up&${aroundNow()}`);
    expect(range.body.data.result[0].values.length).toBeGreaterThan(1);
    const formatted = await askForm('format_query', [['query', 'sum(rate(up[2s]))by(job)']]);
    expect(formatted.body.data).toBe('sum by (job) (rate(up[2s]))');
    const series = await askForm('series', [
      ['match[]', 'up'],
      ['match[]', '{__name__=~"up|scrape_duration_seconds"}'],
    ]);
    expect(series.body.data.map((labels: Record<string, string>) => labels.__name__).sort()).toEqual([
      'scrape_duration_seconds',
      'up',
    ]);
    expect((await ask('label/team/values')).body.data).toEqual(['a']);
    expect((await ask('labels?match[]=up')).body.data).toEqual(['__name__', 'instance', 'job', 'team']);
    expect((await ask('metadata?metric=http_requests_total')).status).toBe(200);
    expect((await ask('targets')).body.data.activeTargets).toMatchObject([{ health: 'up', lastError: '' }]);
    const [group] = (await ask('rules')).body.data.groups;
    expect(group).toMatchObject({ name: 'shop', file: 'shop.yml', interval: 0.5, limit: 5 });
    expect(group.rules).toMatchObject([
      { type: 'recording', name: 'job:up:sum', health: 'ok' },
      { type: 'alerting', name: 'Up', state: 'firing', alerts: [{ state: 'firing', value: '1e+00' }] },
    ]);
    expect((await ask('rules?type=record')).body.data.groups[0].rules).toHaveLength(1);
    expect((await ask('alerts')).body.data.alerts).toMatchObject([
      { labels: { alertname: 'Up' }, annotations: { summary: 'shop is up' } },
    ]);
  });

  it('limits what it answers and says so', async () => {
    const limited = await ask('query?query={job="shop"}&limit=2');
    expect(limited.body.data.result).toHaveLength(2);
    expect(limited.body.warnings).toEqual(['results truncated due to limit']);
    expect((await ask('series?match[]={job="shop"}&limit=3')).body.data).toHaveLength(3);
    expect((await ask('labels?limit=1')).body.data).toHaveLength(1);
  });

  it.each([
    ['query?query=up{', 400, 'bad_data'],
    ['format_query?query=up{', 400, 'bad_data'],
    ['query?query=up&time=soon', 400, 'bad_data'],
    ['query?query=up&limit=-1', 400, 'bad_data'],
    ['query_range?query=up&start=2&end=1&step=1', 400, 'bad_data'],
    ['query_range?query=up&start=1&end=2&step=0', 400, 'bad_data'],
    ['query_range?query=up&start=0&end=100000&step=1', 400, 'bad_data'],
    ['query_range?query=up[1m]&start=0&end=10&step=1', 400, 'bad_data'],
    ['query?query=label_replace(up,"a","$1","b","(")', 422, 'execution'],
    ['query?query={job="shop"} * on() group_left() {job="shop"}', 422, 'execution'],
    ['query?query=count_over_time({job="shop"}[1h:1ms])&timeout=1ms', 503, 'timeout'],
    ['series', 400, 'bad_data'],
    ['label/a%ff/values', 400, 'bad_data'],
    ['targets?state=lost', 400, 'bad_data'],
    ['rules?type=other', 400, 'bad_data'],
    ['nothing', 404, 'not_found'],
  ])('refuses %s', async (path, status, errorType) => {
    const answer = await ask(path);
    expect(answer).toMatchObject({ status, body: { status: 'error', errorType } });
  });

  it('answers those who know the token and come from this computer', async () => {
    expect((await ask('labels', { headers: {} })).status).toBe(401);
    expect((await ask('labels', { headers: { Authorization: 'Bearer api-tokem' } })).status).toBe(401);
    expect(await statusFor({ ...AUTHORIZED, Host: 'rebound.example:9990' })).toBe(403);
    expect(await statusFor({ ...AUTHORIZED, Origin: 'https://elsewhere.example' })).toBe(403);
    expect(await statusFor({ ...AUTHORIZED, Host: 'localhost:1' })).toBe(200);
    const answer = await fetch(`${server.url}/api/v1/labels`, { headers: AUTHORIZED });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask('alerts', { method: 'POST' })).status).toBe(405);
  });

  it.skipIf(!existsSync(DESCRIPTION))('answers in the form that the API describes', async () => {
    const schemas = readOpenApiSchemas(DESCRIPTION);
    const cases: readonly (readonly [string, string])[] = [
      ['query?query=up', 'QueryOutputBody'],
      ['query?query=up[1m]&stats=all', 'QueryOutputBody'],
      ['query?query=1', 'QueryOutputBody'],
      ['query?query=absent(nothing)', 'QueryOutputBody'],
      [`query_range?query={job="shop"}&${aroundNow()}`, 'QueryRangeOutputBody'],
      [`query_range?query=rate(up[2s])&${aroundNow()}`, 'QueryRangeOutputBody'],
      ['format_query?query=sum(rate(up[2s]))by(job)', 'FormatQueryOutputBody'],
      ['series?match[]={job="shop"}', 'SeriesOutputBody'],
      ['labels', 'LabelsOutputBody'],
      ['label/__name__/values', 'LabelValuesOutputBody'],
      ['metadata', 'MetadataOutputBody'],
      ['targets', 'TargetsOutputBody'],
      ['rules', 'RulesOutputBody'],
      ['alerts', 'AlertsOutputBody'],
      ['status/buildinfo', 'StatusBuildInfoOutputBody'],
      ['query?query=up{', 'Error'],
    ];
    for (const [path, schema] of cases) {
      const { body } = await ask(path);
      expect(schemas.findFaults(schema, body), path).toEqual([]);
    }
  });

  it('refuses a history that another program has open', async () => {
    const data = join(folder, 'data');
    const second = await runProgram(['serve', '--listen', '127.0.0.1:0', '--data', data]);
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toContain(`has the history in ${data} open: close that environment there`);
    const query = await runProgram(['query', 'up', '--data', data]);
    expect(query).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('name another folder') });
  });

  it('keeps what it has when it is stopped', async () => {
    const file = join(folder, 'targets.json');
    await writeFile(file, JSON.stringify({ interval: 0.5, urls: [`${demo.url}/healthz`] }));
    const variables = { TARGETS_FILE: file, DATA_DIR: join(folder, 'other') };
    const first = await startServe([], variables);
    const countUp = async (url: string): Promise<number> => {
      const response = await fetch(`${url}/api/v1/query?query=count_over_time(up[1h])`);
      const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
      return Number(data.result[0]?.value[1] ?? 0);
    };
    await expect.poll(() => countUp(first.url), { timeout: 20_000 }).toBeGreaterThan(2);
    const before = await countUp(first.url);
    expect(await first.stop()).toBe(0);
    const second = await startServe(['--data', join(folder, 'other')]);
    expect(await countUp(second.url)).toBeGreaterThanOrEqual(before);
    await second.stop();
  });
});
