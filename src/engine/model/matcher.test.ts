import { describe, expect, it } from 'vitest';
import { compileMatcher, type MatchType } from './matcher.ts';

function matches(type: MatchType, value: string, candidate: string): boolean {
  return compileMatcher({ name: 'l', type, value })(candidate);
}

describe('matchers', () => {
  it.each<[MatchType, string, string, boolean]>([
    ['=', 'a', 'a', true],
    ['=', 'a', 'b', false],
    ['!=', 'a', '', true],
    ['=~', 'a.*', 'abc', true],
    ['=~', 'b', 'abc', false],
    ['=~', 'a|b', 'b', true],
    ['=~', 'a|b', 'ab', false],
    ['=~', '(?i)get', 'GET', true],
    ['=~', 'a.b', 'a\nb', true],
    ['=~', '', '', true],
    ['=~', '^a$', 'a', true],
    ['!~', 'a.*', 'abc', false],
    ['!~', 'a.*', '', true],
    ['=~', '5..', '503', true],
  ])('%s %j on %j is %s', (type, value, candidate, expected) => {
    expect(matches(type, value, candidate)).toBe(expected);
  });

  it.each(['(?=a)', '(a)\\1', '(', '[z-a]'])('refuses %j as RE2 does', (pattern) => {
    expect(() => compileMatcher({ name: 'l', type: '=~', value: pattern })).toThrow(
      /invalid regular expression/,
    );
  });

  it('is not slowed down by patterns that make backtracking engines explode', () => {
    expect(matches('=~', '(a+)+b', 'a'.repeat(5_000))).toBe(false);
  });
});
