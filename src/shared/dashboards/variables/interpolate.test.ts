import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuiltinContext } from './builtins.ts';
import { type FilledVariable, interpolatePromql, interpolateText } from './interpolate.ts';

const BUILTINS: BuiltinContext = {
  startMs: 1_600_000_000_000,
  endMs: 1_600_003_600_000,
  stepMs: 15_000,
  scrapeIntervalMs: 10_000,
  dashboardTitle: 'My page',
};

function filled(name: string, values: readonly string[], rest: Partial<FilledVariable> = {}): FilledVariable {
  const text = values.join(' + ');
  return { name, values, text, all: false, allValue: null, multiple: values.length > 1, ...rest };
}

/** The signs `§{` stand for a dollar and a brace, which would look like a forgotten template. */
function promql(expr: string, ...variables: FilledVariable[]): string {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  return interpolatePromql(expr.replaceAll('§', '$'), byName, BUILTINS).text;
}

/** What a PromQL string between double quotes stands for. */
function unquote(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', r: '\r', t: '\t' })[char] ?? char);
}

describe('interpolatePromql', () => {
  it.each([['up{job="$job"}'], ['up{job="§{job}"}'], ['up{job="[[job]]"}'], ['up{job="§{job.value}"}']])(
    'fills %s',
    (expr) => {
      expect(promql(expr, filled('job', ['api']))).toBe('up{job="api"}');
    },
  );

  it('writes several values as escaped alternatives', () => {
    expect(promql('up{i=~"$i"}', filled('i', ['10.0.0.1:9100', 'b|c']))).toBe(
      'up{i=~"(10\\\\.0\\\\.0\\\\.1:9100|b\\\\|c)"}',
    );
  });

  it('escapes one value of a multi-value variable in a regular expression only', () => {
    const one = filled('i', ['a.b'], { multiple: true });
    expect(promql('up{i=~"$i",j="$i"}', one)).toBe('up{i=~"a\\\\.b",j="a.b"}');
  });

  it('leaves the one value of other variables a regular expression', () => {
    expect(promql('up{i=~"$i"}', filled('i', ['a.*']))).toBe('up{i=~"a.*"}');
  });

  it('puts a value for all as its author wrote it, and else all options', () => {
    const all = { all: true, multiple: true };
    expect(promql('up{i=~"$i"}', filled('i', ['a', 'b'], { ...all, allValue: '.+' }))).toBe('up{i=~".+"}');
    expect(promql('up{i=~"$i"}', filled('i', ['a', 'b'], all))).toBe('up{i=~"(a|b)"}');
    expect(promql('up{i=~"$i"}', filled('i', [], all))).toBe('up{i=~""}');
  });

  it('fills code as it is', () => {
    expect(
      promql('rate($m[$w]) > $t', filled('m', ['a_total']), filled('w', ['5m']), filled('t', ['0.5'])),
    ).toBe('rate(a_total[5m]) > 0.5');
  });

  it.each([
    ['§{v:regex}', '"(a\\\\.b|c\\"d)"'],
    ['§{v:pipe}', '"a.b|c\\"d"'],
    ['§{v:csv}', '"a.b,c\\"d"'],
    ['§{v:raw}', '"a.b,c\\"d"'],
    ['§{v:glob}', '"{a.b,c\\"d}"'],
    ['§{v:join:;}', '"a.b;c\\"d"'],
  ])('formats %s', (reference, expected) => {
    expect(promql(`"${reference}"`, filled('v', ['a.b', 'c"d']))).toBe(expected);
  });

  it('leaves what is no variable and says so', () => {
    const expr = 'label_replace(up, "a", "$1", "b", "(.*)") + $nope';
    expect(interpolatePromql(expr, new Map(), BUILTINS)).toEqual({ text: expr, unknown: ['1', 'nope'] });
  });

  it('leaves a mention in a format that is not known', () => {
    expect(promql('§{v:sparkle}', filled('v', ['x']))).toBe('$' + '{v:sparkle}');
  });

  it.each([
    ['$__interval', '15s'],
    ['$__interval_ms', '15000'],
    ['§{__rate_interval}', '40s'],
    ['$__range', '3600s'],
    ['$__range_s', '3600'],
    ['$__range_ms', '3600000'],
    ['$__from', '1600000000000'],
    ['§{__to:date:iso}', '2020-09-13T13:26:40.000Z'],
    ['§{__from:date:YYYY-MM-DD HH:mm}', '2020-09-13 12:26'],
    ['§{__from:date:seconds}', '1600000000'],
    ['$__dashboard', 'My page'],
    ['$__all', '.*'],
    ['$timeFilter', 'time >= 1600000000000ms and time <= 1600003600000ms'],
  ])('knows %s', (expr, expected) => {
    expect(promql(expr)).toBe(expected);
  });

  it('prefers a variable of the dashboard to a built-in one', () => {
    expect(promql('$interval', filled('interval', ['9m']))).toBe('9m');
    expect(promql('$interval')).toBe('15s');
  });

  it('is not misled by quotes in comments and other strings', () => {
    const expr = 'up{a=\'it\\\'s "$v"\'} # don\'t\n + down{b=~"$v"}';
    expect(promql(expr, filled('v', ["x.'y"], { multiple: true }))).toBe(
      "up{a='it\\'s \"x.\\'y\"'} # don't\n + down{b=~\"x\\\\.'y\"}",
    );
  });

  it('never lets a value end its string', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.constantFrom('=', '=~'),
        (values, multiple, operator) => {
          const text = promql(
            `up{a${operator}"$v"}`,
            filled('v', values, { multiple: multiple || values.length > 1 }),
          );
          const inner = text.slice(`up{a${operator}"`.length, -2);
          // Between the quotes no quote is bare, no backslash is last, and no line ends.
          expect(inner).toMatch(/^(?:[^"\\\n]|\\.)*$/s);
          expect(text.endsWith('"}')).toBe(true);
        },
      ),
    );
  });

  it('makes a regular expression that matches exactly the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 4 }),
        fc.string({ unit: 'grapheme' }),
        (values, other) => {
          const text = promql('up{a=~"$v"}', filled('v', values, { multiple: true }));
          const regex = new RegExp(`^(?:${unquote(text.slice(7, -2))})$`, 's');
          for (const value of values) expect(regex.test(value)).toBe(true);
          expect(regex.test(other)).toBe(values.includes(other));
        },
      ),
    );
  });

  it('never changes a text without variables', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('$') && !text.includes('[['));
        expect(interpolatePromql(text, new Map(), BUILTINS).text).toBe(text);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    const startedMs = performance.now();
    for (const part of ['${', '[[', '${a:', '${a.b', '[[a:', '$$$']) {
      interpolatePromql(part.repeat(50_000), new Map(), BUILTINS);
    }
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe('interpolateText', () => {
  const text = (source: string, ...variables: FilledVariable[]): string =>
    interpolateText(
      source.replaceAll('§', '$'),
      new Map(variables.map((variable) => [variable.name, variable])),
      BUILTINS,
    ).text;

  it('shows the names of the chosen options', () => {
    expect(text('CPU of $host', filled('host', ['1', '2'], { text: 'one + two' }))).toBe('CPU of one + two');
  });

  it.each([
    ['§{v:queryparam}', 'var-v=a%20b&var-v=c%27d'],
    ['§{v:json}', '["a b","c\'d"]'],
    ['§{v:doublequote}', '"a b","c\'d"'],
    ['§{v:singlequote}', "'a b','c\\'d'"],
    ['§{v:sqlstring}', "'a b','c''d'"],
    ['§{v:percentencode}', '%7Ba%20b%2Cc%27d%7D'],
    ['§{v:html}', 'a b, c&#39;d'],
    ['§{v:text}', "a b + c'd"],
    ['§{v:lucene}', '("a\\ b" OR "c\'d")'],
    ['§{v:distributed}', "a b,v=c'd"],
  ])('formats %s', (reference, expected) => {
    expect(text(reference, filled('v', ['a b', "c'd"]))).toBe(expected);
  });

  it('survives values that are no whole Unicode in addresses', () => {
    expect(text('§{v:queryparam}', filled('v', ['\ud800']))).toBe('var-v=%EF%BF%BD');
  });
});
