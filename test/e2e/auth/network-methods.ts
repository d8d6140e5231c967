import { createTestCa } from '../../../src/backend/index.ts';
import { canarySecret } from '../fixtures/canaries.ts';
import { type Method, trustCa } from './method.ts';

/** Ways to trust the server, to be known by it as a client, and to get to it. */
export const NETWORK_METHODS: Readonly<Record<string, Method>> = {
  async 'own authority'(ground) {
    const page = await ground.servers.startTlsPage();
    return {
      url: page.url,
      fillWrong: async () => undefined,
      right: () => trustCa(ground),
      saysWrong: /not trusted here/,
    };
  },

  async 'added authority'(ground) {
    const { form, servers } = ground;
    const page = await servers.startTlsPage();
    const other = await createTestCa();
    return {
      url: page.url,
      async fillWrong() {
        await trustCa(ground, other.cert);
        await form.pick('Trust the usual authorities too');
      },
      right: () => trustCa(ground),
      saysWrong: /not trusted here/,
    };
  },

  async 'server name'(ground) {
    const page = await ground.servers.startTlsPage({ hosts: ['shop.internal'] });
    return {
      url: page.url,
      fillWrong: () => trustCa(ground),
      right: () => ground.form.fill('Server name', 'shop.internal'),
      saysWrong: /not issued for the name/,
    };
  },

  async 'tls version'(ground) {
    const page = await ground.servers.startTlsPage({ maxVersion: 'TLSv1.2' });
    return {
      url: page.url,
      async fillWrong() {
        await trustCa(ground);
        await ground.form.choose('Lowest version', 'TLS 1.3');
      },
      right: () => ground.form.choose('Lowest version', 'TLS 1.2'),
      saysWrong: /TLS version/,
    };
  },

  async 'client pem'(ground) {
    const { form, servers } = ground;
    const page = await servers.startTlsPage({ client: true });
    const { cert, key } = await servers.ca.issueClient('scraper');
    return {
      url: page.url,
      fillWrong: () => trustCa(ground),
      async right() {
        await form.pick('PEM');
        await form.fill('Certificate (PEM)', cert);
        await form.fill('Private key (PEM)', key);
      },
      saysWrong: /client certificate/,
      secrets: [key.split('\n')[1] ?? ''],
    };
  },

  async 'client archive'(ground) {
    const { form, servers } = ground;
    const page = await servers.startTlsPage({ client: true });
    const passphrase = canarySecret('passphrase');
    const archive = await servers.makeArchive('archive', passphrase);
    return {
      url: page.url,
      async fillWrong() {
        await trustCa(ground);
        await form.pick('PKCS#12');
        await form.chooseArchive(archive);
        await form.pick('The key has a passphrase');
        await form.fill('Passphrase', canarySecret('wrong'));
      },
      right: () => form.fill('Passphrase', passphrase),
      saysWrong: /passphrase/,
      secrets: [archive.subarray(64, 96).toString('latin1'), archive.subarray(60, 120).toString('base64')],
    };
  },

  async proxy(ground) {
    const { form, servers } = ground;
    const password = canarySecret('proxy');
    const proxy = await servers.startProxy({ credentials: `ann:${password}` });
    const page = await servers.startTlsPage();
    return {
      url: page.url,
      async fillWrong() {
        await trustCa(ground);
        await form.openSection('Proxy and redirects');
        await form.fill('Proxy', proxy.url);
        await form.fill('User name at the proxy', 'ann');
        await form.fillProxyPassword(canarySecret('wrong'));
      },
      right: () => form.fillProxyPassword(password),
      saysWrong: /407/,
    };
  },

  async 'no proxy'({ form, servers }) {
    const proxy = await servers.startProxy({ refuse: 403 });
    const page = await servers.startPage();
    return {
      url: page.url,
      async fillWrong() {
        await form.openSection('Proxy and redirects');
        await form.fill('Proxy', proxy.url);
      },
      right: () => form.fill('Reached without it (no_proxy)', '10.0.0.0/8, 127.0.0.0/8'),
      saysWrong: /403/,
    };
  },
};
