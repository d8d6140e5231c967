// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references in environment files
import { describe, expect, it } from 'vitest';
import type { Environment } from '../domain/environment.ts';
import { type EnvironmentReading, type ReadingContext, readEnvironmentText } from './environment-reader.ts';

const HEAD = 'schemaVersion: 1\nname: Shop\nkind: staging\n';

function endpoint(id: string, url: string, more = ''): string {
  return `  - id: ${id}\n    name: ${id}\n    url: ${url}\n    scrapeInterval: 15s\n    scrapeTimeout: 10s\n${more}`;
}

function read(text: string, context: Partial<ReadingContext> = {}): EnvironmentReading {
  return readEnvironmentText(text, { id: 'shop', ...context });
}

function good(text: string, context: Partial<ReadingContext> = {}): Environment {
  const reading = read(text, context);
  if (reading.state !== 'good') throw new Error(JSON.stringify(reading));
  return reading.value;
}

describe('variables', () => {
  const text = `${HEAD}variables:
  host: shop.example
  base: https://\${host}:9464
  port: 9464
endpoints:
${endpoint('shop', '${base}/metrics', '    labels: {at: "${host}-${port}", price: "$${x}"}\n')}`;

  it('are put into URLs and labels', () => {
    const { endpoints, templates, variables } = good(text);
    expect(endpoints[0]).toMatchObject({
      url: 'https://shop.example:9464/metrics',
      labels: [
        ['at', 'shop.example-9464'],
        ['price', '${x}'],
      ],
    });
    expect(templates).toContainEqual({
      path: ['endpoints', 'shop', 'url'],
      text: '${base}/metrics',
      value: 'https://shop.example:9464/metrics',
    });
    expect(variables?.map(({ name, value }) => [name, value])).toEqual([
      ['host', 'shop.example'],
      ['base', 'https://shop.example:9464'],
      ['port', '9464'],
    ]);
  });

  it('have other values on this computer', () => {
    const { endpoints } = good(text, { localVariables: () => new Map([['host', 'localhost']]) });
    expect(endpoints[0]?.url).toBe('https://localhost:9464/metrics');
  });

  it('come from the process only where that is allowed', () => {
    const of = `${HEAD}endpoints:\n${endpoint('a', 'http://${ENV:SHOP_HOST}/metrics')}`;
    expect(good(of, { processVariable: (name) => `${name.toLowerCase()}.test` }).endpoints[0]?.url).toBe(
      'http://shop_host.test/metrics',
    );
    const refused = good(of);
    expect(refused.endpoints).toEqual([]);
    expect(refused.problems).toEqual([
      {
        file: '',
        line: 7,
        field: 'endpoints.a.url',
        message: 'the process variable SHOP_HOST is not set, or its use is not allowed on this computer',
      },
    ]);
  });

  it('without a value leave out what uses them, and say where', () => {
    const value = good(
      `${HEAD}variables: {empty: }\nendpoints:\n${endpoint('a', 'http://${gone}/')}${endpoint('b', 'http://b/', '    labels:\n      x: ${empty}\n')}${endpoint('c', 'http://c/')}`,
    );
    expect(value.endpoints.map(({ id }) => id)).toEqual(['c']);
    expect(value.problems).toEqual([
      { file: '', line: 8, field: 'endpoints.a.url', message: 'the variable "gone" has no value' },
      { file: '', line: 17, field: 'endpoints.b.labels.x', message: 'the variable "empty" has no value' },
    ]);
  });

  it('that refer to themselves have no value', () => {
    const value = good(
      `${HEAD}variables: {a: '\${b}', b: '\${a}'}\nendpoints:\n${endpoint('a', 'http://${a}/')}`,
    );
    expect(value.endpoints).toEqual([]);
  });

  it('are not looked for where a text has `${1}` of its own', () => {
    const steps =
      '    relabelConfigs:\n      - {source_labels: [a], regex: (.*), target_label: b, replacement: "${1}x"}\n';
    const { endpoints, problems } = good(`${HEAD}endpoints:\n${endpoint('a', 'http://a/', steps)}`);
    expect(endpoints[0]?.scrape.relabelConfigs[0]?.replacement).toBe('${1}x');
    expect(problems).toBeUndefined();
  });
});

describe('a base', () => {
  const base = `# shared
variables: {region: , team: shop}
retention: {maxAge: 3d, maxBytes: 1073741824}
endpoints:
${endpoint('shop', 'https://shop.${region}.example/metrics', '    labels: {team: "${team}", tier: a}\n    auth: {kind: bearer, tokenRef: shop/token}\n')}${endpoint('pay', 'https://pay.example/metrics')}rules:
  - name: base.yaml
    groups: []
`;
  const own = `${HEAD}extends: base.yaml
variables: {region: eu}
endpoints:
  - id: shop
    scrapeInterval: 1m
    labels: {tier: b}
  - id: own
    name: Own
    url: http://own/
    scrapeInterval: 5s
    scrapeTimeout: 5s
`;
  const readBase = (name: string) => (name === 'base.yaml' ? base : null);

  it('gives what the file does not say itself', () => {
    const value = good(own, { readBase });
    expect(value).toMatchObject({ base: 'base.yaml', retention: { maxAgeMs: 3 * 86_400_000 } });
    expect(value.endpoints.map(({ id }) => id)).toEqual(['shop', 'pay', 'own']);
    expect(value.endpoints[0]).toMatchObject({
      url: 'https://shop.eu.example/metrics',
      scrapeIntervalMs: 60_000,
      labels: [
        ['team', 'shop'],
        ['tier', 'b'],
      ],
      auth: { kind: 'bearer' },
    });
    expect(value.ruleFiles.map(({ name }) => name)).toEqual(['base.yaml']);
  });

  it('is told as the place of its faults', () => {
    const broken = (text: string) => read(own, { readBase: () => text });
    expect(broken(base.replace('15s', 'soon'))).toMatchObject({ state: 'good' });
    expect(broken(base.replace('scrapeTimeout: 10s', 'scrapeTimeout: soon'))).toMatchObject({
      problems: [{ file: 'base.yaml', line: 9, field: 'endpoints.0.scrapeTimeout' }],
    });
    expect(broken('a: [')).toMatchObject({ problems: [{ file: 'base.yaml' }] });
    expect(broken('extends: other.yaml\n')).toMatchObject({
      problems: [
        { file: 'base.yaml', line: 1, field: 'extends', message: 'a base can’t have a base itself' },
      ],
    });
  });

  it.each(['../../etc/passwd.yaml', '/etc/base.yaml', 'a/b.yaml', 'base', '..\\base.yaml', '~/base.yaml'])(
    'is not looked for in %s',
    (name) => {
      let asked = false;
      const reading = read(`${HEAD}extends: ${name}\n`, {
        readBase() {
          asked = true;
          return '';
        },
      });
      expect(asked).toBe(false);
      expect(reading).toMatchObject({ state: 'damaged', problems: [{ line: 4, field: 'extends' }] });
    },
  );

  it('that is not there is told at the line that names it', () => {
    expect(read(own)).toMatchObject({ problems: [{ line: 4, field: 'extends' }] });
  });
});

describe('a hostile or broken file', () => {
  const bomb = `${['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`)].join('\n')}\n`;

  it.each([
    ['an alias bomb', `${HEAD}${bomb}`, 'it has too many aliases'],
    [
      'an alias bomb in its rules',
      `${HEAD}${bomb}rules:\n  - name: a\n    groups: *a12\n`,
      'it has too many aliases',
    ],
    ['a tag of its own', `${HEAD}x: !!js/function "a"\n`, 'Unresolved tag'],
    ['half a line', `${HEAD}endpoints:\n  - id: "sh`, 'Missing closing'],
    ['nothing', '', 'it must have fields'],
    ['a number', '7\n', 'it must have fields'],
    ['17 MiB', `${HEAD}# ${'x'.repeat(17 * 1024 * 1024)}`, 'larger than 16 MiB'],
    ['no version', 'name: a\n', 'expected a whole number'],
    ['deep nesting', `${HEAD}x: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n`, ''],
  ])('with %s is refused with a sentence', (_, text, message) => {
    const reading = read(text);
    expect(reading).toMatchObject({ state: 'damaged' });
    if (reading.state === 'damaged') expect(reading.problems[0].message).toContain(message);
  });

  it('with two endpoints of one id names both lines', () => {
    const text = `${HEAD}endpoints:\n${endpoint('a', 'http://a/')}${endpoint('a', 'http://b/')}`;
    expect(read(text)).toEqual({
      state: 'damaged',
      problems: [
        {
          file: '',
          line: 10,
          field: 'endpoints.1.id',
          message: '"a" is the id of the one in line 5 already; each needs its own',
        },
      ],
    });
  });

  it('tells all wrong fields, each with its line', () => {
    const text = `${HEAD}endpoints:\n${endpoint('a', 'ftp://a/')}${endpoint('b', 'http://b/', '    speed: 1\n')}`;
    expect(read(text)).toMatchObject({
      problems: [
        { line: 7, field: 'endpoints.0.url' },
        { line: 15, field: 'endpoints.1' },
      ],
    });
  });

  it('does not reach what objects inherit', () => {
    const value = good(
      `${HEAD}variables: {}\nendpoints:\n${endpoint('a', 'http://a/', '    labels: {__proto__: polluted, constructor: x}\n')}`,
    );
    expect(value.endpoints[0]?.labels).toEqual([
      ['__proto__', 'polluted'],
      ['constructor', 'x'],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
