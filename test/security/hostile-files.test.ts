import { afterEach, describe, expect, it } from 'vitest';
import { parseRuleFile } from '../../src/engine/rules/rule-file.ts';
import { environmentFormat } from '../../src/main/environments/environment-format.ts';
import { importGrafanaDashboard } from '../../src/shared/dashboards/grafana/import-grafana.ts';
import { parseJson } from '../../src/shared/dashboards/json/parse-json.ts';

/** Nine lists of nine aliases each: a few hundred bytes that stand for 9⁹ values. */
const LAUGHS = [
  'a0: &a0 ["x","x","x","x","x","x","x","x","x"]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
].join('\n');

const BOMBS: Readonly<Record<string, string>> = {
  'aliases that multiply': LAUGHS,
  'an alias of itself': 'name: &a [*a]',
  'a tag that makes objects': 'name: !!js/function "function () { return 1 }"',
  'a merge into the prototype': '__proto__: { polluted: 1 }\n<<: { polluted: 1 }',
  'deep nesting': `name: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'an open quote': `name: "${'x'.repeat(100_000)}`,
  'binary noise': '\u0000\u0001\ufffe',
  'half a file': 'schemaVersion: 1\nname: Shop\nendpoi',
  'duplicate keys': 'schemaVersion: 1\nname: a\nname: b',
  nothing: '',
};

function within<T>(limitMs: number, work: () => T): T {
  const startMs = performance.now();
  const value = work();
  expect(performance.now() - startMs).toBeLessThan(limitMs);
  return value;
}

afterEach(() => expect(({} as { polluted?: unknown }).polluted).toBeUndefined());

describe('a hostile environment file', () => {
  const format = environmentFormat({ id: 'shop' });

  it.each(Object.entries(BOMBS))('is refused soon, with a reason: %s', (_, text) => {
    const parsed = within(3_000, () => format.parse(text));
    expect(parsed.state).not.toBe('good');
  });

  it('is refused by its size before it is read', () => {
    const text = '#'.repeat(100 * 1024 * 1024);
    expect(within(1_000, () => format.parse(text)).state).not.toBe('good');
  });

  it('may not name a newer schema version as its own', () => {
    expect(format.parse('schemaVersion: 999\nname: Shop\n').state).toBe('newer');
  });
});

describe('a hostile rule file', () => {
  it.each(Object.entries(BOMBS).filter(([kind]) => kind !== 'nothing'))(
    'is refused soon, with a line: %s',
    (_, text) => {
      const parsed = within(3_000, () => parseRuleFile({ name: 'r.yml', text }, () => null));
      expect(parsed.groups).toEqual([]);
    },
  );
});

describe('a hostile dashboard', () => {
  it('is refused where it is too big or too deep', () => {
    expect(() => within(1_000, () => parseJson(' '.repeat(100 * 1024 * 1024)))).toThrow();
    expect(() => within(1_000, () => parseJson('['.repeat(100_000)))).toThrow();
  });

  it('leaves no mark on objects', () => {
    const text =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"title":"x","panels":[]}';
    try {
      importGrafanaDashboard(text);
    } catch {
      // Whether it is taken or refused: what counts is checked after each test.
    }
    expect(Object.getPrototypeOf(JSON.parse('{}'))).toBe(Object.prototype);
  });
});
