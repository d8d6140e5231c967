import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import type { AlertmanagerTarget } from '../../src/shared/domain/alertmanager.ts';
import { DEFAULT_CONNECTION } from '../../src/shared/domain/endpoint.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, type TestEngine, testEnvironment } from '../support/test-engine.ts';

const PROGRAM = 'prometheus-alertmanager';
const HAS_ALERTMANAGER = spawnSync(PROGRAM, ['--version']).status === 0;
const MINUTE = 60_000;

const CONFIG = `route: {receiver: none, group_wait: 1s}
receivers: [{name: none}]
`;
const RULES = `groups:
  - name: shop
    interval: 10s
    rules:
      - alert: ShopUp
        expr: up == 1
        for: 30s
        labels: {severity: critical}
        annotations: {summary: '{{ $labels.instance }} of {{ $externalLabels.cluster }}'}
`;

interface ApiAlert {
  readonly labels: { readonly alertname?: string };
  readonly annotations: Record<string, string>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly status: { readonly state: string; readonly silencedBy: string[] };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

describe.skipIf(!HAS_ALERTMANAGER)('a real Alertmanager', () => {
  let folder: string;
  let program: ChildProcess;
  let url: string;
  let backend: DemoService;
  let engine: TestEngine;

  async function ask<T>(route: string, init?: RequestInit): Promise<T> {
    const response = await fetch(`${url}/api/v2/${route}`, init);
    if (!response.ok) throw new Error(`${route}: HTTP ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-alertmanager-'));
    await writeFile(join(folder, 'config.yml'), CONFIG);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/am`;
    program = spawn(
      PROGRAM,
      [
        `--config.file=${join(folder, 'config.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.route-prefix=/am',
        '--cluster.listen-address=',
      ],
      { stdio: 'ignore' },
    );
    await vi.waitFor(() => ask('status'), { timeout: 20_000 });
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    backend = await createDemoService({ auth: 'none', log: () => undefined });
    const target: AlertmanagerTarget = {
      url,
      auth: { kind: 'none' },
      connection: DEFAULT_CONNECTION,
      timeoutMs: 5_000,
      externalLabels: [['cluster', 'eu']],
      externalUrl: 'http://sextant.example',
      resendDelayMs: MINUTE,
    };
    engine = await openTestEngine(
      { ...testEnvironment([testEndpoint({ url: backend.metricsUrl })], RULES), alertmanager: target },
      null,
    );
  });

  afterEach(async () => {
    await engine.api.close();
    await backend.close();
  });

  const listed = async (): Promise<ApiAlert | undefined> =>
    (await ask<ApiAlert[]>('alerts')).find(({ labels }) => labels.alertname === 'ShopUp');

  it('gets an alert that fires, with labels, annotations, link and end, and hears when it resolves', async () => {
    await engine.api.advanceClock(20_000);
    expect(await listed()).toBeUndefined();
    await engine.api.advanceClock(40_000);
    const fired = engine.transitions.find(({ to }) => to === 'firing');
    const alert = await listed();
    expect(alert).toMatchObject({
      labels: { alertname: 'ShopUp', cluster: 'eu', job: 'shop', severity: 'critical' },
      annotations: { summary: `${new URL(backend.metricsUrl).host} of eu` },
      generatorURL: 'http://sextant.example/graph?g0.expr=up+%3D%3D+1&g0.tab=1',
      status: { state: expect.stringMatching(/active|unprocessed/) },
    });
    expect(Date.parse(alert?.startsAt ?? '')).toBe(fired?.atMs);
    expect(Date.parse(alert?.endsAt ?? '') - (fired?.atMs ?? 0)).toBe(4 * MINUTE);
    await engine.api.advanceClock(75_000);
    expect(Date.parse((await listed())?.endsAt ?? '') - (fired?.atMs ?? 0)).toBe(5 * MINUTE + 10_000);
    expect(await engine.api.listAlertmanagerAlerts()).toMatchObject([
      { labels: expect.arrayContaining([['alertname', 'ShopUp']]), receivers: ['none'] },
    ]);

    await backend.close();
    await engine.api.advanceClock(30_000);
    const resolved = engine.transitions.find(({ to }) => to === 'resolved');
    expect(resolved).toBeDefined();
    expect(await engine.api.getAlertmanagerStatus()).toMatchObject({
      sent: 3,
      errors: 0,
      dropped: 0,
      queued: 0,
    });
  });

  it('shares its silences: those made here are there, those made there are here', async () => {
    const nowMs = Date.now();
    const draft = {
      id: null,
      matchers: [
        { name: 'alertname', type: '=', value: 'ShopUp' },
        { name: 'severity', type: '=~', value: 'crit.*' },
        { name: 'cluster', type: '!=', value: 'us' },
        { name: 'pod', type: '!~', value: 'x.*' },
      ],
      startsAtMs: nowMs,
      endsAtMs: nowMs + 60 * MINUTE,
      comment: 'deploy',
      createdBy: 'eve',
    } as const;
    const { id } = await engine.api.saveAlertmanagerSilence(draft);
    expect(await ask(`silence/${id}`)).toMatchObject({
      comment: 'deploy',
      createdBy: 'eve',
      status: { state: 'active' },
    });
    const own = (await engine.api.listAlertmanagerSilences()).find((silence) => silence.id === id);
    expect(own).toMatchObject({ comment: 'deploy', endsAtMs: draft.endsAtMs });
    expect([...(own?.matchers ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      [...draft.matchers].sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
    await engine.api.advanceClock(60_000);
    await expect
      .poll(async () => (await listed())?.status, { timeout: 10_000 })
      .toMatchObject({ state: 'suppressed', silencedBy: [id] });

    await engine.api.expireAlertmanagerSilence(id);
    expect(await ask(`silence/${id}`)).toMatchObject({ status: { state: 'expired' } });

    const { silenceID } = await ask<{ silenceID: string }>('silences', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ name: 'job', value: 'shop', isRegex: false }],
        startsAt: new Date(nowMs).toISOString(),
        endsAt: new Date(nowMs + MINUTE).toISOString(),
        createdBy: 'amtool',
        comment: 'from there',
      }),
    });
    expect(await engine.api.listAlertmanagerSilences()).toContainEqual(
      expect.objectContaining({
        id: silenceID,
        comment: 'from there',
        matchers: [{ name: 'job', type: '=', value: 'shop' }],
      }),
    );
    await expect(engine.api.saveAlertmanagerSilence({ ...draft, matchers: [] })).rejects.toMatchObject({
      code: 'bad_data',
    });
    await expect(engine.api.expireAlertmanagerSilence('no-such-id')).rejects.toThrow('Alertmanager');
  });

  it('says what is wrong when it cannot be reached, and goes on', async () => {
    const closed = `http://127.0.0.1:${await freePort()}`;
    await engine.api.applyEnvironment({
      ...testEnvironment([testEndpoint({ url: backend.metricsUrl })], RULES),
      alertmanager: {
        url: closed,
        auth: { kind: 'bearer', tokenRef: 'nowhere' },
        connection: DEFAULT_CONNECTION,
        timeoutMs: 1_000,
        externalLabels: [],
        externalUrl: '',
        resendDelayMs: MINUTE,
      },
    });
    await engine.api.advanceClock(60_000);
    expect(await engine.api.getAlertmanagerStatus()).toMatchObject({
      sent: 0,
      errors: 1,
      dropped: 1,
      lastError: expect.stringMatching(/credential .* is not in the keychain/),
    });
    await expect(engine.api.listAlertmanagerSilences()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
