// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references in environment files
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../shared/domain/environment.ts';
import { environmentFormat } from './environment-format.ts';

const BASE = `variables: {domain: example}
endpoints:
  - id: shop
    name: Shop
    url: https://shop.\${domain}/metrics
    scrapeInterval: 15s
    scrapeTimeout: 10s
    connection: {insecureSkipVerify: true}
`;
const TEXT = `schemaVersion: 1
name: Shop
kind: staging
extends: base.yaml # shared by all stages
variables:
  domain: staging.example # ours
endpoints:
  - id: pay
    name: Pay
    url: https://pay.\${domain}/metrics # by name
    scrapeInterval: 15s
    scrapeTimeout: 10s
    labels: {of: '\${domain}'}
`;
const format = environmentFormat({ id: 'shop', readBase: () => BASE });

function read(text: string): Environment {
  const parsed = format.parse(text);
  if (parsed.state !== 'good') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

function save(edit: (environment: Environment) => Environment): string {
  const value = read(TEXT);
  return format.format(edit(value), { text: TEXT, value });
}

const withEndpoints = (edit: (shop: Environment['endpoints'][number]) => object, id: string) =>
  save((environment) => ({
    ...environment,
    endpoints: environment.endpoints.map((endpoint) =>
      endpoint.id === id ? { ...endpoint, ...edit(endpoint) } : endpoint,
    ),
  }));

describe('saving an environment with a base and variables', () => {
  it('keeps references, and writes nothing that the base says', () => {
    expect(save((environment) => ({ ...environment, name: 'Other' }))).toBe(
      TEXT.replace('name: Shop', 'name: Other'),
    );
  });

  it('writes over a reference only where its field was changed', () => {
    const written = withEndpoints(() => ({ url: 'https://new.example/' }), 'pay');
    expect(written).toBe(TEXT.replace('https://pay.${domain}/metrics', 'https://new.example/'));
  });

  it('writes an inherited endpoint’s changed fields alone', () => {
    const written = withEndpoints(() => ({ scrapeIntervalMs: 60_000 }), 'shop');
    expect(written).toContain('  - id: shop\n    scrapeInterval: 1m\n');
    expect(written).not.toContain('https://shop');
    expect(read(written).endpoints.find(({ id }) => id === 'shop')).toMatchObject({
      scrapeIntervalMs: 60_000,
      url: 'https://shop.staging.example/metrics',
    });
  });

  it('refuses to take away what the base says, instead of losing the change', () => {
    expect(() => save((environment) => ({ ...environment, endpoints: [] }))).toThrow(
      /comes from "base.yaml"/,
    );
    expect(() =>
      withEndpoints(
        ({ connection }) => ({ connection: { ...connection, insecureSkipVerify: false } }),
        'shop',
      ),
    ).toThrow(/comes from "base.yaml"/);
  });

  it('takes a new reference that a field is given', () => {
    const written = withEndpoints(() => ({ labels: [['of', 'x-${domain}']] }), 'pay');
    expect(read(written).endpoints.find(({ id }) => id === 'pay')?.labels).toEqual([
      ['of', 'x-staging.example'],
    ]);
  });

  it('leaves what could not be used where it stands', () => {
    const text = TEXT.replace('domain: staging.example', 'other: x').replaceAll('${domain}', '${gone}');
    const value = read(text);
    expect(value.endpoints.map(({ id }) => id)).toEqual(['shop']);
    const written = format.format({ ...value, kind: 'production' }, { text, value });
    expect(written).toBe(text.replace('kind: staging', 'kind: production'));
  });
});
