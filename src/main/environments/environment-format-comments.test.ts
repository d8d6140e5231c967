import { describe, expect, it } from 'vitest';
import type { Environment } from '../../shared/domain/environment.ts';
import { environmentFormat } from './environment-format.ts';

const TEXT = `# The shop, in production.
schemaVersion: 1 # never change
name: "Shop"   # shown in the title
kind: production

# Kept for audits.
retention:
  maxBytes: 0x80000000
  maxAge: 15d # two weeks and a day

endpoints:
  # The storefront.
  - id: shop
    name: Shop
    url: 'https://shop.example/metrics' # behind the balancer
    scrapeInterval: 15000ms
    scrapeTimeout: 10s
    labels: { team: storefront, tier: "1" } # asked for by finance
    connection:
      insecureSkipVerify: false # stays so
    auth: {kind: basic, username: reader, passwordRef: shop/password}
  # Payments are scraped slowly.
  - id: pay
    name: Pay
    url: https://pay.example/metrics
    scrapeInterval: 1m
    scrapeTimeout: 10s

# Rules of the on-call team.
rules:
  - name: shop.yaml
    groups:
      - name: shop # group
        rules:
          - alert: Down # alert
            expr: up == 0
# The end.
`;

const format = environmentFormat({ id: 'shop' });

function read(text: string): Environment {
  const parsed = format.parse(text);
  if (parsed.state !== 'good') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

/** Lines that a change takes away and adds. */
function change(edit: (environment: Environment) => Environment, text = TEXT) {
  const value = read(text);
  const written = format.format(edit(value), { text, value });
  const lines = (of: string) => of.split('\n').filter((line) => line.trim() !== '');
  return {
    written,
    removed: lines(text).filter((line) => !lines(written).includes(line)),
    added: lines(written).filter((line) => !lines(text).includes(line)),
  };
}

describe('a change of an environment file', () => {
  it('is none where nothing changes', () => {
    const { removed, added } = change((environment) => environment);
    // YAML has one blank before a comment and round brackets of its own; nothing else differs.
    expect(removed.length).toBe(added.length);
    for (const line of added)
      expect(removed.map((old) => old.replaceAll(/\s/g, ''))).toContain(line.replaceAll(/\s/g, ''));
  });

  it('touches the line of the field alone, with its comment', () => {
    const { added } = change(({ endpoints: [shop, pay], ...rest }) => ({
      ...rest,
      endpoints: [{ ...shop!, url: 'https://shop2.example/metrics' }, pay!],
    }));
    expect(added).toContain('    url: https://shop2.example/metrics # behind the balancer');
    expect(added).not.toContainEqual(expect.stringContaining('pay'));
  });

  it('keeps all comments when endpoints are put in another order', () => {
    const { written } = change(({ endpoints, ...rest }) => ({ ...rest, endpoints: endpoints.toReversed() }));
    expect(read(written).endpoints.map(({ id }) => id)).toEqual(['pay', 'shop']);
    for (const comment of TEXT.match(/#.*/g) ?? []) expect(written).toContain(comment);
    expect(written).toMatch(/# Payments are scraped slowly\.\n\s*- id: pay/);
  });

  it('keeps other comments when an endpoint is removed, one is added, and labels change', () => {
    const { written } = change(({ endpoints: [shop, pay], ...rest }) => ({
      ...rest,
      endpoints: [
        {
          ...shop!,
          labels: [
            ['region', 'eu'],
            ['team', 'storefront'],
          ],
          connection: { ...shop!.connection, serverName: 'inner' },
        },
        { ...pay!, id: 'new', name: 'New' },
      ],
    }));
    expect(written).not.toContain('id: pay');
    expect(written).toContain('# asked for by finance');
    expect(written).toContain('insecureSkipVerify: false # stays so');
    expect(written).toContain('serverName: inner');
    expect(written).toContain('maxBytes: 0x80000000');
    expect(written).toContain('scrapeInterval: 15000ms');
  });

  it('keeps the ways of writing of rule files that did not change', () => {
    const { written } = change((environment) => ({
      ...environment,
      ruleFiles: [...environment.ruleFiles, { name: 'other.yaml', text: 'groups: [] # none\n' }],
    }));
    for (const comment of ['# group', '# alert', '# Rules of the on-call team.', '# The end.', '# none']) {
      expect(written).toContain(comment);
    }
  });

  it('keeps line ends and indentation of others', () => {
    const text =
      'schemaVersion: 1\r\nname: A\r\nkind: staging\r\nendpoints:\r\n- id: a\r\n  name: A # x\r\n  url: http://a/\r\n  scrapeInterval: 5s\r\n  scrapeTimeout: 5s\r\n';
    const value = read(text);
    expect(format.format({ ...value, name: 'B' }, { text, value })).toBe(
      text.replace('name: A\r', 'name: B\r'),
    );
  });

  it('does not change what an alias stands for elsewhere', () => {
    const text = `schemaVersion: 1
name: A
kind: staging
endpoints:
  - {id: a, name: A, url: http://a/, scrapeInterval: &i 5s, scrapeTimeout: *i, labels: &l {team: x}}
  - {id: b, name: B, url: http://b/, scrapeInterval: *i, scrapeTimeout: *i, labels: *l}
`;
    const { written } = change(
      ({ endpoints: [a, b], ...rest }) => ({ ...rest, endpoints: [a!, { ...b!, labels: [['team', 'y']] }] }),
      text,
    );
    expect(read(written).endpoints.map(({ labels }) => labels)).toEqual([[['team', 'x']], [['team', 'y']]]);
  });
});
