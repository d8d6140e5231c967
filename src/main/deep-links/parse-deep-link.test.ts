import { describe, expect, it } from 'vitest';
import { type DeepLink, formatDeepLink } from '../../shared/domain/deep-link.ts';
import { findDeepLink, parseDeepLink } from './parse-deep-link.ts';

const PLAIN: DeepLink = {
  page: 'explore',
  environmentId: null,
  dashboardId: null,
  queries: [],
  range: null,
  variables: [],
};

describe('a link', () => {
  it.each<[string, Partial<DeepLink>]>([
    ['a page', { page: 'alerts' }],
    ['an environment', { environmentId: 'shop-eu' }],
    ['queries', { queries: ['up', 'sum by (job) (rate(x{a=~"b|c", d!=\'e\'}[5m])) > 1 # ü%\n+ 2'] }],
    ['a relative range', { range: { from: 'now-1d/d', to: 'now' } }],
    ['a fixed range', { range: { from: 1_700_000_000_000, to: 1_700_000_060_000 } }],
    ['a dashboard', { page: 'dashboards', dashboardId: 'node', variables: [['job', ['a b', '--inspect']]] }],
  ])('says the same once it was read: %s', (_, part) => {
    const link = { ...PLAIN, ...part };
    expect(parseDeepLink(formatDeepLink(link))).toEqual({ ok: true, link });
  });

  it.each([
    'sextant:',
    'sextant://',
    'sextant://open',
    'sextant://open/',
    'sextant:open/explore',
    'sextant://other/explore',
    'sextant://open:80/explore',
    'sextant://user:secret@open/explore',
    'sextant://open/explore#x',
    'sextant://open/explore/../settings/x',
    'sextant://open/endpoints',
    'sextant://open/__proto__',
    'sextant://open/explore?url=http://evil.example/metrics',
    'sextant://open/explore?secret=x',
    'sextant://open/explore?environment=a&environment=b',
    'sextant://open/explore?environment=../../etc',
    'sextant://open/explore?environment=',
    'sextant://open/explore?__proto__=1',
    'sextant://open/explore?from=now-1h',
    'sextant://open/explore?from=now&to=now-1h',
    'sextant://open/explore?from=soon&to=now',
    'sextant://open/explore?from=1e999&to=now',
    'sextant://open/explore?query=',
    'sextant://open/explore?query=up%00',
    'sextant://open/explore?query=up%1b%5b2J',
    `sextant://open/explore?${'query=up&'.repeat(9)}`,
    `sextant://open/explore?query=${'a'.repeat(20_000)}`,
    'sextant://open/alerts?query=up',
    'sextant://open/explore/node',
    'sextant://open/dashboards/..',
    'sextant://open/dashboards/a?var-=x',
    'sextant://open/dashboards/a?var-a.b=x',
    'sextant://open/explore --inspect=0.0.0.0:9229',
    'sextant://open/explore" --user-data-dir=/tmp/x',
    "sextant://open/explore?query=up' && rm -rf ~'",
    'sextant://open/explore\n--inspect',
    'sextant://open/explöre',
    'http://open/explore',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])('that is not one is refused, without a word of it: %s', (text) => {
    const reading = parseDeepLink(text);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.message).not.toMatch(/evil|passwd|alert\(1\)|inspect/);
  });

  it('is the only word of a command line that is looked at', () => {
    const link = 'sextant://open/explore';
    expect(findDeepLink(['/opt/sextant', link])).toBe(link);
    expect(
      findDeepLink([
        '/opt/sextant',
        '--inspect=0',
        link,
        '--user-data-dir=/tmp/x',
        '--',
        'file:///etc/passwd',
      ]),
    ).toBe(link);
    expect(findDeepLink(['/opt/sextant', link, 'SEXTANT://open/settings'])).toBeNull();
    expect(findDeepLink([link])).toBeNull();
    expect(findDeepLink(['/opt/sextant', `--x=${link}`, 'http://a'])).toBeNull();
  });
});
