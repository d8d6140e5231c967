import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Expr } from '../ast.ts';
import { printExpr } from '../print-expr.ts';
import { parseExpr } from './parse-expr.ts';

function errorOf(text: string): AppError {
  try {
    parseExpr(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${text} parsed`);
}

/** The grouping of an expression, all operators in parentheses. */
function grouping(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `(${grouping(expr.lhs)} ${expr.op} ${grouping(expr.rhs)})`;
    case 'unary':
      return `${expr.op}(${grouping(expr.expr)})`;
    case 'paren':
      return grouping(expr.expr);
    case 'numberLiteral':
      return String(expr.value);
    case 'vectorSelector':
      return expr.name + (expr.offset === null ? '' : '~') + (expr.at === null ? '' : '@');
    case 'subquery':
      return `${grouping(expr.expr)}[]`;
    case 'call':
      return `${expr.name}(${expr.args.map(grouping).join()})`;
    default:
      return expr.kind;
  }
}

describe('grouping', () => {
  it.each([
    ['-2 ^ 2', '-((2 ^ 2))'],
    ['2 ^ -1 ^ 2', '(2 ^ -((1 ^ 2)))'],
    ['2 ^ 3 ^ 4', '(2 ^ (3 ^ 4))'],
    ['-a * b', '(-(a) * b)'],
    ['1 - -2', '(1 - -2)'],
    ['a + b offset 5m', '(a + b~)'],
    ['a and b @ start() or c', '((a and b@) or c)'],
    ['-a offset 5m', '-(a~)'],
    ['a + b @ 5 * c', '(a + (b@ * c))'],
    ['a + rate(b[5m])', '(a + rate(matrixSelector))'],
    ['max_over_time(-a[5m:])', null],
    ['a or b and c unless d', '(a or ((b and c) unless d))'],
    ['a == b + c', '(a == (b + c))'],
    ['a offset -2 ^ 2', '(a~ ^ 2)'],
  ])('of %s is %s', (text, expected) => {
    if (expected === null) expect(() => parseExpr(text)).toThrow(AppError);
    else expect(grouping(parseExpr(text))).toBe(expected);
  });
});

describe('errors', () => {
  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['foo(', '1:5: parse error: unclosed left parenthesis'],
    ['foo{a="b"', '1:10: parse error: unexpected end of input inside braces'],
    ['foo{a=b}', '1:7: parse error: unexpected identifier "b" in label matching'],
    ['sum(\n  foo{}) +', '2:11: parse error: unexpected end of input'],
    ['nope(foo)', '1:1: parse error: unknown function with name "nope"'],
    ['Rate(foo[5m])', '1:1: parse error: unknown function with name "Rate"'],
    [
      'rate(foo)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['abs(foo, bar)', '1:1: parse error: expected 1 argument(s) in call to "abs", got 2'],
    ['round(foo, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['foo + bool bar', '1:5: parse error: bool modifier can only be used on comparison operators'],
    ['foo and on(a) group_left(b) bar', '1:1: parse error: no grouping allowed for "and" operation'],
    [
      'foo + on(a) group_left(a) bar',
      '1:5: parse error: label "a" must not occur in ON and GROUP clause at once',
    ],
    ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{a=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['foo{__name__="bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
    ['foo[5m] offset 1h offset 1h', '1:1: parse error: offset may not be set multiple times'],
    ['foo[0s]', '1:5: parse error: duration must be greater than 0'],
    ['"a" + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    [
      'topk(foo)',
      '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1',
    ],
    ['foo or 1', '1:1: parse error: set operator "or" not allowed in binary scalar expression'],
    ['"\\q"', '1:1: parse error: error unquoting string "\\q": invalid syntax'],
    ['limitk(1, foo)', '1:1: parse error: limitk() is experimental and not enabled'],
    ['info(foo)', '1:1: parse error: function "info" is not enabled'],
  ])('of %j', (text, message) => {
    const error = errorOf(text);
    expect(error.code).toBe('bad_data');
    expect(error.message).toBe(message);
  });

  it('carry the place in their details', () => {
    expect(errorOf('a +\n rate(b)').details).toEqual({ line: 2, column: 7, start: 10, end: 11 });
  });

  it('name a pattern that RE2 refuses', () => {
    expect(errorOf('foo{a=~"(?=b)"}').message).toMatch(/^1:5: parse error: invalid regular expression/);
  });
});

describe('words of the language as names', () => {
  it.each(['offset', 'sum', 'by', 'and', 'start', 'step', 'without', 'count_values', 'OFFSET'])(
    '%s is a metric too',
    (name) => {
      for (const text of [
        name,
        `${name}{a="b"}`,
        `${name} offset 5m`,
        `1 + ${name}`,
        `sum(${name})`,
        `a and ${name}`,
      ]) {
        expect(printExpr(parseExpr(text))).toBe(text);
      }
      expect(printExpr(parseExpr(`rate(${name}[5m])`))).toBe(`rate(${name}[5m])`);
    },
  );

  it.each(['bool', 'on', 'ignoring', 'group_left', 'group_right'])('%s is none', (name) => {
    expect(errorOf(name).code).toBe('bad_data');
  });
});

const PIECES = (
  'foo rate sum offset bool by on ignoring group_left start end step 5m 1h30m 1 0x1f 1e3 .5 Inf "a" `b` \'c\' { } [ ] ( ) , : = != =~ !~ ' +
  '== <= < > >= + - * / % ^ @ # \\ " and or unless atan2 </ >/ fill anchored smoothed ü 🙂 {{ }} \n'
).split(' ');

describe('any text', () => {
  it('is an expression that prints as one of the same meaning, or an error with a code', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).chain((pieces) => {
      return fc.constantFrom('', ' ').map((between) => pieces.join(between));
    });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 40 })), (input) => {
        try {
          const printed = printExpr(parseExpr(input, { experimental: true }));
          expect(printExpr(parseExpr(printed, { experimental: true }))).toBe(printed);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(['bad_data', 'limit_exceeded']).toContain(error.code);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('limits', () => {
  const deep = 10_000;
  it.each([
    ['parentheses', `${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['signs', `${'-'.repeat(deep)}foo`],
    ['calls', `${'abs('.repeat(deep)}foo${')'.repeat(deep)}`],
    ['operators', `1${' + 1'.repeat(deep)}`],
    ['powers', `1${' ^ 1'.repeat(deep)}`],
    ['subqueries', `foo${'[5m:]'.repeat(deep)}`],
    ['length', `foo{a="${'x'.repeat(300_000)}"}`],
  ])('on %s fail clearly and never overflow the stack', (_what, text) => {
    const error = errorOf(text);
    expect(error.code).toBe('limit_exceeded');
    expect(error.message).toContain('recording rules');
  });

  it('let wide expressions pass', () => {
    const matchers = Array.from({ length: 5_000 }, (_, i) => `l${i}!="x"`).join();
    expect(parseExpr(`foo{${matchers}}`).kind).toBe('vectorSelector');
    expect(parseExpr(`1${' + 1'.repeat(400)}`).kind).toBe('binary');
  });
});

describe('literals', () => {
  it.each([
    ['0x1F', 31],
    ['017', 15],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['2.', 2],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['1h30m', 5400],
    ['500ms', 0.5],
  ])('%s is %d', (text, value) => {
    expect(parseExpr(text)).toMatchObject({ kind: 'numberLiteral', value });
  });

  it.each([
    ['"a\\tb\\u00e9\\x41\\101"', 'a\tbéAA'],
    ["'it\\'s'", "it's"],
    ['`raw\\n`', 'raw\\n'],
    ['"\\xc3\\xbc\\U0001F600"', 'ü😀'],
  ])('%s is %j', (text, value) => {
    expect(parseExpr(text)).toMatchObject({ kind: 'stringLiteral', value });
  });
});
