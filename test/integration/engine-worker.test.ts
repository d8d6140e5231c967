import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import {
  ENGINE_EVENTS,
  ENGINE_HOST_METHODS,
  ENGINE_METHODS,
  type EngineApi,
  type EngineEvents,
  type EngineHost,
  type EngineWorkerData,
} from '../../src/engine/engine-api.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { createRpcConnection } from '../../src/shared/rpc/port.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { startThread } from '../support/start-thread.ts';
import { testEnvironment } from '../support/test-engine.ts';

const TOKEN = 'worker-token';
const RULES = 'groups: [{name: g, interval: 5s, rules: [{alert: Always, expr: up}]}]';

let demo: DemoService;
let folder: string;

beforeAll(async () => {
  demo = await createDemoService({ auth: { bearer: [{ token: TOKEN }] } });
  folder = await mkdtemp(join(tmpdir(), 'sextant-engine-worker-'));
});

afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

/** Minutes of work, without any data. */
const HEAVY = {
  expr: 'quantile_over_time(0.5, vector(1)[10h:1s])',
  range: { from: 'now-3h', to: 'now' },
  stepMs: 1_000,
  lookbackMs: null,
};

describe('the engine in a worker thread', () => {
  it('stops a heavy query within 100 ms when a newer one supersedes it, and works on meanwhile', async () => {
    const endpoint = testEndpoint({ url: demo.metricsUrl, auth: { kind: 'none' } });
    const data: EngineWorkerData = {
      environment: testEnvironment([endpoint]),
      dataDirectory: null,
      adjustableClock: false,
      appVersion: '0.0.0',
    };
    const worker = startThread('engine/worker.ts', data);
    const connection = createRpcConnection({
      postMessage: (message, transfer) => worker.postMessage(message, [...transfer]),
      onMessage: (listener) => void worker.on('message', listener),
    });
    const api = connection.createClient<EngineApi>(ENGINE_METHODS);
    await api.getStatus();

    const heavy = api.queryRange({ ...HEAVY, supersedeKey: 'panel' });
    const canceledMs = heavy.then(
      () => Number.NaN,
      (error: AppError) => (error.code === 'canceled' ? performance.now() : Number.NaN),
    );
    // Other calls are answered while it runs.
    const waits: number[] = [];
    for (let i = 0; i < 40; i++) {
      const askedMs = performance.now();
      await api.listTargets();
      waits.push(performance.now() - askedMs);
    }
    expect(waits.sort((a, b) => a - b)[20]).toBeLessThan(20);
    const supersededMs = performance.now();
    const newer = api.queryRange({ ...HEAVY, expr: 'vector(1)', supersedeKey: 'panel' });
    expect((await canceledMs) - supersededMs).toBeLessThan(100);
    expect((await newer).series).toHaveLength(1);

    const abandoned = api.queryRange({ ...HEAVY, supersedeKey: 'closed panel' });
    await api.listTargets();
    await api.cancelQueries(['closed panel', 'another']);
    await expect(abandoned).rejects.toMatchObject({ code: 'canceled' });
    await api.close();
    await worker.terminate();
  });

  it('serves its interface, asks for secrets, tells of alerts and moves results', async () => {
    const endpoint = testEndpoint({ url: demo.metricsUrl, auth: { kind: 'bearer', tokenRef: 'ref-1' } });
    const data: EngineWorkerData = {
      environment: testEnvironment([endpoint], RULES),
      dataDirectory: folder,
      adjustableClock: true,
      appVersion: '0.0.0',
    };
    const worker = startThread('engine/worker.ts', data);
    const asked: string[] = [];
    const alerts: string[] = [];
    const topics = new Set<string>();
    const connection = createRpcConnection({
      postMessage: (message, transfer) => worker.postMessage(message, [...transfer]),
      onMessage: (listener) => void worker.on('message', listener),
    });
    connection.serve<EngineHost>(ENGINE_HOST_METHODS, {
      readHistoryKey: async () => ({ encrypted: false, key: null, message: '' }),
      readToken: async () => ({ state: 'failed', message: 'There is no token.' }),
      resolveSecret: async (secretRef, origin) => {
        asked.push(`${secretRef} for ${origin}`);
        return { state: 'stored', value: TOKEN };
      },
    });
    connection.listen<EngineEvents>(ENGINE_EVENTS, {
      invalidated: (changed) => {
        for (const topic of changed) topics.add(topic);
      },
      alertsChanged: (transitions) => void alerts.push(...transitions.map(({ to }) => to)),
      notified: () => {},
      log: () => {},
    });
    worker.on('error', (error) => connection.disconnect(error.message));
    const api = connection.createClient<EngineApi>(ENGINE_METHODS);

    // Asked before the engine is open.
    expect(await api.getStatus()).toMatchObject({ environmentId: 'test', targetsTotal: 1 });
    await api.advanceClock(60_000);
    expect(asked[0]).toBe(`ref-1 for ${demo.url}`);
    expect(await api.listTargets()).toMatchObject([{ health: 'up' }]);
    expect(alerts).toEqual(['firing']);
    const query = {
      expr: '{__name__=~"up|scrape_.*"}',
      range: { from: 'now-1m', to: 'now' },
      stepMs: 10_000,
      lookbackMs: null,
      supersedeKey: null,
    };
    for (let i = 0; i < 2; i++) {
      const result = await api.queryRange(query);
      expect(result.series.length).toBeGreaterThan(3);
      for (const { values } of result.series) expect(values).toHaveLength(result.count);
    }
    // The store's own columns must have stayed where they are.
    const { nowMs } = await api.getStatus();
    const window = { expr: 'up[1m]', atMs: nowMs, supersedeKey: null };
    const [first, second] = [await api.queryInstant(window), await api.queryInstant(window)];
    expect(first.rows[0]?.times.length).toBeGreaterThan(3);
    expect(second.rows[0]?.times.length).toBe(first.rows[0]?.times.length);
    await expect(api.queryRange({ ...query, expr: 'up{' })).rejects.toMatchObject({ code: 'bad_data' });
    expect([...topics]).toContain('alerts');
    await api.close();
    await worker.terminate();
  });
});
