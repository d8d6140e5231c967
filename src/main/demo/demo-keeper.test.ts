import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { createRedactor } from '../vault/redactor.ts';
import { openSecretIndex } from '../vault/secret-index.ts';
import { createVault, type Vault } from '../vault/vault.ts';
import { startDemoBackend } from './demo-backend.ts';
import { createDemoKeeper } from './demo-keeper.ts';

// A real thread that speaks as the demo's backend does, and ends where it is told to crash.
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ type }) => process.exit(type === 'crash' ? 3 : 0));
const [metricsUrl, adminUrl] = ['http://127.0.0.1:9464/metrics', 'http://127.0.0.1:9465/'];
parentPort.postMessage({ type: 'listening', metricsUrl, adminUrl, adminToken: 't' });
`;

let folder: string;
let vault: Vault;
let workers: Worker[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-demo-'));
  workers = [];
  vault = createVault({
    keychain: createMemoryKeychain(),
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 0,
    monotonicMs: () => 0,
    warn: () => undefined,
  });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()));
  await rm(folder, { recursive: true, force: true });
});

it('runs one backend for the demo, and another one where that ended by itself', async () => {
  const startWorker = () => {
    const worker = new Worker(WORKER, { eval: true });
    workers.push(worker);
    return worker;
  };
  const keeper = createDemoKeeper({
    vault,
    startBackend: (token) => startDemoBackend(startWorker, token, () => undefined),
    onNotice: () => undefined,
  });
  const demo = await keeper.start(null);
  expect(await keeper.start(demo)).toBe(demo);
  expect(workers).toHaveLength(1);

  workers[0]?.postMessage({ type: 'crash' });
  await expect.poll(() => keeper.backend()?.isRunning()).toBe(false);
  await keeper.start(demo);
  expect(workers).toHaveLength(2);
  expect(keeper.backend()?.isRunning()).toBe(true);
  await keeper.stop();
  expect(keeper.backend()).toBeNull();
});
