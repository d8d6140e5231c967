import { describe, expect, it } from 'vitest';
import { listSelectors } from './list-selectors.ts';
import { parseExpr } from './parse/parse-expr.ts';

describe('listSelectors', () => {
  it.each([
    ['1 + time()', []],
    ['sum(rate(a[5m])) / on (x) -(b offset 5m)', ['a', 'b']],
    ['topk(scalar(k), max_over_time(v[1h:1m]))', ['k', 'v']],
    ['info(a, {data="x"})', ['a']],
  ])('of %s', (text, names) => {
    const selectors = listSelectors(parseExpr(text, { experimental: true }));
    expect(selectors.map(({ name }) => name)).toEqual(names);
  });
});
