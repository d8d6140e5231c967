import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../shared/domain/endpoint.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { DEFAULT_RELABEL_CONFIG } from '../../shared/domain/relabel.ts';
import { environmentFormat } from './environment-format.ts';

const endpoint: Endpoint = {
  id: 'shop',
  name: 'Shop: EU',
  url: 'https://shop.example:9464/metrics?a=1#b',
  scrapeIntervalMs: 15_000,
  scrapeTimeoutMs: 1_500,
  labels: [
    ['__proto__', 'x'],
    ['team', 'on'],
  ],
  scrape: {
    honorLabels: true,
    honorTimestamps: false,
    trackTimestampsStaleness: true,
    scrapeNativeHistograms: true,
    alwaysScrapeClassicHistograms: true,
    convertClassicHistogramsToNhcb: true,
    nativeHistogramMinBucketFactor: 1.1,
    scrapeProtocols: ['PrometheusText0.0.4', 'OpenMetricsText1.0.0'],
    fallbackScrapeProtocol: 'PrometheusText0.0.4',
    relabelConfigs: [{ ...DEFAULT_RELABEL_CONFIG, sourceLabels: ['__address__'], targetLabel: 'host' }],
    metricRelabelConfigs: [
      { ...DEFAULT_RELABEL_CONFIG, sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' },
      { ...DEFAULT_RELABEL_CONFIG, sourceLabels: ['a'], modulus: 8, targetLabel: 'shard', action: 'hashmod' },
    ],
  },
  auth: { kind: 'header', headerName: 'X-Key', valueRef: 'shop/key' },
  connection: { ...DEFAULT_CONNECTION, caPem: '-----BEGIN\nabc\n', insecureSkipVerify: true },
  limits: { ...DEFAULT_SCRAPE_LIMITS, samples: 5 },
};
const environment: Environment = {
  id: 'prod',
  name: 'Production',
  kind: 'production',
  endpoints: [endpoint],
  ...NO_SERVERS,
  ruleFiles: [],
  retention: DEFAULT_RETENTION,
  limits: DEFAULT_ENVIRONMENT_LIMITS,
  demo: false,
};
const format = environmentFormat({ id: 'prod' });

function roundTrip(value: Environment): unknown {
  const parsed = format.parse(format.format(value, null));
  return parsed.state === 'good' ? parsed.value : parsed;
}

describe('environment.yaml', () => {
  it('holds an environment, with durations and fields as people write them', () => {
    const text = format.format(environment, null);
    expect(text).toContain('scrapeInterval: 15s');
    expect(text).toContain('scrapeTimeout: 1s500ms');
    expect(text).not.toContain('serverName');
    expect(roundTrip(environment)).toEqual(environment);
  });

  it('holds servers and who answers', () => {
    const server = {
      id: 'fleet',
      name: 'Fleet',
      url: 'https://metrics.example/prometheus',
      auth: { kind: 'bearer', tokenRef: 'fleet/token' },
      connection: { ...DEFAULT_CONNECTION, serverName: 'inner' },
      tenant: { headerName: 'X-Scope-OrgID', value: 'team-a' },
      queryParams: [['dedup', 'true']],
      timeoutMs: 5_000,
      method: 'get',
    } as const;
    const both: Environment = {
      ...environment,
      servers: [server],
      defaultSource: 'fleet',
      ruleSource: 'fleet',
    };
    expect(format.format(both, null)).toContain('timeout: 5s');
    expect(roundTrip(both)).toEqual(both);
  });

  it('refuses a server with a query in its URL, and one with an endpoint’s id', () => {
    const server = { id: 'shop', name: 'Shop', url: 'https://shop.example/graph?g0=up' };
    const parse = (fields: object) =>
      format.parse(
        `schemaVersion: 1\nname: P\nkind: staging\nservers: [${JSON.stringify({ ...server, ...fields })}]\nendpoints: [{id: shop, name: S, url: "http://a/", scrapeInterval: 5s, scrapeTimeout: 5s}]\n`,
      );
    expect(parse({ id: 'other' })).toMatchObject({
      message: expect.stringContaining('must end with the path'),
    });
    expect(parse({ url: 'https://shop.example' })).toMatchObject({ message: expect.stringContaining('id') });
    expect(parse({ id: 'other', url: 'https://shop.example' })).toMatchObject({ state: 'good' });
  });

  it('has relabelling as Prometheus writes it, and says where it is wrong', () => {
    const written = format.format(environment, null);
    expect(written).toContain(
      '      - source_labels:\n          - __address__\n        target_label: host\n',
    );
    const parse = (steps: string) =>
      format.parse(
        written.replace(/ {4}metricRelabelConfigs:\n(?: {6}.*\n)*/, `    metricRelabelConfigs:\n${steps}`),
      );
    const line = written.split('\n').indexOf('    metricRelabelConfigs:') + 1;
    expect(parse('      - {regex: tmp_.*, action: LabelDrop}\n')).toMatchObject({ state: 'good' });
    expect(parse('      - regex: a\n        action: hashmod\n        target_label: x\n')).toEqual({
      state: 'damaged',
      message: `line ${line + 1}: endpoints.0.metricRelabelConfigs.0.modulus: relabel configuration for hashmod requires non-zero modulus`,
    });
    expect(parse('      - action: dropp\n')).toEqual({
      state: 'damaged',
      message: `line ${line + 1}: endpoints.0.metricRelabelConfigs.0.action: unknown relabel action "dropp"`,
    });
    expect(parse("      - target_label: x\n        regex: '(a'\n")).toEqual({
      state: 'damaged',
      message: expect.stringMatching(
        new RegExp(`^line ${line + 2}: endpoints.0.metricRelabelConfigs.0.regex: .*missing closing \\)`),
      ),
    });
  });

  it('is written the same way each time', () => {
    const first = format.format(environment, null);
    const parsed = format.parse(first);
    expect(parsed.state).toBe('good');
    if (parsed.state === 'good') expect(format.format(parsed.value, null)).toBe(first);
  });

  it('keeps every label, whatever its name and value', () => {
    const labels = fc
      .uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { selector: ([name]) => name })
      .map((pairs) => pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
    fc.assert(
      fc.property(labels, (pairs) => {
        const changed = { ...environment, endpoints: [{ ...endpoint, labels: pairs }] };
        expect(roundTrip(changed)).toEqual(changed);
      }),
    );
  });

  it('holds rule files inline, comments included', () => {
    const text = `# about the file
groups:
  - name: shop # the shop
    rules:
      # too many errors
      - alert: HighErrorRatio
        expr: |
          a
            / b > 0.05
        for: 15s
`;
    const written = format.format({ ...environment, ruleFiles: [{ name: 'shop.yaml', text }] }, null);
    expect(written).toContain('      - name: shop # the shop');
    const parsed = format.parse(written);
    expect(parsed.state === 'good' && parsed.value.ruleFiles).toEqual([{ name: 'shop.yaml', text }]);
  });

  it.each([
    ['with a fault', 'groups: [\n'],
    ['that is empty', ''],
    ['with another field', 'groups: []\nnamespace: x\n'],
    ['that is a list', '- a\n'],
  ])('keeps a rule file %s as it is', (_, text) => {
    const changed = { ...environment, ruleFiles: [{ name: 'a.yaml', text }] };
    expect(roundTrip(changed)).toEqual(changed);
  });

  it.each([
    ['an unknown field', 'kind: production', 'kind: production\nnam: x', /^line 4: Unrecognized key: "nam"/],
    ['a wrong kind', 'kind: production', 'kind: pink', /^line 3: kind: /],
    [
      'a wrong duration',
      'scrapeInterval: 15s',
      'scrapeInterval: soon',
      /^line 11: endpoints\.0\.scrapeInterval: /,
    ],
    ['a secret in a URL', '//shop.example', '//u:p@shop.example', /^line 10: endpoints\.0\.url: /],
  ])('names the line and field of %s', (_, from, to, message) => {
    const parsed = format.parse(format.format(environment, null).replace(from, to));
    expect(parsed).toMatchObject({ state: 'damaged', message: expect.stringMatching(message) });
  });

  it('takes rules with aliases by their meaning', () => {
    const text = `schemaVersion: 1
name: a
kind: staging
retention: {maxAge: &age 1h, maxBytes: 2000000}
rules:
  - name: a.yaml
    groups:
      - {name: g, rules: [{alert: A, expr: up == 0, for: *age}]}
`;
    const parsed = format.parse(text);
    expect(parsed.state === 'good' && parsed.value.ruleFiles[0]?.text).toContain('for: 1h');
  });

  it.each([
    ['broken YAML', 'schemaVersion: 1\nname: [\n', /^line \d+: /],
    ['duplicate keys', 'schemaVersion: 1\nname: a\nname: b\n', /^line 3: .*unique/],
    ['no version', '# Shop\nname: a\n', /^line 2: schemaVersion: /],
    ['no field that is needed', 'schemaVersion: 1\nkind: staging\n', /^line 1: name: /],
    ['a list', '- a\n', /^line 1: it must have fields/],
    ['a merge that was not ended', '<<<<<<< HEAD\nname: a\n=======\n', /^line 1: /],
    [
      'a rule entry without a name',
      'schemaVersion: 1\nname: a\nkind: staging\nrules:\n  - groups: []\n',
      /^line 5: /,
    ],
    ['a timeout above the interval', '', /scrapeTimeoutMs: must not be longer/],
    [
      'an alias bomb',
      `schemaVersion: 1\na: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
      /alias/,
    ],
  ])('refuses %s', (what, text, message) => {
    const slow = { ...environment, endpoints: [{ ...endpoint, scrapeTimeoutMs: 60_000 }] };
    const parsed = format.parse(what === 'a timeout above the interval' ? format.format(slow, null) : text);
    expect(parsed).toMatchObject({ state: 'damaged', message: expect.stringMatching(message) });
  });

  it('of a newer version is read as far as it is understood', () => {
    const text = format.format(environment, null).replace('schemaVersion: 1', 'schemaVersion: 2');
    expect(format.parse(text)).toEqual({ state: 'newer', value: environment, schemaVersion: 2 });
    expect(format.parse(`${text}future: 1\n`)).toEqual({ state: 'newer', value: null, schemaVersion: 2 });
  });
});
