import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Core, createCore, openLastEnvironment } from '../../src/main/core.ts';
import { openUserData } from '../../src/main/user-data.ts';
import { createRedactor } from '../../src/main/vault/redactor.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { createMemoryKeychain, type MemoryKeychain } from '../support/memory-keychain.ts';
import { startThread } from '../support/start-thread.ts';

const PREFERRED_PORT = 9_464;

let folder: string;
let keychain: MemoryKeychain;
let cores: Core[];
let notices: string[];
let failures: string[];
let squatter: Server | null;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-core-'));
  keychain = createMemoryKeychain();
  cores = [];
  notices = [];
  failures = [];
  squatter = null;
});
afterEach(async () => {
  await Promise.all(cores.map((core) => core.close()));
  squatter?.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Core> {
  const failure = (message: string, error: unknown): void =>
    void failures.push(`${message}: ${String(error)}`);
  const core = createCore({
    data: await openUserData({ folder, keychain, redactor: createRedactor(), failure }),
    startEngineWorker: (data) => startThread('engine/worker.ts', data),
    startDemoWorker: (data) => startThread('backend/worker.ts', data),
    startAgeWorker: (data) => startThread('main/bundles/age-worker.ts', data),
    engineEvents: () => ({
      invalidated: () => undefined,
      alertsChanged: () => undefined,
      notified: () => undefined,
      log: () => undefined,
    }),
    onEngineRestarted: (_id, message) => notices.push(message),
    onEnvironmentsChanged: () => undefined,
    onNotice: (_title, message) => notices.push(message),
    failure,
    adjustableClock: false,
    appVersion: '0',
  });
  cores.push(core);
  return core;
}

async function expectUp(core: Core): Promise<void> {
  const status = () => core.engine.api().getStatus();
  await expect.poll(async () => (await status()).targetsUp, { timeout: 20_000 }).toBe(1);
}

/** The demo's token as the keychain holds it. */
function demoToken(): string {
  return (JSON.parse(keychain.items.get('demo/demo-shop/token') ?? '{}') as { secret?: string }).secret ?? '';
}

describe('the core over real threads', () => {
  it('opens the demo on a first run, and all of it again on the next', async () => {
    const first = await start();
    await openLastEnvironment(first, false);
    expect(first.workspace.active()).toMatchObject({ id: 'demo', demo: true });
    await expectUp(first);
    const token = demoToken();
    expect(token).toMatch(/^[\w-]{32}$/);
    await first.close();
    await expect(fetch(first.store.get('demo').endpoints[0]?.url ?? '')).rejects.toThrow();

    const second = await start();
    expect(second.isFirstRun).toBe(false);
    await openLastEnvironment(second, false);
    await expectUp(second);
    expect(demoToken()).toBe(token);
    expect(await readdir(path.join(folder, 'environments', 'demo'))).toContain('history.db');
    expect(await second.engine.api().listRuleErrors()).toEqual([]);
    expect([...notices, ...failures]).toEqual([]);
  });

  it('asks first where that is wished', async () => {
    const core = await start();
    await openLastEnvironment(core, true);
    expect(core.workspace.active()).toBeNull();
    expect((await core.workspace.create('Demo', 'staging')).id).not.toBe('demo');
  });

  it('moves the demo to a free port where its own is taken, and its token with it', async () => {
    const first = await start();
    await first.workspace.startDemo();
    const token = demoToken();
    await first.close();
    const server = createServer();
    squatter = server;
    await new Promise<void>((resolve) => {
      server.once('error', () => resolve()); // Taken by another program: just as good.
      server.listen(PREFERRED_PORT, '127.0.0.1', resolve);
    });
    const second = await start();
    const { endpoints } = await second.workspace.startDemo();
    expect(endpoints[0]?.url).not.toContain(`:${PREFERRED_PORT}/`);
    expect(demoToken()).toBe(token);
    await expectUp(second);
  });

  it('keeps an endpoint’s secret to its origin, and forgets it with its environment', async () => {
    const core = await start();
    const { id } = await core.workspace.create('Shop', 'staging');
    const endpoint: Endpoint = {
      id: 'shop',
      name: 'Shop',
      url: 'http://127.0.0.1:1/metrics',
      scrapeIntervalMs: 60_000,
      scrapeTimeoutMs: 1_000,
      labels: [],
      scrape: DEFAULT_SCRAPE_SETTINGS,
      auth: { kind: 'bearer', tokenRef: 'shop/token' },
      connection: DEFAULT_CONNECTION,
      limits: DEFAULT_SCRAPE_LIMITS,
    };
    const saved = await core.workspace.saveEndpoint(endpoint, [['shop/token', 'hunter2']]);
    expect(saved.note).toBeNull();
    const yaml = await readFile(path.join(core.store.folderOf(id), 'environment.yaml'), 'utf8');
    expect(yaml).toContain('tokenRef: shop/token');
    expect(yaml).not.toContain('hunter2');

    const name = { environmentId: id, secretRef: 'shop/token' };
    await core.workspace.saveEndpoint({ ...endpoint, url: 'http://127.0.0.1:2/metrics' }, []);
    const moved = await core.vault.resolve({ ...name, origin: 'http://127.0.0.1:2' });
    expect(moved).toEqual({ state: 'origin_changed', value: '' });
    await expect(core.workspace.saveEndpoint(endpoint, [['other', 'x']])).rejects.toMatchObject({
      code: 'bad_data',
    });

    await core.workspace.saveEndpoint({ ...endpoint, auth: { kind: 'none' } }, []);
    expect(keychain.items.size).toBe(0);
    await core.workspace.saveEndpoint(endpoint, [['shop/token', 'hunter2']]);
    await core.workspace.remove(id);
    expect(core.workspace.active()).toBeNull();
    expect(core.settings.getActiveEnvironmentId()).toBeNull();
    // It can be undone with its credentials, until the app quits at the latest.
    await core.environmentFiles.restore(id);
    const back = await core.vault.resolve({ ...name, origin: 'http://127.0.0.1:1' });
    expect(back).toMatchObject({ state: 'stored', value: 'hunter2' });
    await core.workspace.remove(id);
    await core.close();
    expect(keychain.items.size).toBe(0);
    expect(failures).toEqual([]);
  });

  it('saves rules that hold and refuses those that do not, with the line', async () => {
    const core = await start();
    await core.workspace.create('Shop', 'staging');
    const rule = (expr: string) =>
      `groups:\n  - name: g\n    rules:\n      - {alert: Down, expr: '${expr}'}\n`;
    const good = { name: 'a.yaml', text: rule('up == 0') };
    expect(await core.workspace.saveRuleFile(good)).toEqual([]);
    const errors = await core.workspace.saveRuleFile({ name: 'a.yaml', text: rule('up ==') });
    expect(errors).toMatchObject([{ file: 'a.yaml', line: expect.any(Number) }]);
    expect(core.workspace.active()?.ruleFiles.map(({ text }) => text)).toEqual([
      expect.stringContaining('up == 0'),
    ]);
    const groups = await core.engine.api().listRuleGroups();
    expect(groups[0]?.rules[0]?.expr).toBe('up == 0');
    await core.workspace.removeRuleFile('a.yaml');
    expect(await core.engine.api().listRuleGroups()).toEqual([]);
  });
});
