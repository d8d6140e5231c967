// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tells how references are written
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testEndpoint } from '../../../test/support/fake-ports.ts';
import { createMemoryKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { EnginePool } from '../engine-host/engine-pool.ts';
import { createSerialQueue } from '../files/serial-queue.ts';
import { openSettingsStore } from '../settings/settings-store.ts';
import { createRedactor } from '../vault/redactor.ts';
import { openSecretIndex } from '../vault/secret-index.ts';
import { createVault, type Vault } from '../vault/vault.ts';
import { restoreEnvironment } from './environment-folders.ts';
import { type EnvironmentStore, openEnvironmentStore } from './environment-store.ts';
import { createRemovedCredentials, type RemovedCredentials } from './removed-credentials.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

let folder: string;
let openIds: (string | null)[];
let applied: Environment[];
let workspace: Workspace;
let store: EnvironmentStore;
let vault: Vault;
let keychain: MemoryKeychain;
let removed: RemovedCredentials;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-workspace-'));
  openIds = [];
  applied = [];
  const engines: Pick<EnginePool, 'open' | 'close' | 'apply' | 'trim'> = {
    async open({ name }) {
      if (name === 'Broken') throw new Error('no thread');
    },
    close: () => Promise.resolve(),
    trim: () => Promise.resolve(),
    async apply(environment) {
      applied.push(environment);
      return [];
    },
  };
  keychain = createMemoryKeychain();
  vault = createVault({
    keychain: keychain,
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 0,
    monotonicMs: () => 0,
    warn: () => undefined,
  });
  let nowMs = 0;
  store = await openEnvironmentStore(path.join(folder, 'environments'), () => nowMs++);
  removed = createRemovedCredentials({
    vault,
    isTaken: store.isTaken,
    onNotice: () => undefined,
    warn: () => undefined,
  });
  workspace = createWorkspace({
    store,
    settings: await openSettingsStore(folder, 0),
    vault,
    removed,
    engines,
    demo: { start: () => Promise.reject(new Error('not in this test')) },
    inTurn: createSerialQueue(),
    onChanged: () => openIds.push(workspace.active()?.id ?? null),
    onNotice: () => undefined,
    wallMs: () => 0,
    warn: () => undefined,
  });
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the workspace', () => {
  it('keeps another retention in the file and hands it to the engine', async () => {
    const { id } = await workspace.create('Shop', 'staging');
    const retention = { maxAgeMs: 3 * 86_400_000, maxBytes: 1024 ** 3 };
    await workspace.setRetention(id, retention);
    expect(applied.at(-1)?.retention).toEqual(retention);
    expect(await readFile(path.join(folder, 'environments', id, 'environment.yaml'), 'utf8')).toMatch(
      /maxAge: 3d\s+maxBytes: 1073741824/,
    );
  });

  it('stays where it is when an environment could not be opened', async () => {
    await workspace.create('Good', 'staging');
    await expect(workspace.create('Broken', 'staging')).rejects.toThrow('no thread');
    expect(openIds).toEqual(['good', 'good']);
  });

  it('changes what the file says by now, and nothing while it is not valid', async () => {
    await workspace.create('Shop', 'staging');
    const file = path.join(folder, 'environments', 'shop', 'environment.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('kind:', 'kin:'));
    await expect(workspace.saveRuleFile({ name: 'a.yml', text: 'groups: []' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(applied).toEqual([]);
    await writeFile(file, text.replace('name: Shop', 'name: By hand'));
    await workspace.saveRuleFile({ name: 'a.yml', text: 'groups: []' });
    const expected = { name: 'By hand', ruleFiles: [{ name: 'a.yml' }] };
    expect(applied.at(-1)).toMatchObject(expected);
    expect(workspace.active()).toMatchObject(expected);
  });

  it('does not let the engine evaluate rules that could not be saved', async () => {
    const { id } = await workspace.create('Shop', 'staging');
    // A folder where the good copy of the file belongs keeps it from being saved.
    const file = path.join(folder, 'environments', id, 'environment.yaml');
    await rm(`${file}.good-1`, { force: true });
    await mkdir(path.join(`${file}.good-1`, 'in-the-way'), { recursive: true });
    await expect(workspace.saveRuleFile({ name: 'a.yml', text: 'groups: []' })).rejects.toThrow();
    expect(applied.map(({ ruleFiles }) => ruleFiles.length)).toEqual([1, 0]);
    expect(workspace.active()?.ruleFiles).toEqual([]);
  });

  it('keeps a removed environment’s credentials and key while it can come back, and no longer', async () => {
    const request = { environmentId: 'shop', secretRef: 'history:key', origin: 'sextant://history' };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await workspace.create('Shop', 'production');
      await vault.store(request, 'key');
      await workspace.remove('shop');
      expect(keychain.items.size).toBe(1);
      await restoreEnvironment(store, 'shop');
      removed.keep('shop');
      await vi.advanceTimersByTimeAsync(600_000);
      expect(await vault.resolve(request)).toMatchObject({ state: 'stored', value: 'key' });

      await workspace.remove('shop');
      await vi.advanceTimersByTimeAsync(299_000);
      expect(keychain.items.size).toBe(1);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(keychain.items.size).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives a new environment nothing of a removed one with its id, and leaves nothing at the end', async () => {
    const request = { environmentId: 'shop', secretRef: 'a/token', origin: 'https://shop.example' };
    await workspace.create('Shop', 'staging');
    await vault.store(request, 'old');
    await workspace.remove('shop');
    await workspace.create('Shop', 'staging');
    expect(keychain.items.size).toBe(0);
    expect(await vault.resolve(request)).toMatchObject({ state: 'missing' });

    await vault.store(request, 'new');
    await workspace.remove('shop');
    await removed.close();
    expect(keychain.items.size).toBe(0);

    // A run that ended by itself left them: the next one deletes those of what is in the trash alone.
    await vault.store(request, 'left');
    await workspace.create('Other', 'staging');
    await vault.store({ ...request, environmentId: 'other' }, 'in use');
    await removed.sweep(await store.listRemoved());
    expect([...keychain.items.keys()]).toEqual(['other/a/token']);
  });

  it('goes back to what was shown before, and forth', async () => {
    await expect(workspace.activatePrevious()).rejects.toMatchObject({ code: 'not_found' });
    await workspace.create('One', 'staging');
    await workspace.create('Two', 'staging');
    expect((await workspace.activatePrevious()).id).toBe('one');
    expect((await workspace.activatePrevious()).id).toBe('two');
    await workspace.remove('one');
    await expect(workspace.activatePrevious()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('changes the environment that was open when the change was asked for', async () => {
    await workspace.create('One', 'staging');
    await workspace.create('Two', 'staging');
    const opening = workspace.activate('one');
    const saving = workspace.saveRuleFile({ name: 'a.yml', text: 'groups: []' });
    await Promise.all([opening, saving]);
    expect(applied.map(({ id }) => id)).toEqual(['two', 'two']);
    expect(workspace.active()).toMatchObject({ id: 'one', ruleFiles: [] });
  });

  it('writes an endpoint with variables, scrapes what they stand for, and lets them be taken out again', async () => {
    const { id } = await workspace.create('Shop', 'staging');
    const file = path.join(folder, 'environments', id, 'environment.yaml');
    await workspace.update(id, (environment) => ({
      ...environment,
      variables: [
        { name: 'base', text: 'https://shop', value: null, origin: 'file', fileText: 'https://shop' },
      ],
    }));
    const endpoint = testEndpoint({ id: 'shop', url: 'https://shop/metrics' });
    await workspace.saveEndpoint(endpoint, [], [{ path: ['url'], text: '${base}/metrics' }]);
    expect(await readFile(file, 'utf8')).toContain('url: ${base}/metrics');
    expect(applied.at(-1)?.endpoints).toMatchObject([{ url: 'https://shop/metrics' }]);
    const missing = [{ path: ['url'], text: '${nobody}/metrics' }];
    await expect(workspace.saveEndpoint(endpoint, [], missing)).rejects.toMatchObject({ code: 'bad_data' });
    await workspace.saveEndpoint(endpoint, [], []);
    expect(await readFile(file, 'utf8')).toContain('url: https://shop/metrics');
  });
});
