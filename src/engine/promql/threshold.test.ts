import { describe, expect, it } from 'vitest';
import { dependsOnQueryRange, findThreshold, withThreshold } from './threshold.ts';

describe('the threshold of an expression', () => {
  it.each([
    ['up == 0', 'up', '==', 0],
    ['rate(errors[5m]) / rate(all[5m]) > 0.05', 'rate(errors[5m]) / rate(all[5m])', '>', 0.05],
    ['(a + b >= bool 1e3)', 'a + b', '>=', 1_000],
    ['((a < -5))', 'a', '<', -5],
    ['5 < a', 'a', '<', 5],
    ['sum by (x) (a) != +Inf # why', 'sum by (x) (a)', '!=', Number.POSITIVE_INFINITY],
  ])('is found in %s', (text, expr, op, value) => {
    expect(findThreshold(text)).toMatchObject({ expr, op, value });
  });

  it.each(['a', 'a > b', '1 > bool 2', 'a > 1 and b < 2', 'a > (1)', 'a + 1', 'sum(a > 1)', '-(a > 1)'])(
    'is not found in %s',
    (text) => {
      expect(findThreshold(text)).toBeNull();
    },
  );

  it('is replaced at its place alone', () => {
    expect(withThreshold('(a{x="1"} > bool 1) # 1', 0.25)).toBe('(a{x="1"} > bool 0.25) # 1');
    expect(withThreshold('a < -5', -1e-7)).toBe('a < -1e-7');
    expect(withThreshold('a > b', 3)).toBe('a > b');
  });
});

describe('dependence on the range of the query', () => {
  it.each(['a @ start()', 'sum(rate(a[5m] @ end()))', 'max_over_time((a @ end())[5m:1m]) > 1'])(
    '%s has it',
    (text) => {
      expect(dependsOnQueryRange(text)).toBe(true);
    },
  );

  it.each(['a', 'a @ 100', 'time() > bool 5', 'max_over_time(a[5m:1m] offset 5m)'])('%s has none', (text) => {
    expect(dependsOnQueryRange(text)).toBe(false);
  });
});
