import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../src/main/core.ts';
import { createHttpApiHandlers } from '../../src/main/ipc/handlers/http-api-handlers.ts';
import { openUserData } from '../../src/main/user-data.ts';
import { createRedactor } from '../../src/main/vault/redactor.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { createMemoryKeychain, type MemoryKeychain } from '../support/memory-keychain.ts';
import { startThread } from '../support/start-thread.ts';

/** Without kept-alive connections: servers come and go on one port here. */
const dispatcher = new Agent({ pipelining: 0 });
const TOKEN = /^[\w-]{43}$/;

let folder: string;
let keychain: MemoryKeychain;
let page: Server;
let cores: Core[];
let copied: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-http-api-'));
  keychain = createMemoryKeychain();
  cores = [];
  copied = [];
  page = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end('a_metric{x="1"} 42\n');
  });
  await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  await Promise.all(cores.map((core) => core.close()));
  page.close();
  page.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

/** The core over a real engine thread, with one endpoint in one environment. */
async function start(): Promise<{
  readonly core: Core;
  readonly api: ReturnType<typeof createHttpApiHandlers>;
}> {
  const failure = (): void => undefined;
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
    onEngineRestarted: () => undefined,
    onEnvironmentsChanged: () => undefined,
    onNotice: () => undefined,
    failure,
    adjustableClock: false,
    appVersion: '0',
  });
  cores.push(core);
  const desktop = { copyText: (text: string) => void copied.push(text) };
  const activeId = (): string | null => core.workspace.active()?.id ?? null;
  return { core, api: createHttpApiHandlers(core.httpApi, desktop, activeId) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function query(url: string, token: string): Promise<{ status: number; value: string | undefined }> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v1/query?query=a_metric`, { headers, dispatcher });
  const body = (await response.json()) as { data?: { result: readonly { value: readonly unknown[] }[] } };
  return { status: response.status, value: body.data?.result[0]?.value[1] as string | undefined };
}

describe('the switch of the HTTP API', () => {
  it('is off at first, answers with a token of its own, and again after a restart', async () => {
    const first = await start();
    const { id } = await first.core.workspace.create('Shop', 'development');
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/metrics`;
    await first.core.workspace.saveEndpoint(
      testEndpoint({ url, scrapeIntervalMs: 1_000, scrapeTimeoutMs: 1_000 }),
      [],
    );
    expect(await first.api['httpApi.getState'](undefined)).toMatchObject({ enabled: false, url: null });
    const port = await freePort();
    const on = await first.api['httpApi.update']({ enabled: true, port });
    expect(on).toEqual({ enabled: true, port, url: `http://127.0.0.1:${port}`, message: '' });
    await first.api['httpApi.copyToken'](undefined);
    const [token = ''] = copied;
    expect(token).toMatch(TOKEN);
    await expect.poll(async () => (await query(on.url ?? '', token)).value, { timeout: 10_000 }).toBe('42');
    expect(await query(on.url ?? '', 'another')).toMatchObject({ status: 401 });
    expect([...keychain.items.values()].join()).toContain(token);
    expect(await readFile(join(folder, 'http-api.json'), 'utf8')).not.toContain(token);
    await first.core.close();
    await expect(fetch(`http://127.0.0.1:${port}/-/ready`, { dispatcher })).rejects.toThrow();

    const second = await start();
    await second.core.workspace.activate(id);
    await expect
      .poll(() => second.api['httpApi.getState'](undefined), { timeout: 10_000 })
      .toMatchObject({ url: `http://127.0.0.1:${port}` });
    expect(await query(`http://127.0.0.1:${port}`, token)).toMatchObject({ status: 200 });

    await second.api['httpApi.renewToken'](undefined);
    expect(await query(`http://127.0.0.1:${port}`, token)).toMatchObject({ status: 401 });
    expect(await second.api['httpApi.update']({ enabled: false, port })).toMatchObject({ url: null });
    await expect(fetch(`http://127.0.0.1:${port}/-/ready`, { dispatcher })).rejects.toThrow();
  });

  it('belongs to one environment, and says when its port is taken', async () => {
    const { core, api } = await start();
    const one = await core.workspace.create('One', 'development');
    const port = await freePort();
    await api['httpApi.update']({ enabled: true, port });
    await core.workspace.create('Two', 'production');
    expect(await api['httpApi.getState'](undefined)).toMatchObject({ enabled: false });
    // The engine of the first one goes on, and so do the programs that ask it.
    expect((await fetch(`http://127.0.0.1:${port}/-/ready`, { dispatcher })).status).toBe(401);
    const taken = (page.address() as AddressInfo).port;
    expect(await api['httpApi.update']({ enabled: true, port: taken })).toMatchObject({
      enabled: true,
      url: null,
      message: expect.stringContaining('is taken'),
    });
    await core.workspace.activate(one.id);
    await expect
      .poll(() => api['httpApi.getState'](undefined), { timeout: 10_000 })
      .toMatchObject({ url: `http://127.0.0.1:${port}` });
  });

  it('stays silent where the keychain does not hand the token over', async () => {
    const { core, api } = await start();
    await core.workspace.create('One', 'development');
    await api['httpApi.update']({ enabled: true, port: await freePort() });
    await core.close();
    const later = await start();
    keychain.fault = 'locked';
    await later.core.workspace.activate('one');
    await expect
      .poll(() => later.api['httpApi.getState'](undefined), { timeout: 10_000 })
      .toMatchObject({ enabled: true, url: null, message: expect.stringMatching(/keychain/i) });
  });
});
