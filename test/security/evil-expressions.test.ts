import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../src/engine/model/matcher.ts';
import { createPromqlEngine } from '../../src/engine/promql/promql-engine.ts';
import type { Queryable } from '../../src/engine/storage.ts';

/** Patterns that make backtracking engines take exponential time, each with a text that almost matches. */
const EVIL: readonly (readonly [pattern: string, text: string])[] = [
  ['(a+)+', `${'a'.repeat(5_000)}!`],
  ['(a|aa)+', `${'a'.repeat(5_000)}!`],
  ['(a|a?)+', `${'a'.repeat(5_000)}!`],
  ['([a-zA-Z]+)*', `${'a'.repeat(5_000)}!`],
  ['(.*a){20}', `${'a'.repeat(200)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(2_000)],
  ['(x+x+)+y', 'x'.repeat(5_000)],
];

describe('regular expressions of users and files', () => {
  it.each(EVIL)('%s answers in time', (pattern, text) => {
    const matches = compileMatcher({ name: 'l', type: '=~', value: pattern });
    matches('warm');
    const startMs = performance.now();
    expect(matches(text)).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it.each(['(?=a)', '(?<=a)b', '(?!a)', '(a)\\1', '(?>a)', 'a{1001}', `${'('.repeat(2_000)}a`])(
    '%j is refused, as in Prometheus',
    (pattern) => {
      expect(() => compileMatcher({ name: 'l', type: '=~', value: pattern })).toThrow();
    },
  );
});

describe('expressions that ask for too much', () => {
  const unread = {} as Queryable; // They must be refused before anything is read.
  const engine = createPromqlEngine(unread);

  it('are refused where they have more points than anybody can see', async () => {
    const query = { expr: 'vector(1)', startMs: 0, endMs: 10 * 365 * 86_400_000, stepMs: 1_000 };
    await expect(engine.evaluateRange(query)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  it.each([
    ['parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['signs', `${'-'.repeat(20_000)}1`],
    ['aggregations', `${'count('.repeat(5_000)}up${')'.repeat(5_000)}`],
    ['length', `up{a="${'x'.repeat(300_000)}"}`],
  ])('are refused where they are nested or long beyond reason: %s', async (_, expr) => {
    const startMs = performance.now();
    await expect(engine.evaluateInstant({ expr, atMs: 0 })).rejects.toMatchObject({ code: 'limit_exceeded' });
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});
