import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../src/main/core.ts';
import { createHandlers } from '../../src/main/ipc/create-handlers.ts';
import type { Desktop } from '../../src/main/ipc/handlers/app-handlers.ts';
import { createAnswerers, type RequestAnswerer } from '../../src/main/ipc/router.ts';
import { openUserData } from '../../src/main/user-data.ts';
import { createRedactor } from '../../src/main/vault/redactor.ts';
import { AppError, ERROR_CODES } from '../../src/shared/errors.ts';
import { REQUEST_NAMES, type RequestName } from '../../src/shared/ipc/channels.ts';
import { REQUESTS } from '../../src/shared/ipc/contract.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';
import { payloadsFor } from './fitting-payload.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CANARY = 'canary-4f1d90c2ab';
const RUNS = 12;
/** Takes the environment away under the others; tried last. */
const LAST: readonly RequestName[] = ['environments.remove'];

let parent: string;
let folder: string;
let core: Core;
let answerers: ReadonlyMap<RequestName, RequestAnswerer>;
let opened: string[];
const bugs: string[] = [];
const seen: string[] = [];

async function bundleWorker(): Promise<string> {
  const outDir = path.join(parent, 'worker');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: path.join(ROOT, 'src/engine/worker.ts'),
      outDir,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return path.join(outDir, 'worker.mjs');
}

async function openCore(workerPath: string): Promise<Core> {
  const failure = (message: string, error: unknown): void => void bugs.push(`${message}: ${String(error)}`);
  const data = await openUserData({
    folder,
    keychain: createMemoryKeychain(),
    redactor: createRedactor(),
    failure,
  });
  return createCore({
    data,
    startEngineWorker: (workerData) => new Worker(workerPath, { workerData }),
    startAgeWorker: () => {
      throw new AppError('unavailable', 'There is no thread in this test.');
    },
    startDemoWorker: () => {
      throw new AppError('unavailable', 'There is no demo in this test.');
    },
    engineEvents: () => ({
      invalidated: () => undefined,
      alertsChanged: (transitions) => void seen.push(JSON.stringify(transitions)),
      notified: (notice) => void seen.push(JSON.stringify(notice)),
      log: (_level, message, fields) => void seen.push(`${message} ${JSON.stringify(fields)}`),
    }),
    onEngineRestarted: (_id, message) => void bugs.push(message),
    onEnvironmentsChanged: () => undefined,
    onNotice: (title, message) => void seen.push(`${title} ${message}`),
    failure,
    adjustableClock: false,
    appVersion: '0',
  });
}

/** Names of all that lies beside the data folder, which no request may add to. */
const beside = (): string[] => readdirSync(parent).sort();

beforeAll(async () => {
  const cache = path.join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  parent = mkdtempSync(path.join(cache, 'hostile-page-'));
  folder = path.join(parent, 'data');
  writeFileSync(path.join(parent, 'secret.txt'), CANARY);
  core = await openCore(await bundleWorker());
  const environment = await core.workspace.create('Shop', 'staging');
  const request = { environmentId: environment.id, secretRef: 'shop/token', origin: 'http://127.0.0.1:1' };
  await core.vault.store(request, CANARY);
  opened = [];
  const desktop: Desktop = {
    versions: {
      version: '0',
      electronVersion: '0',
      chromeVersion: '0',
      nodeVersion: '0',
      platform: 'x',
      dataFolder: folder,
      logFolder: folder,
    },
    openFolder: async (which) => void opened.push(which),
    copyText: () => undefined,
    // The person says no to everything and chooses no file.
    confirm: async () => false,
    openWindow: async () => undefined,
    chooseExportFile: async () => null,
    chooseImportFile: async () => null,
    chooseEnvironmentFile: async () => null,
    chooseFolder: async () => null,
    chooseEnvironmentExport: async () => null,
    chooseBundleExport: async () => null,
  };
  const handlers = createHandlers(core, desktop, () => undefined);
  answerers = createAnswerers(
    handlers,
    (name, error) => bugs.push(`${name}: ${String(error)}`),
    () => undefined,
  );
  await core.engine.api().getStatus();
});

afterAll(async () => {
  await core.close();
  rmSync(parent, { recursive: true, force: true });
});

async function attack(name: RequestName): Promise<void> {
  const answer = answerers.get(name);
  await fc.assert(
    fc.asyncProperty(payloadsFor(REQUESTS[name].request), async (payload) => {
      const reply = await answer?.(payload);
      const text = JSON.stringify(reply, (_key, value: unknown) =>
        ArrayBuffer.isView(value) ? '' : typeof value === 'bigint' ? String(value) : value,
      );
      expect(text).not.toContain(CANARY);
      if (reply?.ok === false) expect(ERROR_CODES).toContain(reply.error.code);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}

describe('a page in hostile hands', () => {
  const before = new Set<string>();
  const names = [...REQUEST_NAMES.filter((name) => !LAST.includes(name)), ...LAST];

  it.each(names)('%s gives no secret away, whatever it is asked', async (name) => {
    if (before.size === 0) for (const entry of beside()) before.add(entry);
    await attack(name);
  });

  it('has written nothing outside the app’s folder', () => {
    expect(beside().filter((name) => !before.has(name))).toEqual([]);
    expect(readFileSync(path.join(parent, 'secret.txt'), 'utf8')).toBe(CANARY);
    expect(new Set(opened)).toEqual(new Set([folder]));
  });

  it('left the app alive and without a bug in its log', async () => {
    const created = await core.workspace.create('Alive', 'staging');
    expect((await core.engine.api().getStatus()).environmentId).toBe(created.id);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(bugs).toEqual([]);
  });

  it('left the secret in no file and no message', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const { name, parentPath } of files) {
      expect(readFileSync(path.join(parentPath, name)).includes(CANARY), name).toBe(false);
    }
    expect(seen.filter((text) => text.includes(CANARY))).toEqual([]);
  });
});
