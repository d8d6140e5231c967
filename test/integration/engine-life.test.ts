import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { AppError } from '../../src/shared/errors.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, type TestEngine, testEnvironment } from '../support/test-engine.ts';

const TOKEN = 'engine-life-token';
const RULES = `
groups:
  - name: demo
    interval: 10s
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - alert: TargetDown
        expr: up == 0
        for: 30s
        keep_firing_for: 20s
        labels: {severity: page}
        annotations: {summary: "{{ $labels.instance }} is down since {{ $value }}"}
`;

let demo: DemoService;
let folder: string;
const open: EngineApi[] = [];

beforeAll(async () => {
  demo = await createDemoService({ auth: { bearer: [{ token: TOKEN }] }, clock: 'manual' });
  folder = await mkdtemp(join(tmpdir(), 'sextant-engine-'));
});

afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
  for (const name of Object.keys(demo.faults.list())) demo.faults.clear(name as 'outage');
});

afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

const endpoint = () =>
  testEndpoint({
    url: demo.metricsUrl,
    auth: { kind: 'bearer', tokenRef: 'token' },
    scrapeIntervalMs: 5_000,
  });

async function start(directory: string | null, rules = RULES): Promise<TestEngine> {
  const engine = await openTestEngine(testEnvironment([endpoint()], rules), directory, { token: TOKEN });
  open.push(engine.api);
  return engine;
}

const lastHour = { from: 'now-1h', to: 'now' };

describe('an engine over a real service', () => {
  it('takes up experimental PromQL when its environment allows it, and drops it again', async () => {
    const { api } = await start(null);
    const environment = testEnvironment([endpoint()], RULES);
    const ask = () => api.queryInstant({ expr: 'limitk(1, up)', atMs: null, supersedeKey: null });
    await api.advanceClock(10_000);
    await expect(ask()).rejects.toThrow(/experimental/i);
    await api.applyEnvironment({ ...environment, experimentalPromql: true });
    expect((await ask()).rows).toHaveLength(1);
    await api.applyEnvironment(environment);
    await expect(ask()).rejects.toThrow(/experimental/i);
  });

  it('scrapes, answers queries and tells what changed', async () => {
    const { api, topics } = await start(null);
    await api.advanceClock(60_000);
    demo.advance(60_000);
    await api.advanceClock(60_000);
    expect(await api.listTargets()).toMatchObject([{ health: 'up', lastScrape: { failure: null } }]);

    const { nowMs } = await api.getStatus();
    const up = await api.queryRange({
      expr: 'up',
      range: { from: nowMs - 60_000, to: nowMs },
      stepMs: 5_000,
      lookbackMs: null,
      supersedeKey: null,
    });
    expect(up.series).toHaveLength(1);
    expect(up.startMs % 5_000).toBe(0);
    expect(up.endMs).toBeLessThanOrEqual(nowMs);
    expect(up.series[0]?.present).toBeNull();
    expect([...(up.series[0]?.values ?? [])].every((value) => value === 1)).toBe(true);

    const future = { from: 'now-1m', to: 'now+1h' };
    const untilNow = await api.queryRange({
      expr: 'up',
      range: future,
      stepMs: 5_000,
      lookbackMs: null,
      supersedeKey: null,
    });
    expect(untilNow.endMs).toBeLessThanOrEqual((await api.getStatus()).nowMs);
    expect(untilNow.count).toBeLessThanOrEqual(14);

    const rate = await api.queryInstant({
      expr: 'sum(rate(http_requests_total[1m])) > 0',
      atMs: null,
      supersedeKey: null,
    });
    expect(rate.rows).toHaveLength(1);
    expect(await api.listLabelValues('job', { selectors: ['up'], range: lastHour })).toEqual(['shop']);
    expect(
      await api.listSeries({ selectors: ['{__name__=~"up|job:up:sum"}'], range: lastHour }),
    ).toHaveLength(2);
    expect(await api.listLabelNames({ selectors: ['up', 'job:up:sum'], range: lastHour })).toEqual([
      '__name__',
      'instance',
      'job',
    ]);
    expect((await api.listMetadata()).find(({ name }) => name.startsWith('http_requests'))).toMatchObject({
      type: 'counter',
    });
    expect(await api.getStatus()).toMatchObject({ targetsUp: 1, targetsTotal: 1, storageState: 'ok' });
    expect((await api.getStatus()).samplesPerSecond).toBeGreaterThan(1);
    expect([...topics].sort()).toEqual(['alerts', 'metadata', 'series', 'targets']);
  });

  it('takes an alert through pending, firing and resolved in less than two seconds of real time', async () => {
    const { api, transitions } = await start(null);
    const startedMs = performance.now();
    await api.advanceClock(30_000);
    demo.faults.set('outage', { mode: 'unavailable' });
    await api.advanceClock(90_000);
    demo.faults.clear('outage');
    const firing = (await api.listRuleGroups())[0]?.rules[1]?.alerts;
    await api.advanceClock(60_000);
    expect(performance.now() - startedMs).toBeLessThan(2_000);

    expect(transitions.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'inactive>pending',
      'pending>firing',
      'firing>resolved',
    ]);
    const [pending, fired, resolved] = transitions.map(({ atMs }) => atMs) as [number, number, number];
    expect(fired - pending).toBe(30_000);
    expect(resolved).toBeGreaterThan(fired);
    expect(firing).toMatchObject([
      {
        state: 'firing',
        value: 0,
        labels: expect.arrayContaining([['severity', 'page']]),
        annotations: [['summary', `127.0.0.1:${demo.port} is down since 0`]],
      },
    ]);
    const range = { from: 'now-5m', to: 'now' };
    const alerts = await api.queryRange({
      expr: 'ALERTS',
      range,
      stepMs: 10_000,
      lookbackMs: null,
      supersedeKey: null,
    });
    expect(alerts.series.map(({ labels }) => labels.find(([name]) => name === 'alertstate')?.[1])).toEqual([
      'firing',
      'pending',
    ]);
    // Both states ended with staleness marks: nothing is left of them now.
    expect((await api.queryInstant({ expr: 'ALERTS', atMs: null, supersedeKey: null })).rows).toEqual([]);
  });

  it('keeps series and pending time over a restart', async () => {
    const slow = RULES.replace('for: 30s', 'for: 1h');
    const directory = join(folder, 'restart');
    const first = await start(directory, slow);
    demo.faults.set('outage', { mode: 'unavailable' });
    await first.api.advanceClock(20 * 60_000);
    const before = (await first.api.listRuleGroups())[0]?.rules[1]?.alerts[0];
    const { nowMs } = await first.api.getStatus();
    await first.api.close();

    const second = await start(directory, slow);
    // The first engine's clock had been moved on: bring this one to where the other stopped.
    await second.api.advanceClock(nowMs - (await second.api.getStatus()).nowMs + 120_000);
    const kept = await second.api.queryRange({
      expr: 'count_over_time(up[1m])',
      range: { from: nowMs - 15 * 60_000, to: nowMs },
      stepMs: 60_000,
      lookbackMs: null,
      supersedeKey: null,
    });
    expect([...(kept.series[0]?.values ?? [])].slice(0, 10)).toEqual(Array(10).fill(12));
    const after = (await second.api.listRuleGroups())[0]?.rules[1]?.alerts[0];
    expect(before?.state).toBe('pending');
    expect(after?.state).toBe('pending');
    expect(Math.abs((after?.activeAtMs ?? 0) - (before?.activeAtMs ?? 0))).toBeLessThan(5 * 60_000);
  });

  it('answers what is wrong with an AppError', async () => {
    const { api } = await start(null);
    const query = { range: lastHour, stepMs: 10_000, lookbackMs: null, supersedeKey: null };
    await expect(api.queryRange({ ...query, expr: 'rate(up)' })).rejects.toMatchObject({ code: 'bad_data' });
    await expect(api.queryRange({ ...query, expr: 'up', stepMs: 0 })).rejects.toMatchObject({
      code: 'bad_data',
    });
    await expect(
      api.queryRange({ ...query, expr: 'up', range: { from: 'now', to: 'now-1h' } }),
    ).rejects.toMatchObject({
      code: 'bad_data',
    });
    await expect(api.listSeries({ selectors: ['sum(up)'], range: lastHour })).rejects.toBeInstanceOf(
      AppError,
    );
    await expect(api.scrapeNow('nope')).rejects.toMatchObject({ code: 'not_found' });
    const older = api.queryRange({ ...query, expr: 'up', supersedeKey: 'panel' });
    const newer = api.queryRange({ ...query, expr: 'up', supersedeKey: 'panel' });
    await expect(older).rejects.toMatchObject({ code: 'canceled' });
    await expect(newer).resolves.toBeDefined();
  });

  it('takes a changed environment: a bad rule file keeps its rules, a removed target goes stale', async () => {
    const { api } = await start(null);
    await api.advanceClock(20_000);
    const errors = await api.applyEnvironment(
      testEnvironment([endpoint()], 'groups: [{name: demo, rules: [{}]}]'),
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(await api.listRuleErrors()).toEqual(errors);
    expect((await api.listRuleGroups())[0]?.rules).toHaveLength(2);
    await api.applyEnvironment(testEnvironment([]));
    expect(await api.listTargets()).toEqual([]);
    expect(await api.listRuleGroups()).toEqual([]);
    await api.advanceClock(1_000);
    const left = await api.queryInstant({ expr: '{__name__=~".+"}', atMs: null, supersedeKey: null });
    expect(left.rows).toEqual([]);
  });

  it('closes within two seconds while 200 slow scrapes are in flight', async () => {
    demo.faults.set('delay', { delayMs: 60_000 });
    const endpoints = Array.from({ length: 200 }, (_, i) => ({
      ...endpoint(),
      id: `slow-${i}`,
      name: `slow ${i}`,
    }));
    const { api } = await openTestEngine(testEnvironment(endpoints), join(folder, 'slow'), { token: TOKEN });
    const scrapes = endpoints.map(({ id }) => api.scrapeNow(id));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startedMs = performance.now();
    await api.close();
    const closedMs = performance.now() - startedMs;
    await Promise.all(scrapes);
    expect(closedMs).toBeLessThan(2_000);
  });
});
