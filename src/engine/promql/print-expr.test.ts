import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expr } from './ast.ts';
import { parseExpr } from './parse/parse-expr.ts';
import { printExpr } from './print-expr.ts';

/** Places and parentheses don't count. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== 'object' || value === null) return value;
  if ('kind' in value && value.kind === 'paren' && 'expr' in value) return meaning(value.expr);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'range' && key !== 'operatorRange')
      .map(([key, inner]) => [key, meaning(inner)]),
  );
}

function parse(text: string): Expr {
  return parseExpr(text, { experimental: true });
}

const label = fc.constantFrom('job', 'le', 'instance', '__name__', 'dotted.name');
const labelText = label.map((name) => (name.includes('.') ? JSON.stringify(name) : name));
const value = fc.constantFrom('a', 'a|b', '', 'with "quotes" \\ and\nlines', 'ü');
const matcher = fc
  .tuple(labelText, fc.constantFrom('=', '!='), value)
  .map(([name, op, text]) => `${name}${op}${JSON.stringify(text)}`);
const duration = fc.constantFrom(
  '5m',
  '1h30m',
  '90',
  '1.5',
  '500ms',
  'step()',
  '2m * (3 + 1)',
  'min_of(1m, step())',
);
const modifiers = fc.constantFrom(
  '',
  ' offset 5m',
  ' offset -1m',
  ' @ 12.345',
  ' @ start()',
  ' @ end() offset 1h',
);
const selector = fc
  .tuple(
    fc.constantFrom('up', 'node:cpu:rate5m', 'sum', 'offset', 'http_requests_total'),
    fc.array(matcher, { maxLength: 2 }),
  )
  .map(([name, matchers]) => `${name}{${matchers.filter((one) => !one.startsWith('__name__')).join(',')}}`);
const range = fc.tuple(selector, duration, modifiers).map(([s, d, m]) => `${s}[${d}]${m}`);
const operator = fc.constantFrom('+', '-', '*', '/', '%', '^', 'atan2');
const comparison = fc.constantFrom(
  '==',
  '> bool',
  '<= on (job)',
  '!= ignoring (le) group_left (instance)',
  '</',
);
const set = fc.constantFrom('and', 'or', 'unless on (job)', 'and ignoring ()');

const { vector } = fc.letrec<{ vector: string; scalar: string }>((tie) => ({
  scalar: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', '-2', '0.5', '+Inf', 'NaN', '1e3', '5m', 'time()', '-pi()'),
    fc.tuple(tie('scalar'), operator, tie('scalar')).map(([a, op, b]) => `${a} ${op} ${b}`),
    tie('scalar').map((a) => `-(${a})`),
    tie('vector').map((a) => `scalar(${a})`),
  ),
  vector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(selector, modifiers).map((parts) => parts.join('')),
    range.map((text) => `rate(${text})`),
    fc.tuple(tie('vector'), duration, modifiers).map(([a, d, m]) => `max_over_time((${a})[${d}:1m]${m})`),
    fc
      .tuple(tie('vector'), fc.oneof(operator, comparison, set), tie('vector'))
      .map((parts) => parts.join(' ')),
    fc.tuple(tie('scalar'), operator, tie('vector')).map((parts) => parts.join(' ')),
    fc.tuple(labelText, tie('vector')).map(([name, a]) => `sum by (${name}) (${a})`),
    fc.tuple(tie('scalar'), tie('vector')).map(([k, a]) => `topk without (job) (${k}, ${a})`),
    tie('vector').map((a) => `-${a}`),
    tie('vector').map((a) => `label_replace((${a}), "x", "$1", "job", "(.*)")`),
  ),
}));

describe('the printer', () => {
  it('writes what parses to the same expression', () => {
    fc.assert(
      fc.property(vector, (text) => {
        const parsed = parse(text);
        const printed = printExpr(parsed);
        expect(meaning(parse(printed))).toEqual(meaning(parsed));
        expect(printExpr(parse(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['sum(a)by(b)', 'sum by (b) (a)'],
    ['-2^2', '-2 ^ 2'],
    ['a[5m]offset 1h', 'a[5m] offset 1h'],
    ['{__name__="a",b=~"c.*"}', '{__name__="a",b=~"c.*"}'],
    ['a+on(b)group_left c', 'a + on (b) group_left () c'],
  ])('writes %s as %s', (text, printed) => {
    expect(printExpr(parse(text))).toBe(printed);
  });

  it('adds the parentheses that an expression built by hand needs', () => {
    const sum = parse('a + b');
    const product = parse('x * y');
    if (product.kind !== 'binary') throw new Error('not binary');
    expect(printExpr({ ...product, lhs: sum })).toBe('(a + b) * y');
  });
});
