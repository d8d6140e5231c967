import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSelfSignedServer, createTestCa, type TestCa } from '../../src/backend/index.ts';
import { createSystemClock } from '../../src/engine/clock.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { testConnection } from '../../src/engine/scrape/test-connection.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import type { EndpointAuth } from '../../src/shared/domain/auth.ts';
import { type ConnectionSettings, DEFAULT_CONNECTION } from '../../src/shared/domain/connection.ts';
import type { ConnectionReport } from '../../src/shared/domain/connection-report.ts';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import type { MendingSetting } from '../../src/shared/domain/mending-setting.ts';
import type { ScrapeFailureReason, ScrapeStep } from '../../src/shared/domain/target.ts';
import { SILENT_LOGGER, secretsOf, testEndpoint } from '../support/fake-ports.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { type GuardedReply, startGuardedPage } from '../support/guarded-page.ts';
import { startTokenService } from '../support/token-service.ts';

const CANARY = 'canary-4f7d21';
const clock = createSystemClock();
const http = new UndiciHttpClient(clock);
const context = {
  clock,
  http,
  secrets: secretsOf({ token: CANARY, secret: 'right', wrong: `${CANARY}-wrong`, proxy: 'pw' }),
  buffers: new PageBuffers(),
  logger: SILENT_LOGGER,
  appVersion: '0.0.0',
};
const closing: (() => Promise<void>)[] = [];
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
afterAll(() => http.close());

async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  closing.push(() => started.close());
  return started;
}

type SetUp = Partial<Omit<Endpoint, 'connection'>> & { readonly connection?: Partial<ConnectionSettings> };

function doctor({ connection, ...changes }: SetUp): Promise<ConnectionReport> {
  const endpoint = testEndpoint({
    auth: { kind: 'bearer', tokenRef: 'token' },
    scrapeTimeoutMs: 3_000,
    ...changes,
    connection: { ...DEFAULT_CONNECTION, ...connection },
  });
  return testConnection(endpoint, [], context, new AbortController().signal);
}

async function replying(reply: GuardedReply): Promise<SetUp> {
  const page = await keep(startGuardedPage());
  page.reply = () => reply;
  return { url: page.url };
}

async function securely(
  certificate: Promise<{ cert: string; key: string }>,
  more: object = {},
): Promise<SetUp> {
  const page = await keep(startGuardedPage({ ...(await certificate), ...more }));
  return { url: page.url };
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function oauth(changes: { readonly path?: string; readonly secretRef?: string } = {}): Promise<SetUp> {
  const page = await keep(startGuardedPage());
  const service = await keep(startTokenService({ clientId: 'scraper', clientSecret: 'right' }));
  const auth: EndpointAuth = {
    kind: 'oauth2',
    clientId: 'scraper',
    tokenUrl: new URL(changes.path ?? '/oauth/token', service.tokenUrl).href,
    grant: { kind: 'client_credentials', clientSecretRef: changes.secretRef ?? 'secret' },
    scopes: [],
    endpointParams: [],
    secretParams: [],
    connection: DEFAULT_CONNECTION,
  };
  return { url: page.url, auth };
}

function through(url: string, passwordRef: string | null = null): Partial<ConnectionSettings> {
  return { proxy: { url, username: 'ann', passwordRef, noProxy: '', headers: [] } };
}

type Case = readonly [
  name: string,
  setUp: () => Promise<SetUp>,
  step: ScrapeStep,
  reason: ScrapeFailureReason,
  setting: MendingSetting | null,
  message: RegExp,
];

const CASES: readonly Case[] = [
  [
    'unknown host',
    async () => ({ url: 'http://no-such-host.invalid/metrics' }),
    'dns',
    'dns_failure',
    'url',
    /no-such-host/,
  ],
  [
    'refused port',
    async () => ({ url: `http://127.0.0.1:${await closedPort()}/metrics` }),
    'tcp',
    'connection_refused',
    'url',
    /Nothing accepts/,
  ],
  [
    'proxy that is not there',
    async () => ({
      ...(await replying({})),
      connection: through(`http://127.0.0.1:${await closedPort()}`, 'proxy'),
    }),
    'tcp',
    'proxy_unreachable',
    'connection.proxyUrl',
    /Nothing accepts/,
  ],
  [
    'wrong proxy password, https',
    async () => {
      const proxy = await keep(startForwardProxy({ credentials: 'ann:pw' }));
      return {
        ...(await securely(ca.issueServer())),
        connection: { ...through(proxy.url, 'wrong'), caPem: ca.cert },
      };
    },
    'proxy',
    'proxy_auth',
    'connection.proxyPassword',
    /407/,
  ],
  [
    'wrong proxy password, http',
    async () => {
      const proxy = await keep(startForwardProxy({ credentials: 'ann:pw' }));
      return { ...(await replying({})), connection: through(proxy.url, 'wrong') };
    },
    'proxy',
    'proxy_auth',
    'connection.proxyPassword',
    /407/,
  ],
  [
    'proxy that forbids the host',
    async () => {
      const proxy = await keep(startForwardProxy({ refuse: 403 }));
      return {
        ...(await securely(ca.issueServer())),
        connection: { ...through(proxy.url, 'proxy'), caPem: ca.cert },
      };
    },
    'proxy',
    'proxy_refused',
    'connection.proxyUrl',
    /403/,
  ],
  [
    'self-signed certificate',
    () => securely(createSelfSignedServer()),
    'tls',
    'tls_untrusted',
    'connection.ca',
    /self-signed/,
  ],
  [
    'private authority',
    () => securely(ca.issueServer()),
    'tls',
    'tls_untrusted',
    'connection.ca',
    /not trusted here/,
  ],
  [
    'expired certificate',
    async () => ({
      ...(await securely(ca.issueServer({ notAfter: new Date(Date.now() - 86_400_000) }))),
      connection: { caPem: ca.cert },
    }),
    'tls',
    'tls_expired',
    null,
    /expired/,
  ],
  [
    'certificate for another name',
    async () => ({
      ...(await securely(ca.issueServer({ hosts: ['shop.example'] }))),
      connection: { caPem: ca.cert },
    }),
    'tls',
    'tls_name_mismatch',
    'connection.serverName',
    /not issued for the name/,
  ],
  [
    'missing client certificate, TLS 1.2',
    async () => ({
      ...(await securely(ca.issueServer(), {
        ca: ca.cert,
        requestCert: true,
        rejectUnauthorized: true,
        maxVersion: 'TLSv1.2',
      })),
      connection: { caPem: ca.cert },
    }),
    'tls',
    'tls_client_certificate',
    'connection.clientCertificate',
    /client certificate/,
  ],
  [
    'missing client certificate, TLS 1.3',
    async () => ({
      ...(await securely(ca.issueServer(), { ca: ca.cert, requestCert: true, rejectUnauthorized: true })),
      connection: { caPem: ca.cert },
    }),
    'tls',
    'tls_client_certificate',
    'connection.clientCertificate',
    /client certificate/,
  ],
  [
    'too old TLS',
    async () => ({
      ...(await securely(ca.issueServer(), { maxVersion: 'TLSv1.2' })),
      connection: { caPem: ca.cert, minTlsVersion: 'TLS13' },
    }),
    'tls',
    'tls_failure',
    'connection.tlsVersions',
    /TLS version/,
  ],
  [
    'wrong token URL',
    () => oauth({ path: '/elsewhere' }),
    'token',
    'token_url',
    'auth.tokenUrl',
    /no token service: HTTP 404/,
  ],
  [
    'bad client secret',
    () => oauth({ secretRef: 'wrong' }),
    'token',
    'token_refused',
    'auth.clientSecret',
    /invalid_client/,
  ],
  [
    '401 with a challenge',
    () => replying({ status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }),
    'status',
    'unauthorized',
    'auth.secret',
    /asks for Basic/,
  ],
  ['403', () => replying({ status: 403 }), 'status', 'forbidden', 'auth', /403 Forbidden/],
  [
    'redirect to another origin',
    () => replying({ status: 302, headers: { Location: 'https://login.example/sign-in?next=x' } }),
    'redirect',
    'redirect',
    'url',
    /points to https:\/\/login\.example\/sign-in\./,
  ],
  [
    'HTML',
    () => replying({ headers: { 'Content-Type': 'text/html' }, body: '<p>hi' }),
    'content_type',
    'html',
    'url',
    /web page/,
  ],
  [
    'no Content-Type',
    () => replying({ headers: { 'Content-Type': '' } }),
    'content_type',
    'content_type',
    'fallbackProtocol',
    /Content-Type/,
  ],
  [
    'a page that cannot be parsed',
    () => replying({ body: 'a{ 1\n' }),
    'parse',
    'parse_error',
    null,
    /line 1/i,
  ],
  [
    'a credential that is not there',
    async () => ({ ...(await replying({})), auth: { kind: 'bearer', tokenRef: 'none' } }),
    'credential',
    'credential_missing',
    'auth.secret',
    /nothing was sent/,
  ],
  [
    'a client key that does not fit',
    async () => ({
      ...(await securely(ca.issueServer())),
      connection: {
        caPem: ca.cert,
        clientCertificate: {
          kind: 'pem',
          certPem: (await ca.issueClient('x')).cert,
          keyRef: 'token',
          passphraseRef: null,
        },
      },
    }),
    'tls',
    'tls_client_key',
    'connection.clientCertificate',
    /key/,
  ],
];

describe('Test connection on broken set-ups', () => {
  it.each(CASES)('%s', async (_name, setUp, step, reason, setting, message) => {
    const report = await doctor(await setUp());
    expect({ step: report.failure?.step, reason: report.failure?.reason, setting: report.setting }).toEqual({
      step,
      reason,
      setting,
    });
    expect(report.failure?.message).toMatch(message);
    expect(report.failure?.remedy).not.toBe('');
    expect(JSON.stringify(report)).not.toContain(CANARY);
    const failed = report.steps.filter(({ state }) => state === 'failed').map((taken) => taken.step);
    expect(failed).toEqual([step]);
    const after = report.steps.slice(report.steps.findIndex((taken) => taken.step === step) + 1);
    expect(after.filter(({ state }) => state === 'ok')).toEqual([]);
  });

  it('walks every step of a set-up that works, and times them', async () => {
    const proxy = await keep(startForwardProxy({ credentials: 'ann:pw' }));
    const tls = { ...(await ca.issueServer()), ca: ca.cert, requestCert: true, rejectUnauthorized: true };
    const page = await keep(startGuardedPage(tls));
    page.reply = ({ url }) => (url === '/metrics' ? { status: 308, headers: { Location: '/m2' } } : {});
    const { auth } = await oauth();
    const client = await ca.issueClient('scraper');
    const connection: ConnectionSettings = {
      ...DEFAULT_CONNECTION,
      ...through(proxy.url, 'proxy'),
      caPem: ca.cert,
      clientCertificate: { kind: 'pem', certPem: client.cert, keyRef: 'key', passphraseRef: null },
    };
    const endpoint = testEndpoint({
      url: page.url,
      connection,
      scrapeTimeoutMs: 3_000,
      ...(auth === undefined ? {} : { auth }),
    });
    const report = await testConnection(
      endpoint,
      [['key', client.key]],
      context,
      new AbortController().signal,
    );
    expect(report.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'credential ok',
      'dns ok',
      'tcp ok',
      'proxy ok',
      'tls ok',
      'token ok',
      'request ok',
      'redirect ok',
      'status ok',
      'content_type ok',
      'body ok',
      'parse ok',
      'store skipped',
    ]);
    expect(report).toMatchObject({ failure: null, setting: null, samplesScraped: 2 });
    const by = new Map(report.steps.map((taken) => [taken.step, taken]));
    for (const step of ['tcp', 'proxy', 'tls', 'token', 'request'] as const)
      expect(by.get(step)?.durationMs).toBeGreaterThan(0);
    expect(by.get('tls')?.message).toContain('client certificate "scraper" shown');
    expect(by.get('redirect')?.message).toContain('/m2');
  });
});
