import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { createHandlers } from '../../src/main/ipc/create-handlers.ts';
import { createProductionGuard } from '../../src/main/ipc/production-guard.ts';
import { createAnswerers } from '../../src/main/ipc/router.ts';
import { createViewAnswerer, type ViewAnswerer } from '../../src/main/ipc/view-answerer.ts';
import { openUserData } from '../../src/main/user-data.ts';
import { createRedactor } from '../../src/main/vault/redactor.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';
import { startThread } from '../support/start-thread.ts';

const SWITCHES = 100;
const STAGES = ['alpha', 'beta'] as const;
type Stage = (typeof STAGES)[number];

let folder: string;
let core: Core;
let services: Record<Stage, DemoService>;
let ask: ViewAnswerer;
/** What engines told, by the environment that main heard it for. */
let heard: { readonly environmentId: string; readonly text: string }[];
let failures: string[];

function token(stage: Stage): string {
  return `token-of-${stage}-0123456789abcdef`;
}

function endpoint(stage: Stage): Endpoint {
  return {
    id: 'shop',
    name: 'Shop',
    url: services[stage].metricsUrl,
    scrapeIntervalMs: 1_000,
    scrapeTimeoutMs: 1_000,
    labels: [['stage', `marker-${stage}`]],
    scrape: DEFAULT_SCRAPE_SETTINGS,
    auth: { kind: 'bearer', tokenRef: 'shop/token' },
    connection: DEFAULT_CONNECTION,
    limits: DEFAULT_SCRAPE_LIMITS,
  };
}

async function startCore(): Promise<Core> {
  const failure = (message: string, error: unknown): void =>
    void failures.push(`${message}: ${String(error)}`);
  const data = await openUserData({
    folder,
    keychain: createMemoryKeychain(),
    redactor: createRedactor(),
    failure,
  });
  return createCore({
    data,
    startEngineWorker: (workerData) => startThread('engine/worker.ts', workerData),
    startDemoWorker: (workerData) => startThread('backend/worker.ts', workerData),
    startAgeWorker: (workerData) => startThread('main/bundles/age-worker.ts', workerData),
    engineEvents: (environmentId) => ({
      invalidated: () => undefined,
      alertsChanged: (transitions) => void heard.push({ environmentId, text: JSON.stringify(transitions) }),
      notified: (notice) => void heard.push({ environmentId, text: JSON.stringify(notice) }),
      log: () => undefined,
    }),
    onEngineRestarted: (_id, message) => failures.push(message),
    onEnvironmentsChanged: () => undefined,
    onNotice: (_title, message) => failures.push(message),
    failure,
    adjustableClock: false,
    appVersion: '0',
  });
}

function answererOf({ workspace, ...rest }: Core): ViewAnswerer {
  const desktop = {
    versions: {
      version: '0',
      electronVersion: '0',
      chromeVersion: '0',
      nodeVersion: '0',
      platform: 'x',
      dataFolder: folder,
      logFolder: folder,
    },
    openFolder: async () => undefined,
    copyText: () => undefined,
    confirm: async () => false,
    openWindow: async () => undefined,
    chooseExportFile: async () => null,
    chooseImportFile: async () => null,
    chooseEnvironmentFile: () => Promise.resolve(null),
    chooseFolder: () => Promise.resolve(null),
    chooseEnvironmentExport: () => Promise.resolve(null),
    chooseBundleExport: () => Promise.resolve(null),
  };
  return createViewAnswerer(
    createAnswerers(
      createHandlers({ ...rest, workspace }, desktop, () => undefined),
      (name, error) => failures.push(`${name}: ${String(error)}`),
      createProductionGuard({ lock: core.productionLock, active: workspace.active, find: () => null }),
    ),
    () => workspace.active()?.id ?? null,
  );
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-switching-'));
  heard = [];
  failures = [];
  const start = (stage: Stage): Promise<DemoService> =>
    createDemoService({
      auth: { bearer: [{ token: token(stage) }] },
      log: () => undefined,
    });
  services = { alpha: await start('alpha'), beta: await start('beta') };
  core = await startCore();
  ask = answererOf(core);
});
afterEach(async () => {
  await core.close();
  await Promise.all(STAGES.map((stage) => services[stage].close()));
  await rm(folder, { recursive: true, force: true });
});

async function addEnvironment(stage: Stage): Promise<void> {
  await core.workspace.create(stage, 'staging');
  await core.workspace.saveEndpoint(endpoint(stage), [['shop/token', token(stage)]]);
  const rule = `{alert: Seen-${stage}, expr: 'up == 1', labels: {of: rule-of-${stage}}}`;
  const text = `groups:\n  - name: g\n    interval: 1s\n    rules:\n      - ${rule}\n`;
  expect(await core.workspace.saveRuleFile({ name: 'a.yml', text })).toEqual([]);
}

async function readAll(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}

function other(stage: Stage): Stage {
  return stage === 'alpha' ? 'beta' : 'alpha';
}

it('100 switches with scrapes in flight: nothing of one environment is seen, stored, told or sent under the other', async () => {
  for (const stage of STAGES) await addEnvironment(stage);
  const up = async (stage: Stage) => (await core.engines.api(stage).getStatus()).targetsUp;
  for (const stage of STAGES) await expect.poll(() => up(stage), { timeout: 20_000 }).toBe(1);

  const query = { expr: '{stage!=""}', atMs: null, supersedeKey: null };
  const answered: Record<Stage, number> = { alpha: 0, beta: 0 };
  let refused = 0;
  const late: Promise<void>[] = [];
  /** Asks as a page does that shows `stage`, whatever main shows by now. */
  async function askAs(stage: Stage): Promise<void> {
    const reply = await ask('engine.queryInstant', query, stage);
    if (!reply.ok) {
      expect(reply.error.code).toBe('canceled');
      refused += 1;
      return;
    }
    expect(reply.environmentId).toBe(stage);
    const text = JSON.stringify(reply.value);
    expect(text).not.toContain(`marker-${other(stage)}`);
    if (text.includes(`marker-${stage}`)) answered[stage] += 1;
  }

  for (let i = 0; i < SWITCHES; i += 1) {
    const before = core.workspace.active()?.id as Stage;
    const next = other(before);
    const scrapes = STAGES.map((stage) => core.engines.api(stage).scrapeNow('shop'));
    late.push(askAs(before));
    const switched = ask('environments.activate', { id: next }, before);
    // Asked while the switch is under way, by a page that does not know of it yet and by one that does already.
    late.push(askAs(before), askAs(next));
    const reply = await switched;
    expect(reply).toMatchObject({ ok: true, value: { id: next } });
    late.push(askAs(before));
    await Promise.all([askAs(next), ...scrapes]);
  }
  await Promise.all(late);
  expect(answered.alpha).toBeGreaterThanOrEqual(SWITCHES / 2);
  expect(answered.beta).toBeGreaterThanOrEqual(SWITCHES / 2);
  expect(refused).toBeGreaterThanOrEqual(SWITCHES);

  for (const stage of STAGES) {
    await expect
      .poll(() => heard.filter(({ environmentId }) => environmentId === stage).length, { timeout: 10_000 })
      .toBeGreaterThan(0);
    const marks = JSON.stringify(await core.engines.api(stage).listAlertMarks([]));
    expect(marks).toContain(`rule-of-${stage}`);
    expect(marks).not.toContain(`rule-of-${other(stage)}`);
    const expected = createHash('sha256')
      .update(`Bearer ${token(stage)}`)
      .digest('hex')
      .slice(0, 12);
    const requests = services[stage].requests();
    expect(requests.length).toBeGreaterThan(SWITCHES / 2);
    expect(new Set(requests.map(({ authorization }) => authorization?.sha256Prefix))).toEqual(
      new Set([expected]),
    );
    expect(requests.every(({ status }) => status === 200)).toBe(true);
  }
  for (const { environmentId, text } of heard) {
    expect(text).toContain(`rule-of-${environmentId}`);
    expect(text).not.toContain(`rule-of-${other(environmentId as Stage)}`);
  }

  await core.close();
  for (const stage of STAGES) {
    const stored = await readAll(core.store.folderOf(stage));
    expect(stored).toContain(`marker-${stage}`);
    expect(stored).not.toContain(`marker-${other(stage)}`);
    expect(stored).not.toContain(token(stage));
  }
  expect(failures).toEqual([]);
}, 120_000);

it('answers all that are compared, each under its own name, and tells which one fails', async () => {
  for (const stage of STAGES) await addEnvironment(stage);
  await core.workspace.create('Empty', 'production');
  for (const stage of STAGES) {
    const up = async (): Promise<number> => (await core.engines.api(stage).getStatus()).targetsUp;
    await expect.poll(up, { timeout: 20_000 }).toBe(1);
  }
  await core.engines.close('beta');
  const compare = (): ReturnType<ViewAnswerer> =>
    ask(
      'compare.queryRange',
      {
        environmentIds: ['alpha', 'beta', 'gone'],
        expr: 'up',
        range: { from: 'now-1m', to: 'now' },
        stepMs: 1_000,
        lookbackMs: null,
        supersedeKey: 'k',
      },
      'empty',
    );
  // The last step is up to a second old, and may lie before the first sample.
  await expect
    .poll(async () => JSON.stringify(await compare()), { timeout: 20_000 })
    .toMatch(/marker-alpha.*marker-beta/);
  const reply = await compare();
  expect(reply).toMatchObject({
    ok: true,
    value: [
      { environmentId: 'alpha', error: null },
      { environmentId: 'beta', error: null },
      { environmentId: 'gone', result: null, error: { code: 'not_found' } },
    ],
  });
  const answers = (reply as { value: { result: unknown }[] }).value;
  expect(JSON.stringify(answers[0]?.result)).toContain('marker-alpha');
  expect(JSON.stringify(answers[0]?.result)).not.toContain('marker-beta');
  expect(JSON.stringify(answers[1]?.result)).toContain('marker-beta');
  expect(core.engines.listOpen()).toContain('beta');
}, 60_000);
