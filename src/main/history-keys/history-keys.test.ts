import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { createRedactor } from '../vault/redactor.ts';
import { openSecretIndex } from '../vault/secret-index.ts';
import { createVault, type Vault } from '../vault/vault.ts';
import { type EncryptionSettings, openEncryptionSettings } from './encryption-settings.ts';
import { createHistoryKeys, type HistoryKeys } from './history-keys.ts';

const PRODUCTION = { id: 'shop', kind: 'production', demo: false } as const;
const STAGING = { id: 'stage', kind: 'staging', demo: false } as const;

let folder: string;
let keychain: MemoryKeychain;
let nowMs: number;
let settings: EncryptionSettings;
let vault: Vault;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-keys-'));
  keychain = createMemoryKeychain();
  nowMs = 0;
  settings = await openEncryptionSettings(folder, 0);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As after a start: what only the session knew is forgotten. */
async function start(): Promise<HistoryKeys> {
  vault = createVault({
    keychain,
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 0,
    monotonicMs: () => {
      nowMs += 60_000;
      return nowMs;
    },
    warn: () => undefined,
  });
  return createHistoryKeys(settings, vault);
}

describe('the key of a history', () => {
  it('is made for production at first, kept, and the same after a start', async () => {
    const answer = await (await start()).answer(PRODUCTION, false);
    expect(answer).toEqual({ encrypted: true, key: expect.stringMatching(/^[0-9a-f]{64}$/), message: '' });
    expect(await (await start()).answer(PRODUCTION, true)).toEqual(answer);
  });

  it('is not made where nothing is encrypted', async () => {
    const keys = await start();
    expect(await keys.answer(STAGING, false)).toEqual({ encrypted: false, key: null, message: '' });
    expect(await keys.answer({ ...PRODUCTION, demo: true }, false)).toMatchObject({ encrypted: false });
  });

  it('is another for each environment', async () => {
    const keys = await start();
    await keys.choose('stage', true);
    expect((await keys.answer(STAGING, false)).key).not.toBe((await keys.answer(PRODUCTION, false)).key);
  });

  it('is given to decrypt a history whose encryption was turned off', async () => {
    const keys = await start();
    const { key } = await keys.answer(PRODUCTION, false);
    await keys.choose('shop', false);
    expect(await keys.answer(PRODUCTION, true)).toEqual({ encrypted: false, key, message: '' });
    expect(await keys.answer(PRODUCTION, false)).toEqual({ encrypted: false, key: null, message: '' });
  });

  it('is waited for while the keychain is locked', async () => {
    await (await start()).answer(PRODUCTION, false);
    keychain.fault = 'locked';
    const keys = await start();
    expect(await keys.answer(PRODUCTION, true)).toMatchObject({
      key: null,
      message: expect.stringMatching(/locked/),
    });
    keychain.fault = null;
    expect((await keys.answer(PRODUCTION, true)).key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that the keychain would not keep encrypts nothing', async () => {
    keychain.fault = 'locked';
    const keys = await start();
    expect(await keys.answer(PRODUCTION, false)).toMatchObject({
      key: null,
      message: expect.stringMatching(/does not keep/),
    });
    keychain.fault = null;
    expect((await keys.answer(PRODUCTION, false)).key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that is gone is not replaced by another: the history would be lost', async () => {
    expect(await (await start()).answer(PRODUCTION, true)).toMatchObject({
      key: null,
      message: expect.stringMatching(/no longer in the keychain/),
    });
  });

  it('is given to nobody who asks as an endpoint', async () => {
    await (await start()).answer(PRODUCTION, false);
    const asked = { environmentId: 'shop', secretRef: 'history:key', origin: 'https://evil.example' };
    expect(await vault.resolve(asked)).toEqual({ state: 'origin_changed', value: '' });
  });
});
