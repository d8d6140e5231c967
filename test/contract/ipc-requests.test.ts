import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../src/main/core.ts';
import { createHandlers } from '../../src/main/ipc/create-handlers.ts';
import { createEventSender } from '../../src/main/ipc/event-sender.ts';
import { createAnswerers, type RequestHandlers } from '../../src/main/ipc/router.ts';
import { isTrustedFrame } from '../../src/main/ipc/trusted-sender.ts';
import { openUserData } from '../../src/main/user-data.ts';
import { createRedactor } from '../../src/main/vault/redactor.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import { AppError, ERROR_CODES } from '../../src/shared/errors.ts';
import { REQUEST_NAMES, type RequestName } from '../../src/shared/ipc/channels.ts';
import { REQUESTS } from '../../src/shared/ipc/contract.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';

const APP = 'app://sextant';
let folder: string;
let bugs: string[];
let handlers: RequestHandlers;

async function openCore(): Promise<Core> {
  const failure = (message: string): void => void bugs.push(message);
  const keychain = createMemoryKeychain();
  const unavailable = (): never => {
    throw new AppError('unavailable', 'There are no threads in this test.');
  };
  return createCore({
    data: await openUserData({ folder, keychain, redactor: createRedactor(), failure }),
    startEngineWorker: unavailable,
    startDemoWorker: unavailable,
    startAgeWorker: unavailable,
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
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-ipc-'));
  bugs = [];
  const versions = {
    version: '0',
    electronVersion: '0',
    chromeVersion: '0',
    nodeVersion: '0',
    platform: 'x',
    dataFolder: folder,
    logFolder: folder,
  };
  const desktop = {
    versions,
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
  handlers = createHandlers(await openCore(), desktop, () => undefined);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const answerers = (over: Partial<RequestHandlers> = {}) =>
  createAnswerers(
    { ...handlers, ...over },
    (name, error) => bugs.push(`${name}: ${String(error)}`),
    () => undefined,
  );

describe('requests', () => {
  it('are those of the contract and no other', () => {
    expect([...answerers().keys()]).toEqual([...REQUEST_NAMES]);
  });

  it('refuse every payload that does not fit, and never reject', async () => {
    const answer = answerers();
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...REQUEST_NAMES), anything, async (name, payload) => {
        fc.pre(!REQUESTS[name].request.safeParse(payload).success);
        const reply = await answer.get(name)?.(payload);
        expect(reply).toMatchObject({ ok: false, error: { code: 'bad_data' } });
      }),
      { numRuns: 500 },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(bugs).toEqual([]);
  });

  it.each(REQUEST_NAMES.filter((name) => REQUESTS[name].request.safeParse(undefined).success))(
    '%s answers, or says why not, while no environment is open',
    async (name) => {
      const reply = await answerers().get(name)?.(undefined);
      if (reply?.ok === true) expect(REQUESTS[name].reply.safeParse(reply.value).success).toBe(true);
      else expect(ERROR_CODES.filter((code) => code !== 'internal')).toContain(reply?.error.code);
      expect(bugs).toEqual([]);
    },
  );

  it('keep a bug’s details in the log', async () => {
    const answer = answerers({
      'settings.get': () => {
        throw new TypeError('cannot read properties of /home/me/secret');
      },
    });
    const reply = await answer.get('settings.get')?.(undefined);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(bugs).toEqual([expect.stringContaining('/home/me/secret')]);
  });

  it('do not let a reply out that breaks the contract', async () => {
    const leaky = { ...DEFAULT_SETTINGS, token: 'hunter2' } as const;
    const reply = await answerers({ 'settings.get': () => leaky }).get('settings.get')?.(undefined);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(bugs).toHaveLength(1);
  });
});

describe('senders', () => {
  const frame = (url: string, parent: { url: string; parent: null } | null = null) => ({ url, parent });

  it.each(['app://sextant/', 'app://sextant/index.html#/alerts'])('are trusted on %s', (url) => {
    expect(isTrustedFrame(frame(url), [APP])).toBe(true);
  });

  it.each([
    ['a frame that is gone', null],
    ['a frame inside the page', frame(`${APP}/`, frame(`${APP}/`) as { url: string; parent: null })],
    ['about:blank', frame('about:blank')],
    ['data:', frame('data:text/html,x')],
    ['another host', frame('app://sextant.evil/')],
    ['the host as a user name', frame('app://sextant@evil/')],
    ['another scheme', frame('https://sextant/')],
    ['a file', frame('file:///sextant/')],
    ['nonsense', frame('')],
  ])('are not trusted: %s', (_, sender) => {
    expect(isTrustedFrame(sender, [APP])).toBe(false);
  });
});

describe('events', () => {
  it('are checked against the contract, and notices wait for the page', () => {
    const posted: [string, unknown][] = [];
    const sender = createEventSender((channel, payload) => posted.push([channel, payload]));
    const notice = { level: 'info', title: 't', message: 'm' } as const;
    sender.send('engine.invalidated', { environmentId: 'a', topics: ['targets'] });
    sender.send('app.notice', notice);
    expect(posted).toEqual([]);
    sender.windowReady();
    sender.windowReady();
    sender.send('engine.invalidated', { environmentId: 'a', topics: ['alerts'] });
    sender.windowGone();
    sender.send('engine.invalidated', { environmentId: 'a', topics: ['series'] });
    expect(posted).toEqual([
      ['event:app.notice', notice],
      ['event:engine.invalidated', { environmentId: 'a', topics: ['alerts'] }],
    ]);
    const wrong = { ...notice, level: 'loud' } as unknown as typeof notice;
    expect(() => sender.send('app.notice', wrong)).toThrow();
  });
});

it('names no request that could read a secret', () => {
  const readers = REQUEST_NAMES.filter((name: RequestName) => /secret/i.test(name));
  expect(readers).toEqual([
    'secrets.listCredentials',
    'secrets.save',
    'secrets.keep',
    'secrets.unlockKeychain',
    'secrets.clear',
  ]);
  expect(Object.keys(REQUESTS['secrets.listCredentials'].reply.element.shape)).toEqual([
    'secretRef',
    'origin',
    'users',
    'state',
    'message',
    'updatedAtMs',
    'sessionOnly',
  ]);
});
