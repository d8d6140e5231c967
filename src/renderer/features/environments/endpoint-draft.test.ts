import { describe, expect, it } from 'vitest';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import {
  completeUrl,
  createEndpointId,
  draftOf,
  EMPTY_DRAFT,
  type EndpointDraft,
  endpointOf,
  sendsUnencrypted,
  usesStoredSecret,
  validateDraft,
} from './endpoint-draft.ts';

const draft: EndpointDraft = { ...EMPTY_DRAFT, url: 'https://shop.example:9464/metrics' };

describe('the endpoint form', () => {
  it.each([
    ['localhost:9100', 'http://localhost:9100/metrics'],
    ['shop.example', 'http://shop.example/metrics'],
    [' https://shop.example/actuator/prometheus ', 'https://shop.example/actuator/prometheus'],
    ['https://shop.example/', 'https://shop.example/'],
    ['', ''],
  ])('completes %j to %j', (typed, url) => {
    expect(completeUrl(typed)).toBe(url);
  });

  it('accepts a URL alone', () => {
    expect(validateDraft(draft, false)).toEqual({});
  });

  it.each<[string, Partial<EndpointDraft>, keyof EndpointDraft]>([
    ['no URL', { url: '' }, 'url'],
    ['a URL with a password', { url: 'https://u:p@shop.example' }, 'url'],
    ['another scheme', { url: 'ftp://shop.example' }, 'url'],
    ['no URL at all', { url: 'http://' }, 'url'],
    ['an interval without unit', { scrapeInterval: '5' }, 'scrapeInterval'],
    ['an interval below a second', { scrapeInterval: '10ms' }, 'scrapeInterval'],
    ['a label without a name', { labels: [['', 'x']] }, 'labels'],
    ['a label of a reserved name', { labels: [['__name__', 'x']] }, 'labels'],
    [
      'a label twice',
      {
        labels: [
          ['stage', 'a'],
          ['stage', 'b'],
        ],
      },
      'labels',
    ],
    ['a timeout over the interval', { scrapeTimeout: '10s' }, 'scrapeTimeout'],
    ['a method without its secret', { authKind: 'bearer' }, 'secret'],
    ['a page limit that is no number', { pageLimit: 'much' }, 'pageLimit'],
    ['a sample limit of none', { sampleLimit: '0' }, 'sampleLimit'],
    ['a bucket limit of none', { bucketLimit: '0' }, 'bucketLimit'],
    ['buckets that shrink', { bucketFactor: '0.9' }, 'bucketFactor'],
    ['a header of the protocol', { authKind: 'header', secret: 's', headerName: 'Host' }, 'headerName'],
    ['a header name with a blank', { authKind: 'header', secret: 's', headerName: 'X Key' }, 'headerName'],
  ])('refuses %s at its field', (_, change, field) => {
    expect(Object.keys(validateDraft({ ...draft, ...change }, false))).toEqual([field]);
  });

  it.each(['localhost:99999', 'http://exa mple/', 'not a url'])('says that %j is no URL', (url) => {
    expect(validateDraft({ ...draft, url }, false).url).toMatch(/^This is not a URL/);
  });

  it('sets limits, all of which it shows', () => {
    const limits = { ...endpointOf(draft, 'shop', null).limits, labelValueLength: 99 };
    const shown = draftOf({ ...endpointOf(draft, 'shop', null), limits }, formatDurationMs);
    const endpoint = endpointOf(
      {
        ...shown,
        pageLimit: '8',
        sampleLimit: '500',
        labelNameLimit: '7',
        bucketLimit: '160',
        bucketFactor: ' 1.1',
      },
      'shop',
      null,
    );
    expect(endpoint.limits).toEqual({
      ...limits,
      bodyBytes: 8_388_608,
      samples: 500,
      labelNameLength: 7,
      nativeHistogramBuckets: 160,
    });
    expect(endpoint.scrape.nativeHistogramMinBucketFactor).toBe(1.1);
    expect(draftOf(endpoint, formatDurationMs).bucketFactor).toBe('1.1');
    expect(endpointOf(shown, 'shop', null).scrape.nativeHistogramMinBucketFactor).toBe(0);
  });

  it.each([
    ['http://shop.example/metrics', true],
    ['https://shop.example/metrics', false],
    ['http://localhost:9100/metrics', false],
    ['http://127.0.0.1:9100', false],
    ['http://[::1]:9100', false],
    ['nonsense://', false],
  ])('knows whether a credential to %s travels unencrypted: %s', (url, expected) => {
    expect(sendsUnencrypted({ ...draft, url, authKind: 'bearer' })).toBe(expected);
    expect(sendsUnencrypted({ ...draft, url, authKind: 'none' })).toBe(false);
  });

  it('keeps a stored secret for the origin it was entered for, and for no other', () => {
    const entered = { ...draft, authKind: 'bearer' as const, secret: 'x' };
    const before = endpointOf(entered, 'shop', null);
    const kept = draftOf(before, formatDurationMs);
    expect(usesStoredSecret(kept, before)).toBe(true);
    expect(usesStoredSecret({ ...kept, url: 'https://shop.example:9464/other' }, before)).toBe(true);
    expect(usesStoredSecret({ ...kept, url: 'https://shop.example/metrics' }, before)).toBe(false);
    expect(usesStoredSecret({ ...kept, authKind: 'basic' }, before)).toBe(false);
    expect(usesStoredSecret(entered, null)).toBe(false);
  });

  it('keeps a stored secret when none is typed', () => {
    expect(validateDraft({ ...draft, authKind: 'bearer' }, true)).toEqual({});
  });

  it('shows an endpoint as it was entered', () => {
    const entered = { ...draft, name: 'Shop', authKind: 'basic' as const, username: 'qa', secret: 'x' };
    const endpoint = endpointOf(entered, 'shop', null);
    expect(endpoint.auth).toEqual({ kind: 'basic', username: 'qa', passwordRef: 'shop/password' });
    expect(JSON.stringify(endpoint)).not.toContain('"x"');
    expect(draftOf(endpoint, formatDurationMs)).toEqual({ ...entered, secret: '' });
  });

  it('keeps labels that are written, and no empty rows', () => {
    const labels = [
      [' stage ', 'dev'],
      ['', ''],
    ] as const;
    expect(validateDraft({ ...draft, labels }, false)).toEqual({});
    expect(endpointOf({ ...draft, labels }, 'x', null).labels).toEqual([['stage', 'dev']]);
  });

  it('names an endpoint after its host and makes ids that are free', () => {
    expect(endpointOf(draft, 'x', null).name).toBe('shop.example:9464');
    expect(createEndpointId(draft, new Set())).toBe('shop-example-9464');
    expect(createEndpointId({ ...draft, name: 'Ünïcode ?' }, new Set(['n-code']))).toBe('n-code-2');
  });
});
