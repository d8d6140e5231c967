import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineWorkerData } from '../../engine/engine-api.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import type { SecretRequest } from '../vault/vault.ts';
import { createEngineSupervisor, type EngineSupervisor } from './engine-supervisor.ts';

// A real thread that speaks the engine's protocol; an endpoint-less environment's name says how it behaves.
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { environment } = workerData;
const post = (message) => parentPort.postMessage(message);
const event = (method, ...args) => post({ type: 'event', method, args });
if (environment.name === 'dies at start') throw new Error('no disk');
const methods = {
  async applyEnvironment(next) { return [{ file: next.name, line: 1, rule: '', message: environment.id }]; },
  async getStatus() { return { environmentId: environment.id }; },
  async listTargets() { process.exit(3); },
  async listMetadata() { return new Promise(() => {}); },
  async scrapeNow(ref) { post({ type: 'call', id: 1, method: 'resolveSecret', args: [ref, 'https://a'] }); },
  async close() {
    if (environment.name === 'hangs at close') return new Promise(() => {});
    event('invalidated', ['targets']);
    event('log', 'info', 'closed ' + environment.id, {});
  },
};
parentPort.on('message', async (message) => {
  if (message.type === 'reply') return event('log', 'info', 'secret ' + message.value.value, {});
  try {
    post({ type: 'reply', id: message.id, value: await methods[message.method](...message.args) });
  } catch (error) {
    post({ type: 'reply', id: message.id, error: { code: 'internal', message: error.message } });
  }
});
event('invalidated', ['series']);
`;

function environment(id: string, name = id): Environment {
  return {
    id,
    name,
    kind: 'staging',
    endpoints: [],
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

let heard: string[];
let logged: string[];
let restarts: string[];
let requested: SecretRequest[];
let started: EngineWorkerData[];
let supervisor: EngineSupervisor;

beforeEach(() => {
  heard = [];
  logged = [];
  restarts = [];
  requested = [];
  started = [];
  supervisor = createEngineSupervisor({
    startWorker(data) {
      started.push(data);
      return new Worker(WORKER, { eval: true, workerData: data });
    },
    readHistoryKey: async () => ({ encrypted: false, key: null, message: '' }),
    readToken: async () => ({ state: 'failed', message: 'There is no token.' }),
    async resolveSecret(request) {
      requested.push(request);
      return { state: 'stored', value: 'hunter2' };
    },
    events: {
      invalidated: (topics) => heard.push(...topics),
      alertsChanged: () => undefined,
      notified: () => undefined,
      log: (_level, message) => logged.push(message),
    },
    onRestarted: (message) => restarts.push(message),
    adjustableClock: false,
    appVersion: '0',
    monotonicMs: () => performance.now(),
  });
});
afterEach(() => supervisor.close());

describe('the engine supervisor', () => {
  it('says what to do while nothing is open', () => {
    expect(supervisor.isOpen()).toBe(false);
    expect(() => supervisor.api()).toThrowError(expect.objectContaining({ code: 'unavailable' }));
  });

  it('answers through the open environment’s engine and forwards its events', async () => {
    await supervisor.open(environment('a'), '/data/a');
    expect(await supervisor.api().getStatus()).toEqual({ environmentId: 'a' });
    expect(heard).toEqual(['series']);
    expect(started[0]).toMatchObject({ dataDirectory: '/data/a' });
  });

  it('resolves secrets under the environment that the engine belongs to', async () => {
    await supervisor.open(environment('a'), null);
    await supervisor.api().scrapeNow('shop/token');
    await expect.poll(() => logged).toEqual(['secret hunter2']);
    expect(requested).toEqual([{ environmentId: 'a', secretRef: 'shop/token', origin: 'https://a' }]);
  });

  it('closes one engine before the next, and lets nothing of it through', async () => {
    await supervisor.open(environment('a'), null);
    await supervisor.api().getStatus();
    const old = supervisor.api();
    const pending = old.listMetadata();
    heard = [];
    await Promise.all([
      expect(pending).rejects.toMatchObject({ code: 'unavailable' }),
      supervisor.open(environment('b'), null),
    ]);
    expect(await supervisor.api().getStatus()).toEqual({ environmentId: 'b' });
    expect(logged).toEqual(['closed a']);
    expect(heard).toEqual(['series']);
    await expect(old.getStatus()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not wait longer than two seconds for an engine to close', async () => {
    await supervisor.open(environment('a', 'hangs at close'), null);
    await supervisor.api().getStatus();
    const startMs = performance.now();
    await supervisor.close();
    expect(performance.now() - startMs).toBeLessThan(3_500);
  });

  it('restarts an engine that ended, with the environment as it is by then', async () => {
    await supervisor.open(environment('a'), null);
    await supervisor.apply(environment('a', 'renamed'));
    await expect(supervisor.api().listTargets()).rejects.toMatchObject({ code: 'unavailable' });
    await expect.poll(() => restarts).toEqual([expect.stringContaining('was restarted')]);
    expect(await supervisor.api().getStatus()).toEqual({ environmentId: 'a' });
    expect(started[1]?.environment.name).toBe('renamed');
  });

  it('restarts an engine that cannot start later and later, and not after its environment was closed', async () => {
    await supervisor.open(environment('a', 'dies at start'), null);
    await expect.poll(() => started.length, { timeout: 5_000 }).toBe(2);
    await supervisor.close();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(started).toHaveLength(2);
  });

  it('hands a change to the open environment only', async () => {
    await supervisor.open(environment('a'), null);
    expect(await supervisor.apply(environment('b'))).toEqual([]);
    expect(await supervisor.apply(environment('a', 'x'))).toMatchObject([{ file: 'x' }]);
  });
});
