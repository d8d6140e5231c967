import { generateKeyPairSync } from 'node:crypto';
import { canarySecret } from '../fixtures/canaries.ts';
import { type Method, pageWanting } from './method.ts';

/** Methods that show a credential with each request. */
export const HEADER_METHODS: Readonly<Record<string, Method>> = {
  async none({ form, startBackend }) {
    const { metricsUrl: url } = await startBackend({});
    return {
      url,
      fillWrong: () => form.fillUrl(url.replace('/metrics', '/nowhere')),
      right: () => form.fillUrl(url),
      saysWrong: /404/,
    };
  },

  async basic({ form, startBackend }) {
    const password = canarySecret('basic');
    const { metricsUrl: url } = await startBackend({ auth: { basic: [{ username: 'qa', password }] } });
    return {
      url,
      async fillWrong() {
        await form.chooseAuth('Basic');
        await form.fillUsername('qa');
        await form.fillSecret(canarySecret('wrong'));
      },
      right: () => form.fillSecret(password),
      saysWrong: /401/,
    };
  },

  async bearer({ form, startBackend }) {
    const token = canarySecret('bearer');
    const refused = canarySecret('forbidden');
    const { metricsUrl: url } = await startBackend({
      auth: { bearer: [{ token }, { token: refused, mayScrape: false }] },
    });
    return {
      url,
      async fillWrong() {
        await form.chooseAuth('Bearer token');
        await form.fillSecret(refused);
      },
      right: () => form.fillSecret(token),
      saysWrong: /403/,
    };
  },

  async 'other type'(ground) {
    const credentials = canarySecret('type');
    return {
      url: await pageWanting(ground, 'authorization', `GenieKey ${credentials}`),
      async fillWrong() {
        await ground.form.chooseOtherAuth('Authorization header');
        await ground.form.fill('Type', 'Splunk');
        await ground.form.fillSecret(credentials);
      },
      right: () => ground.form.fill('Type', 'GenieKey'),
      saysWrong: /401/,
    };
  },

  async 'api key'(ground) {
    const key = canarySecret('key');
    return {
      url: await pageWanting(ground, 'x-shop-key', key),
      async fillWrong() {
        await ground.form.chooseAuth('API key header');
        await ground.form.fill('Header', 'X-Shop-Key');
        await ground.form.fillSecret(canarySecret('wrong'));
      },
      right: () => ground.form.fillSecret(key),
      saysWrong: /401/,
    };
  },

  async 'secret header'(ground) {
    const tenant = canarySecret('tenant');
    return {
      url: await pageWanting(ground, 'x-gateway', tenant),
      async fillWrong() {
        await ground.form.openSection('Secret headers');
        await ground.form.pick('Add header');
        await ground.form.fill('Header 1', 'X-Gateway');
        await ground.form.fill('Value of header 1', canarySecret('wrong'));
      },
      right: () => ground.form.fill('Value of header 1', tenant),
      saysWrong: /401/,
    };
  },

  async cookie(ground) {
    const cookie = `session=${canarySecret('cookie')}`;
    return {
      url: await pageWanting(ground, 'cookie', cookie),
      async fillWrong() {
        await ground.form.chooseOtherAuth('Session cookie');
        await ground.form.fillSecret('session=none');
      },
      right: () => ground.form.fillSecret(cookie),
      saysWrong: /401/,
    };
  },

  async 'client credentials'({ form, servers }) {
    const clientSecret = canarySecret('client');
    const service = await servers.startTokenService({ clientId: 'scraper', clientSecret });
    const page = await servers.startPage();
    page.reply = ({ headers }) => ({
      status: service.accepts((headers.authorization ?? '').replace(/^Bearer /, '')) ? 200 : 401,
    });
    return {
      url: page.url,
      async fillWrong() {
        await form.chooseOtherAuth('OAuth 2.0');
        await form.fill('Token URL', service.tokenUrl);
        await form.fill('Client id', 'scraper');
        await form.fill('Scopes', 'metrics.read');
        await form.fillSecret(canarySecret('wrong'));
      },
      right: () => form.fillSecret(clientSecret),
      saysWrong: /invalid_client/,
    };
  },

  async assertion({ form, servers }) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const service = await servers.startTokenService({
      clientId: 'scraper',
      clientSecret: '',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    });
    const page = await servers.startPage();
    page.reply = ({ headers }) => ({
      status: service.accepts((headers.authorization ?? '').replace(/^Bearer /, '')) ? 200 : 401,
    });
    return {
      url: page.url,
      async fillWrong() {
        await form.chooseOtherAuth('OAuth 2.0');
        await form.pick('Signed assertion (JWT)');
        await form.fill('Token URL', service.tokenUrl);
        await form.fill('Client id', 'scraper');
        await form.fillSecret('-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----');
      },
      right: () => form.fillSecret(key),
      saysWrong: /key/i,
      secrets: [key.split('\n')[3] ?? ''],
    };
  },
};
