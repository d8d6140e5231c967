import { describe, expect, it } from 'vitest';
import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS } from '../../domain/endpoint.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../domain/environment.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../domain/scrape-settings.ts';
import { exportPrometheusConfig } from './export-scrape-configs.ts';
import { importPrometheusConfig, type PrometheusImport } from './import-scrape-configs.ts';

type Imported = Extract<PrometheusImport, { ok: true }>;

function read(text: string, url: string | null = null): Imported {
  const result = importPrometheusConfig(text, new Set(['taken']), url);
  if (!result.ok) throw new Error(result.message);
  return result;
}

const CONFIG = `global: {scrape_interval: 30s}
rule_files: [rules/*.yml]
scrape_configs:
  - job_name: shop
    scheme: https
    metrics_path: /probe
    params: {module: [http_2xx], target: [a, 'b c']}
    honor_labels: true
    sample_limit: 500
    native_histogram_bucket_limit: 160
    native_histogram_min_bucket_factor: 1.1
    body_size_limit: 10MB
    basic_auth: {username: reader, password: hunter2}
    tls_config: {insecure_skip_verify: true, ca: PEM, server_name: inner}
    proxy_url: http://me:pw@proxy:3128
    static_configs:
      - targets: [a.example, 'b.example:9464']
        labels: {team: shop}
    metric_relabel_configs: [{source_labels: [__name__], regex: go_.*, action: drop}]
  - job_name: taken
    bearer_token_file: /var/token
    scrape_timeout: 45s
    static_configs: [{targets: ['c:1']}]
  - job_name: pods
    kubernetes_sd_configs: [{role: pod}]
`;

describe('importing a prometheus.yml', () => {
  const imported = read(CONFIG);

  it('makes an endpoint of each static target', () => {
    expect(imported.endpoints.map(({ id, name, url }) => [id, name, url])).toEqual([
      ['shop-a-example', 'shop', 'https://a.example/probe?module=http_2xx&target=a&target=b%20c'],
      ['shop-b-example-9464', 'shop', 'https://b.example:9464/probe?module=http_2xx&target=a&target=b%20c'],
      ['taken-2', 'taken', 'http://c:1/metrics'],
    ]);
    expect(imported.endpoints[0]).toMatchObject({
      scrapeIntervalMs: 30_000,
      scrapeTimeoutMs: 10_000,
      labels: [['team', 'shop']],
      scrape: {
        honorLabels: true,
        nativeHistogramMinBucketFactor: 1.1,
        metricRelabelConfigs: [{ action: 'drop' }],
      },
      limits: { samples: 500, nativeHistogramBuckets: 160, bodyBytes: 10 * 1024 * 1024 },
      auth: { kind: 'basic', username: 'reader', passwordRef: 'shop-a-example/password' },
      connection: {
        caPem: 'PEM',
        serverName: 'inner',
        insecureSkipVerify: false,
        proxy: { url: 'http://proxy:3128/', username: 'me', passwordRef: 'shop-a-example/proxy-password' },
      },
    });
  });

  it('gives secrets apart, and leaves none in the endpoints', () => {
    expect(imported.secrets).toContainEqual(['shop-b-example-9464/password', 'hunter2']);
    expect(imported.secrets).toContainEqual(['shop-a-example/proxy-password', 'pw']);
    expect(JSON.stringify(imported.endpoints)).not.toMatch(/hunter2|"pw"/);
  });

  it('says what was left out', () => {
    expect(imported.notes).toEqual([
      expect.stringMatching(/job "shop": insecure_skip_verify was taken out/),
      expect.stringMatching(/job "taken": .*file \/var\/token.*approval/),
      expect.stringMatching(/job "pods": kubernetes_sd_configs .* not supported/),
      expect.stringMatching(/rule_files/),
    ]);
    // A timeout above the interval is not valid here.
    expect(imported.endpoints[2]?.scrapeTimeoutMs).toBe(30_000);
  });

  it('takes a bare list and a bare http_config', () => {
    expect(read('- job_name: a\n  static_configs: [{targets: [h:1]}]\n').endpoints).toHaveLength(1);
    const { endpoints, secrets } = read(
      'authorization: {type: Token, credentials: abc}\n',
      'https://h:1/m?x=1',
    );
    expect(endpoints[0]).toMatchObject({
      url: 'https://h:1/m?x=1',
      auth: { kind: 'authorization', scheme: 'Token' },
    });
    expect(secrets).toEqual([['h-1/token', 'abc']]);
  });

  it.each([
    ['scrape_configs: [', /^line 1: /],
    ['a: 1', /neither scrape_configs nor/],
    ['basic_auth: {}', /give the URL/],
    ['', /neither/],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nscrape_configs: [*c,*c,*c,*c,*c]\n`,
      /too many aliases/,
    ],
  ])('refuses %j with a sentence', (text, message) => {
    const result = importPrometheusConfig(text, new Set());
    expect(result).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  it('tells a target that is none', () => {
    expect(read("- job_name: a\n  static_configs: [{targets: ['a b', 'u:p@h']}]\n")).toMatchObject({
      endpoints: [],
      notes: [expect.stringContaining('target a b was left out'), expect.stringContaining('target u:p@h')],
    });
  });
});

describe('exporting a prometheus.yml', () => {
  const environment: Environment = {
    id: 'shop',
    name: 'Shop\nstaging',
    kind: 'staging',
    endpoints: read(CONFIG).endpoints,
    ...NO_SERVERS,
    ruleFiles: [{ name: 'a.yml', text: 'groups: []\n' }],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };

  it('comes back as it was, without secrets', () => {
    const { files, secretFiles } = exportPrometheusConfig(environment);
    expect(files.map(({ path }) => path)).toEqual(['prometheus.yml', 'rules/a.yml']);
    const text = files[0]?.text ?? '';
    expect(text).not.toMatch(/hunter2/);
    expect(secretFiles).toContainEqual({
      path: 'secrets/shop-a-example-password',
      secretRef: 'shop-a-example/password',
    });
    const [again] = read(text).endpoints;
    expect(again).toMatchObject({
      url: environment.endpoints[0]?.url,
      scrapeIntervalMs: 30_000,
      // Two jobs of one name can't be: the label tells what it was.
      labels: [
        ['job', 'shop'],
        ['team', 'shop'],
      ],
      limits: environment.endpoints[0]?.limits,
      scrape: environment.endpoints[0]?.scrape,
    });
  });

  it('writes only what is not default', () => {
    const plain = {
      id: 'a',
      name: 'A',
      url: 'http://a/metrics',
      scrapeIntervalMs: 15_000,
      scrapeTimeoutMs: 10_000,
      labels: [],
      scrape: DEFAULT_SCRAPE_SETTINGS,
      auth: { kind: 'none' },
      connection: DEFAULT_CONNECTION,
      limits: DEFAULT_SCRAPE_LIMITS,
    } as const;
    const { files } = exportPrometheusConfig({ ...environment, endpoints: [plain], ruleFiles: [] });
    expect(files[0]?.text).toBe(
      `# Shop staging, for Prometheus.\n\nscrape_configs:\n  - job_name: A\n    scheme: http\n    metrics_path: /metrics\n    scrape_interval: 15s\n    scrape_timeout: 10s\n    static_configs:\n      - targets:\n          - a\n`,
    );
  });
});
