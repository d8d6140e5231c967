import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { request } from '../ipc/client.ts';
import { environmentStore } from './environment-store.ts';
import { askOnRefusal, unlockStore } from './read-only.ts';

const REFUSAL = {
  ok: false,
  error: {
    code: 'unauthorized',
    message: 'Shop is production and read-only.',
    details: { environmentId: 'shop', readOnly: true },
  },
} as const;

let replies: unknown[];
let sent: number;
let end: () => void;

beforeEach(() => {
  sent = 0;
  replies = [];
  const remove = async (): Promise<unknown> => replies[Math.min(sent++, replies.length - 1)];
  Object.assign(globalThis, { window: { sextant: { request: { 'rules.removeFile': remove } } } });
  const shop = {
    id: 'shop',
    name: 'Shop',
    kind: 'production',
    endpointCount: 0,
    serverCount: 0,
    active: true,
    running: true,
    readOnly: true,
    unlockedUntilMs: null,
    demo: false,
  } as const;
  environmentStore.setState({ environments: [shop] });
  end = askOnRefusal();
});
afterEach(() => {
  end();
  Reflect.deleteProperty(globalThis, 'window');
});

describe('a change that production refuses', () => {
  it('goes on once production was unlocked', async () => {
    replies = [REFUSAL, { ok: true, value: undefined }];
    const done = request('rules.removeFile', { name: 'a.yml' });
    await expect.poll(() => unlockStore.getState().environmentId).toBe('shop');
    unlockStore.getState().settle(true);
    await done;
    expect(sent).toBe(2);
    expect(unlockStore.getState().environmentId).toBeNull();
  });

  it('stays refused when production is not unlocked', async () => {
    replies = [REFUSAL];
    const done = request('rules.removeFile', { name: 'a.yml' });
    await expect.poll(() => unlockStore.getState().environmentId).toBe('shop');
    unlockStore.getState().settle(false);
    await expect(done).rejects.toMatchObject({ code: 'unauthorized' });
    expect(sent).toBe(1);
  });

  it('asks once, also when it is refused again', async () => {
    replies = [REFUSAL];
    const done = request('rules.removeFile', { name: 'a.yml' });
    await expect.poll(() => unlockStore.getState().environmentId).toBe('shop');
    unlockStore.getState().settle(true);
    await expect(done).rejects.toBeInstanceOf(AppError);
    expect(sent).toBe(2);
  });

  it('asks nothing for another kind of refusal', async () => {
    replies = [{ ok: false, error: { code: 'unauthorized', message: 'No.' } }];
    await expect(request('rules.removeFile', { name: 'a.yml' })).rejects.toMatchObject({ message: 'No.' });
    expect(unlockStore.getState().environmentId).toBeNull();
  });
});
