import { describe, expect, it } from 'vitest';
import { secretsOf, testEndpoint } from '../../../test/support/fake-ports.ts';
import type { EndpointAuth, OAuth2Auth } from '../../shared/domain/auth.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';
import type { SecretResolver } from '../ports.ts';
import { credentialHeaders, scrapeHeaders } from './request-headers.ts';
import { ScrapeFailedError } from './scrape-failure.ts';
import { isNearHost, parseTargetUrl, targetLabels } from './target-address.ts';

const url = new URL('https://shop.example:8443/metrics');

async function failureOf(auth: Exclude<EndpointAuth, OAuth2Auth>, secrets: SecretResolver) {
  return credentialHeaders(auth, url, secrets).then(
    () => null,
    (error: unknown) => (error as ScrapeFailedError).failure,
  );
}

describe('credentials', () => {
  const secrets = secretsOf({ r: 's€cret', t: 'abc', nl: 'abc\n' });

  it.each<[Exclude<EndpointAuth, OAuth2Auth>, string, string]>([
    [
      { kind: 'basic', username: 'änn', passwordRef: 'r' },
      'Authorization',
      `Basic ${btoa('Ã¤nn:sâ\u0082¬cret')}`,
    ],
    [{ kind: 'basic', username: '', passwordRef: 't' }, 'Authorization', `Basic ${btoa(':abc')}`],
    [{ kind: 'bearer', tokenRef: 't' }, 'Authorization', 'Bearer abc'],
    [{ kind: 'header', headerName: 'X-API-Key', valueRef: 't' }, 'X-API-Key', 'abc'],
  ])('%j', async (auth, name, value) => {
    expect(await credentialHeaders(auth, url, secrets)).toEqual([[name, value]]);
  });

  it('asks for a secret by the origin it is sent to', async () => {
    const asked: string[] = [];
    const resolver: SecretResolver = {
      resolveSecret: async (ref, origin) => {
        asked.push(`${ref} ${origin}`);
        return { state: 'session', value: 'v' };
      },
    };
    await credentialHeaders({ kind: 'bearer', tokenRef: 'r' }, url, resolver);
    expect(asked).toEqual(['r https://shop.example:8443']);
  });

  it.each(['missing', 'locked', 'unavailable', 'origin_changed'] as const)(
    'says why there is none: %s',
    async (state) => {
      const failure = await failureOf(
        { kind: 'bearer', tokenRef: 'r' },
        { resolveSecret: async () => ({ state }) },
      );
      expect(failure).toMatchObject({ reason: `credential_${state}`, step: 'credential', status: null });
      expect(failure?.message).toContain('nothing was sent');
    },
  );

  it('refuses a value that would break the header, without showing it', async () => {
    const failure = await failureOf({ kind: 'bearer', tokenRef: 'nl' }, secrets);
    expect(failure?.message).toContain('line break');
    expect(JSON.stringify(failure)).not.toContain('abc');
    expect(await failureOf({ kind: 'header', headerName: 'X', valueRef: 'r' }, secrets)).not.toBeNull();
  });
});

describe('the address of a target', () => {
  it.each([
    ['http://h:80/metrics', 'h:80'],
    ['https://h/metrics?x=y', 'h'],
    ['http://[::1]:9/', '[::1]:9'],
    ['HTTP://H.example#f', 'H.example'],
  ])('%s has the instance %s', (address, instance) => {
    expect(targetLabels(testEndpoint({ url: address }))).toEqual([
      ['instance', instance],
      ['job', 'shop'],
    ]);
  });

  it('gives way to labels of the endpoint', () => {
    const endpoint = testEndpoint({
      labels: [
        ['job', 'api'],
        ['zone', 'b'],
      ],
    });
    expect(targetLabels(endpoint)).toEqual([
      ['instance', '127.0.0.1:9100'],
      ['job', 'api'],
      ['zone', 'b'],
    ]);
  });

  it.each(['', 'metrics', 'file:///etc/passwd', 'http://user:pass@h/', 'http://user@h/', 'javascript:1'])(
    'refuses %j without showing it',
    (address) => {
      expect(() => parseTargetUrl(address)).toThrow(ScrapeFailedError);
      try {
        parseTargetUrl(address);
      } catch (error) {
        expect(JSON.stringify((error as ScrapeFailedError).failure)).not.toContain('pass@');
      }
    },
  );

  it.each([
    ['localhost', true],
    ['127.8.9.1', true],
    ['10.0.0.1', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['[::1]', true],
    ['[fd00::1]', true],
    ['fd.example', false],
    ['10.example.com', false],
    ['8.8.8.8', false],
  ])('%s is near: %s', (host, near) => {
    expect(isNearHost(host)).toBe(near);
    const settings = { scrapeTimeoutMs: 1_500, scrape: DEFAULT_SCRAPE_SETTINGS };
    const headers = new Map(scrapeHeaders(new URL(`http://${host}/`), settings, '1'));
    expect(headers.get('Accept-Encoding')).toBe(near ? 'identity' : 'gzip');
    expect(headers.get('X-Prometheus-Scrape-Timeout-Seconds')).toBe('1.5');
  });
});
