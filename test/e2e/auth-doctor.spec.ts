import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createSelfSignedServer } from '../../src/backend/index.ts';
import { expect } from './fixtures/app.ts';
import { type AuthServers, test } from './fixtures/auth-servers.ts';
import { canarySecret } from './fixtures/canaries.ts';
import { ConsolePage } from './pages/console.ts';
import type { EndpointFormPage } from './pages/endpoint-form.ts';

interface Fault {
  readonly name: string;
  /** Starts what is wrong, fills the form in and answers the URL. */
  setUp(form: EndpointFormPage, servers: AuthServers): Promise<string>;
  /** The step that fails, as the report names it. */
  readonly step: string;
  readonly says: RegExp;
  /** What the button leads to and the field that has the focus then; null where no setting mends it. */
  readonly mends: { readonly button: string; readonly field: string } | null;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answering(
  servers: AuthServers,
  reply: { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string },
): Promise<string> {
  const page = await servers.startPage();
  page.reply = () => reply;
  return page.url;
}

async function trust(form: EndpointFormPage, servers: AuthServers): Promise<void> {
  await form.openSection('TLS');
  await form.fill('Certificate authority (PEM)', servers.ca.cert);
}

async function goThrough(form: EndpointFormPage, url: string): Promise<void> {
  await form.openSection('Proxy and redirects');
  await form.fill('Proxy', url);
  await form.fill('User name at the proxy', 'ann');
  await form.fillProxyPassword(canarySecret('proxy'));
}

async function askForToken(form: EndpointFormPage, servers: AuthServers, path: string): Promise<string> {
  const service = await servers.startTokenService({
    clientId: 'scraper',
    clientSecret: canarySecret('right'),
  });
  await form.chooseOtherAuth('OAuth 2.0');
  await form.fill('Token URL', new URL(path, service.tokenUrl).href);
  await form.fill('Client id', 'scraper');
  await form.fillSecret(canarySecret('client'));
  return answering(servers, {});
}

const URL_FIELD = { button: 'URL', field: 'endpoint-url' };

const FAULTS: readonly Fault[] = [
  {
    name: 'a host that nobody knows',
    setUp: async () => 'http://no-such-host.invalid/metrics',
    step: 'Name lookup',
    says: /no-such-host\.invalid/,
    mends: URL_FIELD,
  },
  {
    name: 'a port that nobody listens at',
    setUp: async () => `http://127.0.0.1:${await closedPort()}/metrics`,
    step: 'Connection',
    says: /Nothing accepts connections/,
    mends: URL_FIELD,
  },
  {
    name: 'an address that gives out credentials',
    setUp: async () => 'http://2852039166/latest/meta-data',
    step: 'Connection',
    says: /169\.254\.169\.254.*nothing connects to it/,
    mends: URL_FIELD,
  },
  {
    name: 'a proxy that is not there',
    async setUp(form, servers) {
      await goThrough(form, `http://127.0.0.1:${await closedPort()}`);
      return answering(servers, {});
    },
    step: 'Connection',
    says: /Nothing accepts connections/,
    mends: { button: 'Proxy', field: 'endpoint-proxy' },
  },
  {
    name: 'a wrong password at the proxy',
    async setUp(form, servers) {
      const proxy = await servers.startProxy({ credentials: 'ann:other' });
      await goThrough(form, proxy.url);
      return answering(servers, {});
    },
    step: 'Proxy',
    says: /answered 407/,
    mends: { button: 'Proxy → password', field: 'endpoint-proxy-password' },
  },
  {
    name: 'a self-signed certificate',
    setUp: async (_, servers) => (await servers.startPage(await createSelfSignedServer())).url,
    step: 'TLS',
    // Electron's TLS does not tell it from one of an unknown authority.
    says: /not trusted here/,
    mends: { button: 'TLS → Certificate authority', field: 'endpoint-ca' },
  },
  {
    name: 'a certificate that has expired',
    async setUp(form, servers) {
      await trust(form, servers);
      const notAfter = new Date(Date.now() - 86_400_000);
      return (await servers.startPage(await servers.ca.issueServer({ notAfter }))).url;
    },
    step: 'TLS',
    says: /has expired/,
    mends: null,
  },
  {
    name: 'a certificate for another name',
    async setUp(form, servers) {
      await trust(form, servers);
      return (await servers.startTlsPage({ hosts: ['shop.example'] })).url;
    },
    step: 'TLS',
    says: /not issued for the name/,
    mends: { button: 'TLS → Server name', field: 'endpoint-server-name' },
  },
  {
    name: 'a TLS version that the server does not speak',
    async setUp(form, servers) {
      await trust(form, servers);
      await form.choose('Lowest version', 'TLS 1.3');
      return (await servers.startTlsPage({ maxVersion: 'TLSv1.2' })).url;
    },
    step: 'TLS',
    says: /no TLS version that is allowed/,
    mends: { button: 'TLS → versions', field: 'endpoint-min-tls' },
  },
  {
    name: 'a client certificate that is missing',
    async setUp(form, servers) {
      await trust(form, servers);
      await form.pick('PEM');
      await form.fill('Certificate (PEM)', (await servers.ca.issueClient('x')).cert);
      await form.fill('Private key (PEM)', (await servers.ca.issueClient('y')).key);
      return (await servers.startTlsPage({ client: true })).url;
    },
    step: 'TLS',
    says: /key/,
    mends: { button: 'TLS → Client certificate', field: 'endpoint-client-cert' },
  },
  {
    name: 'a token URL that leads nowhere',
    setUp: (form, servers) => askForToken(form, servers, '/elsewhere'),
    step: 'Token',
    says: /no token service: HTTP 404/,
    mends: { button: 'Authentication → Token URL', field: 'endpoint-token-url' },
  },
  {
    name: 'a client secret that is refused',
    setUp: (form, servers) => askForToken(form, servers, '/oauth/token'),
    step: 'Token',
    says: /invalid_client/,
    mends: { button: 'Authentication → client id and secret', field: 'endpoint-secret' },
  },
  {
    name: 'a server that wants another kind of credential',
    async setUp(form, servers) {
      await form.chooseAuth('Bearer token');
      await form.fillSecret(canarySecret('token'));
      return answering(servers, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } });
    },
    step: 'Status',
    says: /asks for Basic/,
    mends: { button: 'Authentication → credential', field: 'endpoint-secret' },
  },
  {
    name: 'a redirect to a page for signing in',
    setUp: (_, servers) =>
      answering(servers, { status: 302, headers: { Location: 'https://login.example/in' } }),
    step: 'Redirects',
    says: /points to https:\/\/login\.example\/in/,
    mends: URL_FIELD,
  },
  {
    name: 'a web page',
    setUp: (_, servers) =>
      answering(servers, { headers: { 'Content-Type': 'text/html' }, body: '<h1>Hello</h1>' }),
    step: 'Content type',
    says: /web page/,
    mends: URL_FIELD,
  },
];

test('Test connection names the step, the fault and the field that mends it', async ({
  launchApp,
  servers,
}) => {
  test.setTimeout(240_000);
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const form = new ConsolePage(app.page).endpointForm;
  const sentences = new Set<string>();
  await app.page.getByTestId('connect-service').click();
  for (const [index, { name, setUp, step, says, mends }] of FAULTS.entries()) {
    await test.step(name, async () => {
      if (index > 0) await form.open();
      await form.fillUrl(await setUp(form, servers));
      await form.testConnection();
      await expect(form.verdict).toHaveText(says);
      await expect(form.failedSteps).toHaveText([step]);
      sentences.add((await form.verdict.textContent()) ?? '');
      if (mends === null) await expect(form.mend).toHaveCount(0);
      else {
        await expect(form.mend).toHaveText(`Go to ${mends.button}`);
        await form.mend.click();
        await expect(app.page.getByTestId(mends.field)).toBeFocused();
      }
      await form.cancel();
    });
  }
  expect(sentences.size).toBe(FAULTS.length);
});
