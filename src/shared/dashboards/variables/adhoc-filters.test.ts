import { describe, expect, it } from 'vitest';
import { formatFilterChoice, formatMatchers, matcherOfFilter, parseFilterChoice } from './adhoc-filters.ts';

describe('matcherOfFilter', () => {
  it('takes the operators of PromQL', () => {
    expect(matcherOfFilter({ key: 'job', operator: '!~', value: 'a.*' })).toEqual({
      name: 'job',
      type: '!~',
      value: 'a.*',
    });
  });

  it('reads lists as alternatives', () => {
    const filter = { key: 'path', operator: '=|', value: '/a', extra: { values: ['/a', '/b.c'] } };
    expect(matcherOfFilter(filter)).toEqual({ name: 'path', type: '=~', value: '/a|/b\\.c' });
  });

  it('passes over filters that are not complete or can’t be asked', () => {
    expect(matcherOfFilter({ key: '', operator: '=', value: 'x' })).toBeNull();
    expect(matcherOfFilter({ key: 'a', operator: '=', value: '' })).toBeNull();
    expect(matcherOfFilter({ key: 'a', operator: '<', value: '5' })).toBeNull();
  });
});

describe('choices', () => {
  it('come back as they were, bars and all', () => {
    const matcher = { name: 'a|b', type: '=~', value: 'x|y' } as const;
    expect(parseFilterChoice(formatFilterChoice(matcher))).toEqual(matcher);
  });

  it('are null for other texts', () => {
    for (const text of ['', 'job', 'job|=', 'job|~|x', 'a|=|b|c']) expect(parseFilterChoice(text)).toBeNull();
  });
});

it('writes matchers as a selector takes them', () => {
  expect(
    formatMatchers([
      { name: 'job', type: '=', value: 'a"b\\c' },
      { name: 'http.status', type: '!=', value: '500' },
    ]),
  ).toBe('job="a\\"b\\\\c","http.status"!="500"');
});
