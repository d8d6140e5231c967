import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { createRedactor } from './redactor.ts';
import { openSecretIndex } from './secret-index.ts';
import { createVault, type Vault } from './vault.ts';

const ORIGIN = 'https://shop.example:9464';
const NAME = { environmentId: 'prod', secretRef: 'shop/token' };
const REQUEST = { ...NAME, origin: ORIGIN };

let folder: string;
let keychain: MemoryKeychain;
let nowMs: number;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-vault-'));
  keychain = createMemoryKeychain();
  nowMs = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A vault as after a start of the app: nothing in memory. */
async function openVault(): Promise<Vault> {
  return createVault({
    keychain,
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 1_000,
    monotonicMs: () => nowMs,
    warn: (message) => {
      throw new Error(message);
    },
  });
}

async function storeAndRestart(): Promise<Vault> {
  const vault = await openVault();
  expect(await vault.store(REQUEST, 'hunter2')).toEqual({ note: null });
  return openVault();
}

describe('the vault', () => {
  it('gives a stored secret back to its origin, in this session and the next', async () => {
    const vault = await storeAndRestart();
    expect(await vault.resolve(REQUEST)).toEqual({ state: 'stored', value: 'hunter2' });
    expect(await vault.describe(REQUEST)).toMatchObject({ state: 'stored', updatedAtMs: 1_000 });
  });

  it.each(['http://shop.example:9464', 'https://shop.example', 'https://evil.example:9464'])(
    'gives nothing to %s',
    async (origin) => {
      const vault = await storeAndRestart();
      expect(await vault.resolve({ ...NAME, origin })).toEqual({ state: 'origin_changed', value: '' });
    },
  );

  it('binds a secret by what is in the keychain, not by the index beside it', async () => {
    await storeAndRestart();
    const index = await openSecretIndex(folder, 0);
    const account = 'prod/shop/token';
    const entry = index.get(account);
    if (entry !== undefined) await index.put({ ...entry, origin: 'https://evil.example' });
    const vault = await openVault();
    expect(await vault.resolve({ ...NAME, origin: 'https://evil.example' })).toMatchObject({
      state: 'origin_changed',
    });
  });

  it('tells missing, locked and unavailable apart', async () => {
    expect(await (await openVault()).resolve(REQUEST)).toEqual({ state: 'missing', value: '' });
    const vault = await storeAndRestart();
    keychain.fault = 'locked';
    expect(await vault.resolve(REQUEST)).toEqual({ state: 'locked', value: '' });
    nowMs = 10_000;
    keychain.fault = 'busy';
    expect(await vault.resolve(REQUEST)).toMatchObject({ state: 'locked' });
    nowMs = 20_000;
    keychain.fault = 'unavailable';
    expect(await vault.resolve(REQUEST)).toMatchObject({ state: 'unavailable' });
    nowMs = 30_000;
    keychain.fault = null;
    expect(await vault.resolve(REQUEST)).toMatchObject({ state: 'stored' });
    keychain.items.clear();
    expect(await (await openVault()).resolve(REQUEST)).toMatchObject({ state: 'missing' });
  });

  it('does not ask a keychain that refused again at once', async () => {
    const vault = await storeAndRestart();
    keychain.fault = 'locked';
    await vault.resolve(REQUEST);
    const { reads } = keychain;
    await Promise.all([vault.resolve(REQUEST), vault.resolve(REQUEST)]);
    expect(keychain.reads).toBe(reads);
  });

  it('treats an item that is not its own as missing', async () => {
    keychain.items.set('prod/shop/token', 'plain text of somebody else');
    expect(await (await openVault()).resolve(REQUEST)).toMatchObject({ state: 'missing' });
  });

  it.each(['locked', 'unavailable', 'busy'] as const)(
    'keeps a secret for the session when the keychain is %s, and writes it nowhere',
    async (fault) => {
      keychain.fault = fault;
      const vault = await openVault();
      const { note } = await vault.store(REQUEST, 'hunter2');
      expect(note).toContain('until Sextant quits');
      expect(await vault.resolve(REQUEST)).toEqual({ state: 'session', value: 'hunter2' });
      expect((await vault.describe(REQUEST)).state).toBe('session');
      await expect(readFile(path.join(folder, 'secrets.json'), 'utf8')).rejects.toThrow('ENOENT');
    },
  );

  it('counts a secret as stored once a late write got through', async () => {
    keychain.fault = 'busy';
    let finish: (done: boolean) => void = () => undefined;
    keychain.late = new Promise((resolve) => {
      finish = resolve;
    });
    const vault = await openVault();
    await vault.store(REQUEST, 'hunter2');
    finish(true);
    await expect.poll(() => vault.describe(REQUEST)).toMatchObject({ state: 'stored', updatedAtMs: 1_000 });
  });

  describe('once a prompt is answered late', () => {
    let answer: () => Promise<void>;
    beforeEach(() => {
      let end: (done: boolean) => void = () => undefined;
      keychain.fault = 'busy';
      keychain.late = new Promise((resolve) => {
        end = resolve;
      });
      answer = async () => {
        keychain.fault = null;
        // The call that was waiting writes what it was given.
        keychain.items.set('prod/shop/token', JSON.stringify({ origin: ORIGIN, secret: 'typed-first' }));
        end(true);
      };
    });

    /** As the real keychain, which gives up calls that were still waiting for their turn. */
    function giveUpNext(): void {
      keychain.late = Promise.resolve(false);
    }

    it('has in the keychain what was typed last', async () => {
      const vault = await openVault();
      await vault.store(REQUEST, 'typed-first');
      giveUpNext();
      await vault.store(REQUEST, 'typed-last');
      await answer();
      await expect.poll(() => keychain.items.get('prod/shop/token')).toContain('typed-last');
      await expect.poll(() => vault.describe(REQUEST)).toMatchObject({ state: 'stored', updatedAtMs: 1_000 });
      expect(await (await openVault()).resolve(REQUEST)).toEqual({ state: 'stored', value: 'typed-last' });
    });

    it('binds a secret to the origin that it was given last', async () => {
      const vault = await openVault();
      await vault.store(REQUEST, 'typed-first');
      giveUpNext();
      const moved = { ...REQUEST, origin: 'https://shop.example:9465' };
      await vault.store(moved, 'typed-first');
      await answer();
      await expect.poll(() => vault.describe(moved)).toMatchObject({ state: 'stored', updatedAtMs: 1_000 });
      expect(await (await openVault()).resolve(moved)).toMatchObject({ state: 'stored' });
    });

    it('has other secrets too that waited meanwhile', async () => {
      const other = { ...REQUEST, secretRef: 'shop/other' };
      const vault = await openVault();
      await vault.store(REQUEST, 'typed-first');
      giveUpNext();
      await vault.store(other, 'another');
      await answer();
      await expect.poll(() => vault.describe(other)).toMatchObject({ state: 'stored', updatedAtMs: 1_000 });
      expect(await (await openVault()).resolve(other)).toEqual({ state: 'stored', value: 'another' });
    });

    it('does not bring back what was cleared meanwhile', async () => {
      const vault = await openVault();
      await vault.store(REQUEST, 'typed-first');
      await vault.clear(NAME);
      await answer();
      await expect.poll(() => keychain.items.size).toBe(0);
      expect(await (await openVault()).resolve(REQUEST)).toMatchObject({ state: 'missing' });
    });
  });

  it('replaces and clears a secret', async () => {
    const vault = await storeAndRestart();
    await vault.resolve(REQUEST);
    await vault.store(REQUEST, 'hunter3');
    expect(await vault.resolve(REQUEST)).toMatchObject({ value: 'hunter3' });
    await vault.clear(NAME);
    expect(await vault.resolve(REQUEST)).toMatchObject({ state: 'missing' });
    expect(keychain.items.size).toBe(0);
  });

  it('does not claim to have cleared what the keychain kept', async () => {
    const vault = await storeAndRestart();
    keychain.fault = 'locked';
    await expect(vault.clear(NAME)).rejects.toMatchObject({ code: 'vault' });
    expect(await vault.clearEnvironment('prod')).toBe(1);
    keychain.fault = null;
    expect(await vault.clearEnvironment('prod')).toBe(0);
    expect(keychain.items.size).toBe(0);
  });

  it('clears the secrets of one environment and not those of another with a like name', async () => {
    const vault = await openVault();
    await vault.store(REQUEST, 'one!');
    await vault.store({ ...REQUEST, environmentId: 'prod-2' }, 'two!');
    await vault.clearEnvironment('prod');
    expect([...keychain.items.keys()]).toEqual(['prod-2/shop/token']);
  });

  it('probes the keychain without leaving anything behind', async () => {
    const vault = await openVault();
    expect((await vault.probe()).state).toBe('available');
    expect(keychain.items.size).toBe(0);
    keychain.fault = 'locked';
    expect((await vault.probe()).state).toBe('locked');
    keychain.fault = 'unavailable';
    expect((await vault.probe()).state).toBe('unavailable');
  });

  it('writes no secret into its index', async () => {
    await storeAndRestart();
    expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('hunter2');
  });

  it('tells a credential that is gone, or in another keychain, from one that was never saved', async () => {
    await storeAndRestart();
    keychain.items.clear();
    const vault = await openVault();
    expect(await vault.resolve(REQUEST)).toEqual({ state: 'missing', value: '' });
    expect(await vault.describe(REQUEST)).toMatchObject({ state: 'lost', updatedAtMs: 1_000 });
    keychain = { ...createMemoryKeychain(), backend: 'KWallet 6' };
    const moved = await (await openVault()).describe(REQUEST);
    expect(moved).toMatchObject({ state: 'backend_changed' });
    expect(moved.message).toContain('saved in memory, and the keychain in use is KWallet 6');
    expect(await vault.describe({ ...REQUEST, secretRef: 'other' })).toMatchObject({ state: 'missing' });
  });
});

describe('a secret for one session', () => {
  it('is in no keychain, takes the one before out of it, and is asked for again after a start', async () => {
    const vault = await storeAndRestart();
    await vault.storeForSession(REQUEST, 'only-now');
    expect(keychain.items.size).toBe(0);
    expect(await vault.resolve(REQUEST)).toEqual({ state: 'session', value: 'only-now' });
    expect(await vault.describe(REQUEST)).toMatchObject({ state: 'session', sessionOnly: true });
    expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('only-now');
    const next = await openVault();
    expect(next.isSessionOnly(NAME)).toBe(true);
    expect(await next.describe(REQUEST)).toMatchObject({ state: 'missing', sessionOnly: true });
    await next.clear(NAME);
    expect(next.isSessionOnly(NAME)).toBe(false);
  });

  it('is not begun while the keychain would keep the one before', async () => {
    const vault = await storeAndRestart();
    keychain.fault = 'locked';
    await expect(vault.storeForSession(REQUEST, 'only-now')).rejects.toMatchObject({ code: 'vault' });
    keychain.fault = null;
    expect(await (await openVault()).resolve(REQUEST)).toEqual({ state: 'stored', value: 'hunter2' });
  });

  it('can be put into the keychain after all, for its own origin', async () => {
    const vault = await openVault();
    await vault.storeForSession(REQUEST, 'only-now');
    const elsewhere = { ...REQUEST, origin: 'https://evil.example' };
    await expect(vault.keep(elsewhere)).rejects.toMatchObject({ code: 'not_found' });
    expect(await vault.keep(REQUEST)).toEqual({ note: null });
    expect(await (await openVault()).resolve(REQUEST)).toEqual({ state: 'stored', value: 'only-now' });
  });

  it('does not come into the keychain by an unlock prompt that is answered later', async () => {
    let answer = (_: boolean): void => undefined;
    keychain.late = new Promise((resolve) => {
      answer = resolve;
    });
    keychain.fault = 'busy';
    const vault = await openVault();
    await vault.store(REQUEST, 'typed-before');
    keychain.fault = null;
    await vault.storeForSession(REQUEST, 'only-now');
    // The prompt writes what was typed before.
    keychain.items.set('prod/shop/token', 'typed-before');
    answer(true);
    await expect.poll(() => keychain.items.size).toBe(0);
    expect(await vault.resolve(REQUEST)).toEqual({ state: 'session', value: 'only-now' });
  });
});
