import { afterEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { createAddressGuard } from '../../src/engine/http/address-guard.ts';
import { fetchPage } from '../../src/engine/scrape/fetch-page.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { testConnection } from '../../src/engine/scrape/test-connection.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { makeSafe } from '../../src/main/environments/import-safety.ts';
import { DEFAULT_CONNECTION } from '../../src/shared/domain/connection.ts';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import { SILENT_LOGGER, secretsOf, testEndpoint } from '../support/fake-ports.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { startGuardedPage } from '../support/guarded-page.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const METADATA = '169.254.169.254';
const closing: (() => Promise<void>)[] = [];
let resolvesTo: string[] = [];
const clock = createSystemClock();

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A client whose names resolve to what the test says: each lookup takes the next address, the last one stays. */
function start() {
  const guard = createAddressGuard((_name, _options, callback) => {
    const address = (resolvesTo.length > 1 ? resolvesTo.shift() : resolvesTo[0]) ?? '';
    process.nextTick(callback, null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  });
  const http = new UndiciHttpClient(clock, guard);
  closing.push(() => http.close());
  return {
    clock,
    http,
    secrets: secretsOf({ secret: 'x1y2z3' }),
    buffers: new PageBuffers(),
    logger: SILENT_LOGGER,
    appVersion: '0.0.0',
  };
}

async function outcome(context: ReturnType<typeof start>, changes: Partial<Endpoint>): Promise<string> {
  const endpoint = testEndpoint({ scrapeTimeoutMs: 2_000, ...changes });
  const { failure, body } = await fetchPage(endpoint, context, new AbortController().signal);
  body?.release();
  return failure === null ? 'good' : `${failure.reason}: ${failure.message}`;
}

function through(url: string): Partial<Endpoint> {
  const proxy = { url, username: '', passwordRef: null, noProxy: '', headers: [] };
  return { connection: { ...DEFAULT_CONNECTION, proxy } };
}

describe('a refused address', () => {
  it('is refused where a name leads to it, and where the name leads to it only later (DNS rebinding)', async () => {
    const page = await startGuardedPage();
    closing.push(() => page.close());
    page.reply = () => ({ headers: { Connection: 'close' } });
    const { port } = new URL(page.url);
    const context = start();
    resolvesTo = ['127.0.0.1', METADATA];
    const url = `http://shop.example:${port}/metrics`;
    expect(await outcome(context, { url })).toBe('good');
    expect(await outcome(context, { url })).toBe(
      `address_refused: shop.example:${port} leads to ${METADATA}, a link-local or metadata address; cloud platforms give out credentials there, so nothing connects to it.`,
    );
    for (const address of ['::ffff:169.254.169.254', 'fd00:ec2::254', 'fe80::1']) {
      resolvesTo = [address];
      expect(await outcome(context, { url })).toContain('address_refused');
      expect(await outcome(context, { url: url.replace('http:', 'https:') })).toContain('address_refused');
    }
    expect(page.seen).toHaveLength(1);
  });

  it.each([
    `http://${METADATA}/latest/meta-data/iam`,
    'http://2852039166/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:a9fe:a9fe]/',
    `https://${METADATA}/`,
  ])('is refused as %s, directly and when a proxy is asked for it', async (url) => {
    const proxy = await startForwardProxy();
    closing.push(() => proxy.close());
    const context = start();
    expect(await outcome(context, { url })).toContain('address_refused');
    expect(await outcome(context, { url, ...through(proxy.url) })).toContain('address_refused');
    expect(proxy.seen).toEqual([]);
  });

  it('is refused as a proxy and as a token service', async () => {
    const page = await startGuardedPage();
    closing.push(() => page.close());
    const context = start();
    expect(await outcome(context, { url: page.url, ...through(`http://${METADATA}:80`) })).toContain(
      METADATA,
    );
    const auth = {
      kind: 'oauth2',
      clientId: 'x',
      tokenUrl: `http://${METADATA}/token`,
      grant: { kind: 'client_credentials', clientSecretRef: 'secret' },
      scopes: [],
      endpointParams: [],
      secretParams: [],
      connection: DEFAULT_CONNECTION,
    } as const;
    expect(await outcome(context, { url: page.url, auth })).toContain(METADATA);
    expect(page.seen).toEqual([]);
  });

  it('is what Test connection names, at the connection, with the field that mends it', async () => {
    resolvesTo = ['10.0.0.7'];
    const context = start();
    context.http.addresses.refuse('private');
    const endpoint = testEndpoint({ url: 'http://10.0.0.7/metrics' });
    const report = await testConnection(endpoint, [], context, new AbortController().signal);
    expect(report).toMatchObject({ setting: 'url', failure: { step: 'tcp', reason: 'address_refused' } });
    expect(report.failure?.message).toBe(
      '10.0.0.7 is an address that is not on the internet, and this environment connects to no such address.',
    );
    expect(report.failure?.remedy).toContain('Refused addresses');
  });
});

it('an environment that refuses more from now on does not use connections from before', async () => {
  const page = await startGuardedPage();
  closing.push(() => page.close());
  const environment = testEnvironment([testEndpoint({ url: page.url, scrapeIntervalMs: 5_000 })]);
  const { api } = await openTestEngine(environment, null);
  closing.push(() => api.close());
  const reason = async (): Promise<string | undefined> => {
    await api.advanceClock(10_000);
    const [target] = await api.listTargets(null);
    return target?.lastScrape?.failure?.reason;
  };
  expect(await reason()).toBeUndefined();
  await api.applyEnvironment({ ...environment, refusedAddresses: 'private' });
  expect(await reason()).toBe('address_refused');
  const count = page.seen.length;
  expect(await reason()).toBe('address_refused');
  expect(page.seen).toHaveLength(count);
  await api.applyEnvironment(environment);
  expect(await reason()).toBeUndefined();
});

it('a file from elsewhere may refuse more, and not less', () => {
  const environment = testEnvironment([]);
  const loose = makeSafe({ ...environment, refusedAddresses: 'none' });
  expect(loose.environment.refusedAddresses).toBeUndefined();
  expect(loose.notes).toEqual([expect.stringContaining('addresses are refused')]);
  const strict = makeSafe({ ...environment, refusedAddresses: 'private' });
  expect(strict).toMatchObject({ environment: { refusedAddresses: 'private' }, notes: [] });
});
