import { describe, expect, it } from 'vitest';
import type { Matcher } from '../model/matcher.ts';
import { addMatchers } from './add-matchers.ts';
import { parseExpr } from './parse/parse-expr.ts';
import { printExpr } from './print-expr.ts';

const JOB: Matcher = { name: 'job', type: '=~', value: 'a|"b"' };

function added(expr: string, matchers: readonly Matcher[] = [JOB]): string {
  return printExpr(addMatchers(parseExpr(expr, { experimental: true }), matchers));
}

describe('addMatchers', () => {
  it('reaches every selector and escapes values', () => {
    expect(added('sum by (x) (rate(a{b="c"}[5m])) / on (x) group_left () d offset 1m')).toBe(
      'sum by (x) (rate(a{b="c",job=~"a|\\"b\\""}[5m])) / on (x) group_left () d{job=~"a|\\"b\\""} offset 1m',
    );
    expect(added('max_over_time((-{__name__="up"})[1h:5m] @ end())')).toContain(
      '{__name__="up",job=~"a|\\"b\\""}',
    );
    expect(added('topk(scalar(n), m)')).toBe('topk(scalar(n{job=~"a|\\"b\\""}), m{job=~"a|\\"b\\""})');
  });

  it('reads as the same expression again, its name last', () => {
    const text = added('quantile_over_time(0.9, a[5m])', [{ name: 'path', type: '!=', value: '/x\\y' }]);
    expect(printExpr(parseExpr(text, { experimental: true }))).toBe(text);
  });

  it('leaves literals and what info() chooses labels by', () => {
    expect(added('1 + 2')).toBe('1 + 2');
    expect(added('info(up, {k8s_cluster="x"})')).toBe('info(up{job=~"a|\\"b\\""}, {k8s_cluster="x"})');
  });
});
