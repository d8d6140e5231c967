import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Counter, Gauge, Registry } from 'prom-client';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetricsEndpoint, type MetricsEndpointOptions } from './metrics-endpoint.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(options: Partial<MetricsEndpointOptions>) {
  const lines: string[] = [];
  const registry = new Registry();
  new Counter({ name: 'jobs_total', help: 'Jobs.', registers: [registry] }).inc(3);
  const server = createServer(
    createMetricsEndpoint({ registry, auth: 'none', log: (line) => lines.push(line), ...options }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, lines };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

const AUTH = {
  bearer: [{ token: 'good-one' }, { token: 'good-two' }, { token: 'weak', mayScrape: false }],
  basic: [
    { username: 'ann', password: 'pass:with:colons' },
    { username: 'ben', password: 'weak', mayScrape: false },
  ],
  realm: 'shop metrics',
};
const BOTH_CHALLENGES = ['Basic realm="shop metrics", charset="UTF-8"', 'Bearer realm="shop metrics"'];
const INVALID_TOKEN = [BOTH_CHALLENGES[0], 'Bearer realm="shop metrics", error="invalid_token"'];

describe('createMetricsEndpoint: who may read', () => {
  it.each<[string, string | undefined, number, (string | undefined)[] | undefined]>([
    ['no credential', undefined, 401, BOTH_CHALLENGES],
    ['the first token', 'Bearer good-one', 200, undefined],
    ['another token', 'bearer   good-two', 200, undefined],
    ['a wrong token', 'Bearer good-thr', 401, INVALID_TOKEN],
    ['the beginning of a token', 'Bearer good-', 401, INVALID_TOKEN],
    ['a token with more after it', 'Bearer good-one ', 200, undefined],
    ['a longer token', 'Bearer good-one-and-more', 401, INVALID_TOKEN],
    ['an empty token', 'Bearer', 401, INVALID_TOKEN],
    [
      'a token without the right to scrape',
      'Bearer weak',
      403,
      ['Bearer realm="shop metrics", error="insufficient_scope"'],
    ],
    ['the right password', basic('ann:pass:with:colons'), 200, undefined],
    ['a wrong password', basic('ann:pass'), 401, BOTH_CHALLENGES],
    ['the password of another user', basic('ben:pass:with:colons'), 401, BOTH_CHALLENGES],
    ['a user without the right to scrape', basic('ben:weak'), 403, undefined],
    ['a token sent as Basic', 'Basic good-one', 401, BOTH_CHALLENGES],
    ['a user and password sent as Bearer', 'Bearer ann:pass:with:colons', 401, INVALID_TOKEN],
    ['broken base64', 'Basic %%%', 401, BOTH_CHALLENGES],
    ['a scheme nobody knows', 'Digest username="ann"', 401, BOTH_CHALLENGES],
  ])('%s', async (_, authorization, status, challenges) => {
    const { url, lines } = await serve({ auth: AUTH });
    const response = await request(url, { headers: authorization === undefined ? {} : { authorization } });
    const body = await response.body.text();
    expect(response.statusCode).toBe(status);
    const header = response.headers['www-authenticate'];
    expect(typeof header === 'string' ? [header] : header).toEqual(challenges);
    expect(body.includes('jobs_total')).toBe(status === 200);
    expect(lines.length).toBe(status === 200 ? 0 : 1);
  });

  it('offers only the schemes that are configured', async () => {
    const onlyBasic = await serve({ auth: { basic: AUTH.basic } });
    const response = await request(onlyBasic.url);
    expect(response.headers['www-authenticate']).toBe('Basic realm="metrics", charset="UTF-8"');
    const onlyBearer = await serve({ auth: { bearer: AUTH.bearer } });
    const other = await request(onlyBearer.url);
    expect(other.headers['www-authenticate']).toBe('Bearer realm="metrics"');
  });

  it('admits nobody when no source holds a credential', async () => {
    const { url, lines } = await serve({ auth: { tokenEnvironmentVariable: 'SEXTANT_TEST_UNSET' } });
    for (const authorization of ['Bearer undefined', 'Bearer ', basic(':')])
      expect((await request(url, { headers: { authorization } })).statusCode).toBe(401);
    expect(lines[0]).toBe(
      "metrics endpoint: environment variable SEXTANT_TEST_UNSET can't be used, it is not set; it gives access to nobody",
    );
  });

  it('logs refusals without their number and without their secrets', async () => {
    const { url, lines } = await serve({ auth: AUTH });
    for (let index = 0; index < 5; index += 1)
      await request(url, { headers: { authorization: `Bearer hunter${index}` } });
    await request(url, { headers: { authorization: basic('ann:hunter') } });
    expect(lines).toEqual([
      'metrics endpoint: refused a request from 127.0.0.1: wrong bearer token',
      'metrics endpoint: refused a request from 127.0.0.1: wrong user name or password',
    ]);
  });

  it('refuses malformed options without repeating the secret', () => {
    const registry = new Registry();
    expect(() => createMetricsEndpoint({ registry, auth: { bearer: [{ token: 'two words' }] } })).toThrow(
      'The credential at bearer.0.token is malformed.',
    );
    expect(() =>
      createMetricsEndpoint({ registry, auth: { basic: [{ username: 'a:b', password: 'p' }] } }),
    ).toThrow('basic.0.username');
    expect(() => createMetricsEndpoint({ registry, auth: { realm: 'a"b' } })).toThrow('realm');
  });
});

describe('createMetricsEndpoint: what is sent', () => {
  it('sends text 0.0.4 by default', async () => {
    const { url } = await serve({});
    const response = await request(url);
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(await response.body.text()).toBe(
      '# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 3\n',
    );
  });

  it('sends OpenMetrics compressed to those who ask for both', async () => {
    const { url } = await serve({});
    const response = await request(url, {
      headers: { accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': 'gzip' },
    });
    expect(response.headers['content-type']).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(response.headers.vary).toBe('Accept, Accept-Encoding');
    const body = Buffer.from(await response.body.arrayBuffer());
    expect(body.byteLength).toBe(Number(response.headers['content-length']));
    expect(gunzipSync(body).toString()).toMatch(/jobs_total 3\n# EOF\n$/);
  });

  it('keeps two formats apart that are asked for at the same time', async () => {
    const { url } = await serve({});
    const bodies = await Promise.all(
      ['text/plain', 'application/openmetrics-text'].map(async (accept) =>
        (await request(url, { headers: { accept } })).body.text(),
      ),
    );
    expect(bodies.map((body) => body.endsWith('# EOF\n'))).toEqual([false, true]);
  });

  it('answers HEAD without a body and other methods with 405', async () => {
    const { url } = await serve({});
    const head = await request(url, { method: 'HEAD' });
    expect([head.statusCode, await head.body.text()]).toEqual([200, '']);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(10);
    const post = await request(url, { method: 'POST', body: 'x' });
    expect([post.statusCode, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('answers 500 when a collector throws, and tells the cause to the log only', async () => {
    const registry = new Registry();
    new Gauge({
      name: 'broken',
      help: 'Broken.',
      registers: [registry],
      collect: () => {
        throw new Error('db password is hunter2');
      },
    });
    const { url, lines } = await serve({ registry });
    const response = await request(url);
    expect(response.statusCode).toBe(500);
    expect(await response.body.text()).not.toContain('hunter2');
    expect(lines).toEqual(['metrics endpoint: collecting the metrics failed: db password is hunter2']);
  });
});
