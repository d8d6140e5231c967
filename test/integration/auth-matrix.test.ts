import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestCa, type TestCa } from '../../src/backend/index.ts';
import { createAdjustableClock } from '../../src/engine/clock.ts';
import type { SecretResolver } from '../../src/engine/ports.ts';
import { fetchPage } from '../../src/engine/scrape/fetch-page.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { createServerTransport } from '../../src/engine/server-transport.ts';
import type { EndpointAuth, OAuth2Auth } from '../../src/shared/domain/auth.ts';
import { type ConnectionSettings, DEFAULT_CONNECTION } from '../../src/shared/domain/connection.ts';
import { SILENT_LOGGER, testEndpoint } from '../support/fake-ports.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { type GuardedPage, startGuardedPage } from '../support/guarded-page.ts';
import { startTokenService, type TokenService } from '../support/token-service.ts';

const run = promisify(execFile);
const closing: (() => Promise<void>)[] = [];
const values = new Map<string, string>();
let asked: string[] = [];
const secrets: SecretResolver = {
  async resolveSecret(ref, origin) {
    asked.push(`${ref} ${origin}`);
    const value = values.get(ref);
    return value === undefined ? { state: 'missing' } : { state: 'stored', value };
  },
};
const clock = createAdjustableClock();
const http = new UndiciHttpClient(clock);
const context = {
  clock,
  http,
  secrets,
  buffers: new PageBuffers(),
  logger: SILENT_LOGGER,
  appVersion: '1.2.3',
};

let ca: TestCa;
let otherCa: TestCa;
let folder: string;

beforeAll(async () => {
  ca = await createTestCa();
  otherCa = await createTestCa();
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-auth-'));
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  values.clear();
  asked = [];
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  closing.push(() => started.close());
  return started;
}

async function fetchWith(
  page: GuardedPage,
  auth: EndpointAuth,
  connection: Partial<ConnectionSettings> = {},
) {
  const endpoint = testEndpoint({
    url: page.url,
    auth,
    connection: { ...DEFAULT_CONNECTION, ...connection },
    scrapeTimeoutMs: 4_000,
  });
  const { failure, body, ...rest } = await fetchPage(endpoint, context, new AbortController().signal);
  body?.release();
  return {
    reason: failure?.reason ?? 'good',
    step: failure?.step ?? '',
    message: failure?.message ?? '',
    ...rest,
  };
}

function headersOf(page: GuardedPage): GuardedPage['seen'][number]['headers'] {
  return page.seen.at(-1)?.headers ?? {};
}

describe('headers', () => {
  it.each<[string, EndpointAuth, string, string]>([
    [
      'basic',
      { kind: 'basic', username: 'ann', passwordRef: 's' },
      'authorization',
      `Basic ${btoa('ann:v 1')}`,
    ],
    ['bearer', { kind: 'bearer', tokenRef: 's' }, 'authorization', 'Bearer v 1'],
    [
      'another type',
      { kind: 'authorization', scheme: 'GenieKey', credentialsRef: 's' },
      'authorization',
      'GenieKey v 1',
    ],
    ['API key', { kind: 'header', headerName: 'X-API-Key', valueRef: 's' }, 'x-api-key', 'v 1'],
    ['cookie', { kind: 'cookie', cookieRef: 's' }, 'cookie', 'v 1'],
  ])('%s', async (_, auth, header, value) => {
    const page = await keep(startGuardedPage());
    values.set('s', 'v 1');
    page.reply = ({ headers }) => ({ status: headers[header] === value ? 200 : 401 });
    expect(await fetchWith(page, auth)).toMatchObject({ reason: 'good' });
    expect(asked).toEqual([`s ${page.origin}`]);
  });

  it('sends any number of secret headers beside the credential', async () => {
    const page = await keep(startGuardedPage());
    for (const name of ['t', 'h1', 'h2']) values.set(name, `value-${name}`);
    const headers = [
      { name: 'X-Gateway', valueRef: 'h1' },
      { name: 'X-Vault-Token', valueRef: 'h2' },
    ];
    await fetchWith(page, { kind: 'bearer', tokenRef: 't' }, { headers });
    expect(headersOf(page)).toMatchObject({
      authorization: 'Bearer value-t',
      'x-gateway': 'value-h1',
      'x-vault-token': 'value-h2',
    });
  });
});

describe('redirects', () => {
  it('follows one within the origin, with the credential', async () => {
    const page = await keep(startGuardedPage());
    values.set('t', 'v');
    page.reply = ({ url }) => (url === '/metrics' ? { status: 302, headers: { Location: '/real?x=1' } } : {});
    const { reason, redirectedTo } = await fetchWith(page, { kind: 'bearer', tokenRef: 't' });
    expect({ reason, redirectedTo }).toEqual({ reason: 'good', redirectedTo: `${page.origin}/real?x=1` });
    expect(page.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/metrics', 'Bearer v'],
      ['/real?x=1', 'Bearer v'],
    ]);
  });

  it('ends in a loop, or at once where none are followed', async () => {
    const page = await keep(startGuardedPage());
    page.reply = () => ({ status: 307, headers: { Location: '/metrics' } });
    expect(await fetchWith(page, { kind: 'none' })).toMatchObject({ reason: 'redirect', step: 'redirect' });
    expect(page.seen).toHaveLength(6);
    await fetchWith(page, { kind: 'none' }, { followRedirects: false });
    expect(page.seen).toHaveLength(7);
  });

  it('takes nothing to another origin: no header, no key, not from https to http', async () => {
    const other = await keep(startGuardedPage());
    const page = await keep(startGuardedPage(await ca.issueServer()));
    for (const name of ['k', 'h1', 'h2']) values.set(name, `value-${name}`);
    page.reply = () => ({ status: 301, headers: { Location: `${other.origin}/metrics` } });
    const headers = [{ name: 'X-Gateway', valueRef: 'h1' }];
    const auth = { kind: 'header', headerName: 'X-API-Key', valueRef: 'k' } as const;
    expect(await fetchWith(page, auth, { headers, caPem: ca.cert })).toMatchObject({ reason: 'redirect' });
    expect(other.seen).toEqual([]);
  });
});

describe('OAuth2', () => {
  let page: GuardedPage;
  let service: TokenService;

  async function start(options: Partial<Parameters<typeof startTokenService>[0]> = {}): Promise<OAuth2Auth> {
    page = await keep(startGuardedPage());
    service = await keep(startTokenService({ clientId: 'scraper', clientSecret: 'se cret', ...options }));
    page.reply = ({ headers }) => ({
      status: service.accepts((headers.authorization ?? '').replace(/^Bearer /, '')) ? 200 : 401,
    });
    values.set('secret', 'se cret');
    return {
      kind: 'oauth2',
      clientId: 'scraper',
      tokenUrl: service.tokenUrl,
      grant: { kind: 'client_credentials', clientSecretRef: 'secret' },
      scopes: ['metrics.read', 'b'],
      endpointParams: [['audience', 'shop']],
      secretParams: [],
      connection: DEFAULT_CONNECTION,
    };
  }

  it.each(['header', 'form'] as const)(
    'gets a token with the secret in the %s, once for many scrapes',
    async (style) => {
      const auth = await start({ style });
      for (let i = 0; i < 3; i++) expect(await fetchWith(page, auth)).toMatchObject({ reason: 'good' });
      expect(service.requests.map((request) => request.style)).toEqual(
        style === 'header' ? ['header'] : ['header', 'form'],
      );
      const { form, headers } = service.requests.at(-1) ?? { form: new Map(), headers: {} };
      expect([...form]).toEqual(
        expect.arrayContaining([
          ['grant_type', 'client_credentials'],
          ['scope', 'metrics.read b'],
          ['audience', 'shop'],
        ]),
      );
      expect(headers['user-agent']).toBe('sextant/1.2.3');
      expect(new Set(asked)).toEqual(new Set([`secret ${new URL(service.tokenUrl).origin}`]));
    },
  );

  it('shares one token request among scrapes at the same time', async () => {
    const auth = await start();
    await Promise.all([1, 2, 3].map(() => fetchWith(page, auth)));
    expect(service.requests).toHaveLength(1);
  });

  it('gets another before it expires, and tells when that is', async () => {
    const auth = await start({ expiresInS: 60 });
    const { credentialExpiries } = await fetchWith(page, auth);
    expect(credentialExpiries).toMatchObject([{ kind: 'token', isRenewed: true }]);
    expect((credentialExpiries[0]?.expiresAtMs ?? 0) - clock.wallMs()).toBeGreaterThan(55_000);
    await clock.advance(45_000, async () => undefined);
    await fetchWith(page, auth);
    expect(service.requests).toHaveLength(1);
    await clock.advance(10_000, async () => undefined);
    await fetchWith(page, auth);
    expect(service.requests).toHaveLength(2);
  });

  it('gets another once at 401, and no more than once', async () => {
    const auth = await start();
    await fetchWith(page, auth);
    service.revokeAll();
    expect(await fetchWith(page, auth)).toMatchObject({ reason: 'good' });
    expect(service.requests).toHaveLength(2);
    page.reply = () => ({ status: 401 });
    expect(await fetchWith(page, auth)).toMatchObject({ reason: 'unauthorized' });
    expect(service.requests).toHaveLength(3);
  });

  it('gets another when the secret was replaced', async () => {
    const auth = await start();
    await fetchWith(page, auth);
    values.set('secret', 'wrong-7c1');
    const { reason, step, message } = await fetchWith(page, auth);
    expect([reason, step]).toEqual(['token_refused', 'token']);
    expect(message).toContain('invalid_client');
    expect(message).not.toContain('wrong-7c1');
  });

  it('signs an assertion with a key from the keychain', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const base = await start({ publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() });
    values.set('key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    for (const algorithm of ['RS256', 'RS512'] as const) {
      const grant = {
        kind: 'jwt_bearer',
        keyRef: 'key',
        keyId: 'k1',
        algorithm,
        issuer: '',
        audience: '',
        claims: [['team', 'a']],
      } as const;
      expect(await fetchWith(page, { ...base, grant })).toMatchObject({ reason: 'good' });
    }
    const [header = '', payload = ''] = (service.requests[0]?.form.get('assertion') ?? '').split('.');
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(decode(payload)).toMatchObject({
      iss: 'scraper',
      aud: service.tokenUrl,
      team: 'a',
      scope: 'metrics.read b',
    });
  });

  it('reaches the token service with TLS settings, a proxy and secrets of its own', async () => {
    const tls = { ...(await ca.issueServer()), ca: ca.cert, requestCert: true, rejectUnauthorized: true };
    const client = await ca.issueClient('token client');
    const proxy = await keep(startForwardProxy({ credentials: 'ann:proxy-pw' }));
    const auth = await start({ tls });
    values.set('client-key', client.key);
    values.set('proxy', 'proxy-pw');
    values.set('assertion', 'extra');
    const connection: ConnectionSettings = {
      ...DEFAULT_CONNECTION,
      caPem: ca.cert,
      clientCertificate: { kind: 'pem', certPem: client.cert, keyRef: 'client-key', passphraseRef: null },
      proxy: { url: proxy.url, username: 'ann', passwordRef: 'proxy', noProxy: '', headers: [] },
    };
    const secretParams = [{ name: 'resource_key', valueRef: 'assertion' }];
    expect(await fetchWith(page, { ...auth, connection, secretParams })).toMatchObject({ reason: 'good' });
    expect(proxy.seen.map(({ method }) => method)).toEqual(['CONNECT']);
    expect(headersOf(page)['proxy-authorization']).toBeUndefined();
    expect(service.requests[0]?.form.get('resource_key')).toBe('extra');
    const tokenOrigin = new URL(service.tokenUrl).origin;
    expect(new Set(asked)).toEqual(
      new Set([
        `secret ${tokenOrigin}`,
        `client-key ${tokenOrigin}`,
        `assertion ${tokenOrigin}`,
        `proxy ${proxy.url}`,
      ]),
    );
  });

  it('serves servers of the query API too', async () => {
    const auth = await start();
    const transport = createServerTransport(context, '1.2.3');
    const server = {
      id: 's',
      name: 'S',
      url: page.origin,
      auth,
      connection: DEFAULT_CONNECTION,
      tenant: null,
      queryParams: [],
      timeoutMs: 4_000,
      method: 'get',
    } as const;
    const ask = () =>
      transport.send(server, { method: 'GET', path: '/x', form: [] }, new AbortController().signal);
    expect((await ask()).status).toBe(200);
    service.revokeAll();
    expect((await ask()).status).toBe(200);
  });
});

describe('client certificates', () => {
  async function startMutual(): Promise<GuardedPage> {
    const tls = { ...(await ca.issueServer()), ca: ca.cert, requestCert: true, rejectUnauthorized: true };
    return keep(startGuardedPage(tls));
  }

  it('PEM with a key, and with an encrypted key', async () => {
    const page = await startMutual();
    const client = await ca.issueClient('scraper');
    values.set('key', client.key);
    const clientCertificate = {
      kind: 'pem',
      certPem: client.cert,
      keyRef: 'key',
      passphraseRef: null,
    } as const;
    const connection = { caPem: ca.cert, clientCertificate };
    const result = await fetchWith(page, { kind: 'none' }, connection);
    expect(result).toMatchObject({ reason: 'good', credentialExpiries: [{ kind: 'client_certificate' }] });
    expect(page.seen[0]?.clientName).toBe('scraper');

    await writeFile(path.join(folder, 'plain.pem'), client.key);
    await run(
      'openssl',
      ['pkcs8', '-topk8', '-v2', 'aes256', '-in', 'plain.pem', '-out', 'locked.pem', '-passout', 'pass:hush'],
      { cwd: folder },
    );
    values.set('key', await readFile(path.join(folder, 'locked.pem'), 'utf8'));
    values.set('pass', 'hush');
    const locked = { ...clientCertificate, passphraseRef: 'pass' };
    expect(
      await fetchWith(page, { kind: 'none' }, { ...connection, clientCertificate: locked }),
    ).toMatchObject({ reason: 'good' });
    values.set('pass', 'wrong');
    expect(
      await fetchWith(page, { kind: 'none' }, { ...connection, clientCertificate: locked }),
    ).toMatchObject({
      reason: 'tls_client_key',
      message: expect.stringContaining('passphrase'),
    });
  });

  it('PKCS#12 with its passphrase', async () => {
    const page = await startMutual();
    const client = await ca.issueClient('archive');
    await writeFile(path.join(folder, 'c.pem'), client.cert);
    await writeFile(path.join(folder, 'k.pem'), client.key);
    await run(
      'openssl',
      ['pkcs12', '-export', '-in', 'c.pem', '-inkey', 'k.pem', '-out', 'a.p12', '-passout', 'pass:hush'],
      { cwd: folder },
    );
    values.set('archive', (await readFile(path.join(folder, 'a.p12'))).toString('base64'));
    values.set('pass', 'hush');
    const clientCertificate = { kind: 'pkcs12', archiveRef: 'archive', passphraseRef: 'pass' } as const;
    const connection = { caPem: ca.cert, clientCertificate };
    expect(await fetchWith(page, { kind: 'none' }, connection)).toMatchObject({ reason: 'good' });
    expect(page.seen[0]?.clientName).toBe('archive');
    values.set('pass', 'wrong');
    expect(await fetchWith(page, { kind: 'none' }, connection)).toMatchObject({ reason: 'tls_client_key' });
  });

  it('takes a replaced key from the next scrape on', async () => {
    const page = await startMutual();
    const [one, two] = [await ca.issueClient('one'), await ca.issueClient('two')];
    values.set('key', one.key);
    const withCert = (certPem: string) => ({
      caPem: ca.cert,
      clientCertificate: { kind: 'pem', certPem, keyRef: 'key', passphraseRef: null } as const,
    });
    await fetchWith(page, { kind: 'none' }, withCert(one.cert));
    values.set('key', two.key);
    expect(await fetchWith(page, { kind: 'none' }, withCert(one.cert))).toMatchObject({
      reason: 'tls_client_key',
    });
    await fetchWith(page, { kind: 'none' }, withCert(two.cert));
    expect(page.seen.map(({ clientName }) => clientName)).toEqual(['one', 'two']);
  });
});

describe('TLS', () => {
  it('a given authority replaces the others, or stands beside them', async () => {
    const page = await keep(startGuardedPage(await ca.issueServer()));
    for (const caMode of ['replace', 'add'] as const) {
      expect(await fetchWith(page, { kind: 'none' }, { caPem: ca.cert, caMode })).toMatchObject({
        reason: 'good',
      });
      expect(await fetchWith(page, { kind: 'none' }, { caPem: otherCa.cert, caMode })).toMatchObject({
        reason: 'tls_untrusted',
      });
    }
  });

  it('checks the name that is set instead of the one in the URL', async () => {
    const page = await keep(startGuardedPage(await ca.issueServer({ hosts: ['shop.internal'] })));
    expect(await fetchWith(page, { kind: 'none' }, { caPem: ca.cert })).toMatchObject({
      reason: 'tls_name_mismatch',
    });
    const named = { caPem: ca.cert, serverName: 'shop.internal' };
    expect(await fetchWith(page, { kind: 'none' }, named)).toMatchObject({ reason: 'good' });
  });

  it('keeps to the versions that are allowed', async () => {
    const tls = await ca.issueServer();
    const page = await keep(startGuardedPage(tls));
    await fetchWith(page, { kind: 'none' }, { caPem: ca.cert, maxTlsVersion: 'TLS12' });
    await fetchWith(page, { kind: 'none' }, { caPem: ca.cert, minTlsVersion: 'TLS13' });
    expect(page.seen.map(({ tlsVersion }) => tlsVersion)).toEqual(['TLSv1.2', 'TLSv1.3']);
    const old = await keep(startGuardedPage({ ...tls, maxVersion: 'TLSv1.2' }));
    expect(await fetchWith(old, { kind: 'none' }, { caPem: ca.cert, minTlsVersion: 'TLS13' })).toMatchObject({
      step: 'tls',
      reason: 'tls_failure',
    });
  });
});

describe('proxies', () => {
  const proxied = (url: string, changes: object = {}) => ({
    proxy: { url, username: '', passwordRef: null, noProxy: '', headers: [], ...changes },
  });

  it('forwards http and tunnels https, and shows the proxy its own credential alone', async () => {
    const proxy = await keep(startForwardProxy({ credentials: 'ann:pw-1' }));
    values.set('pw', 'pw-1');
    values.set('t', 'token-1');
    values.set('tenant', 'blue');
    const headers = [{ name: 'X-Proxy-Tenant', valueRef: 'tenant' }];
    const connection = {
      ...proxied(proxy.url, { username: 'ann', passwordRef: 'pw', headers }),
      caPem: ca.cert,
    };
    const plain = await keep(startGuardedPage());
    const secure = await keep(startGuardedPage(await ca.issueServer()));
    for (const page of [plain, secure]) {
      const auth = { kind: 'bearer', tokenRef: 't' } as const;
      for (let i = 0; i < 2; i++) {
        expect(await fetchWith(page, auth, connection)).toMatchObject({ reason: 'good' });
        // A connection is free again in the turn after the end of its response.
        await sleep(5);
      }
      expect(headersOf(page).authorization).toBe('Bearer token-1');
      expect(headersOf(page).host).toBe(new URL(page.url).host);
      expect(headersOf(page)['proxy-authorization']).toBeUndefined();
    }
    expect(headersOf(secure)['x-proxy-tenant']).toBeUndefined();
    expect(proxy.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `GET ${plain.url}`,
      `GET ${plain.url}`,
      `CONNECT ${new URL(secure.url).host}`,
    ]);
    expect(proxy.seen.at(-1)?.headers).toMatchObject({ 'x-proxy-tenant': 'blue' });
    expect(proxy.seen.at(-1)?.headers.authorization).toBeUndefined();
    expect(new Set(asked)).toContain(`pw ${proxy.url}`);
  });

  it('reaches what no_proxy names directly', async () => {
    const proxy = await keep(startForwardProxy());
    const page = await keep(startGuardedPage());
    expect(
      await fetchWith(page, { kind: 'none' }, proxied(proxy.url, { noProxy: '10.0.0.0/8, .corp' })),
    ).toMatchObject({ reason: 'good' });
    expect(proxy.seen).toEqual([]);
  });
});
