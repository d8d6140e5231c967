import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { checkTemplate, expandTemplate, type TemplateData } from './template.ts';

const LABELS = [
  ['__name__', 'x'],
  ['instance', 'host.example.com:9090'],
  ['job', 'api'],
] as const;

const DATA: TemplateData = {
  labels: LABELS,
  externalLabels: [['region', 'eu']],
  externalUrl: 'http://localhost:9090/prom/',
  value: 1234567.891,
  atMs: 1_435_065_584_128,
  query: async (expr) => {
    if (expr === 'x +') throw new AppError('bad_data', '1:4: parse error: unexpected end of input');
    if (expr === 'two') {
      return [
        { labels: [['job', 'b']], value: 2 },
        { labels: [['job', 'a']], value: 1 },
      ];
    }
    return expr === 'x' ? [{ labels: LABELS, value: 1234567.891 }] : [];
  },
};

function expand(text: string): Promise<string> {
  return expandTemplate(text, '__alert_A', DATA);
}

/** The expected texts are what promtool 2.42 writes for the same templates. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are Go's templates
describe('templates', () => {
  it.each([
    ['no actions', 'no actions'],
    ['[{{ $labels.missing }}]', '[]'],
    ['[{{ $labels }}]', '[map[__name__:x instance:host.example.com:9090 job:api]]'],
    ['[{{ $value }}] {{ .Value }}', '[1.234567891e+06] 1.234567891e+06'],
    ['{{ $externalLabels.region }} {{ $externalURL }}', 'eu http://localhost:9090/prom/'],
    ['{{ .Labels.job | title | printf "%s" }}', 'Api'],
    ['{{- "a" -}}   b   {{- /* c */ -}}  c', 'abc'],
    ['{{ "a\\tb\\u00e9" }} {{ `raw\\n` }}', 'a\tbé raw\\n'],
    ["{{ 1e3 }} {{ 1.5 }} {{ 0x10 }} {{ 'a' }} {{ true }} {{ 1_000 }}", '1000 1.5 16 97 true 1000'],
    ['{{ 0x1p-2 }} {{ 0x1.8p3 }} {{ 0x_1F }}', '0.25 12 31'],
    ['{{ 3.0 }} {{ 100000000.0 }} {{ 1e21 }} {{ 0.00001 }} {{ 123456.7 }}', '3 1e+08 1e+21 1e-05 123456.7'],
  ])('writes values: %s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });

  it('writes what Go has and it lacks as an error in its place', async () => {
    expect(checkTemplate('{{ 1i }}', 'a')).toBeNull();
    expect(await expand('{{ 1i }}')).toMatch(
      /^<error expanding template: .* at <1i>: complex number 1i is not supported>$/,
    );
    expect(checkTemplate('{{ (toTime $value).Year }}', 'a')).toBeNull();
    expect(await expand('{{ (toTime $value).Year }}')).toMatch(
      /^<error expanding template: .*can't evaluate field Year/,
    );
  });

  it.each([
    ['{{ $x = 1 }}', 'undefined variable: $x'],
    ['{{ $x := $x }}', 'undefined variable: $x'],
    [
      '{{ template "nope" }}',
      ':1:124: executing "__alert_A" at <{{template "nope"}}>: template "nope" not defined',
    ],
    ['{{ index nil 1 }}', 'index of untyped nil'],
  ])('fails where it is expanded and not where it is loaded: %s', async (text, message) => {
    expect(checkTemplate(text, 'a')).toBeNull();
    expect(await expand(text)).toContain(message);
  });

  it.each([
    ['{{if 1}}{{define "a"}}{{end}}{{end}}', 'unexpected <define> in command'],
    ['{{define "a"}}x{{end}}{{define "a"}}y{{end}}', 'multiple definition of template "a"'],
    ['{{ /* c */}}', 'unrecognized character'],
    ['{{ 0x1.8 }}', 'bad number syntax'],
  ])('refuses %s where it is loaded', (text, message) => {
    expect(checkTemplate(text, 'a')).toContain(message);
  });

  it.each([
    ['{{ if gt $value 10.0 }}x{{ end }}', 'x'],
    ['{{ if false }}a{{ else if true }}b{{ else }}c{{ end }}', 'b'],
    ['{{ with query "nope" }}yes{{ else }}no{{ end }}', 'no'],
    ['{{ with $labels.job -}} on {{ . }}{{- end }}', 'on api'],
    ['{{ $x := 5 }}{{ if true }}{{ $x = 6 }}{{ end }}{{ $x }}', '6'],
    [
      '{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}',
      '__name__=x;instance=host.example.com:9090;job=api;',
    ],
    ['{{ range query "nope" }}x{{ else }}none{{ end }}', 'none'],
    ['{{ range query "two" }}{{ if eq .Value 1.0 }}{{ break }}{{ end }}{{ .Labels.job }}{{ end }}', 'b'],
    ['{{ range query "two" }}{{ if eq .Value 2.0 }}{{ continue }}{{ end }}{{ .Labels.job }}{{ end }}', 'a'],
    ['{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" 5 }}', '[5]'],
    ['{{ block "b" $value }}{{ . | humanize }}{{ end }}', '1.235M'],
    ['{{ and 0 1 }} {{ or 0 "x" }} {{ not 0 }} {{ and 1 "y" }}', '0 x true y'],
    [
      '{{ eq "a" "b" "a" }} {{ lt 1 2 }} {{ le "a" "b" }} {{ ne 1 2 }} {{ ge 2.5 2.5 }}',
      'true true true true true',
    ],
  ])('controls the flow: %s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });

  it.each([
    ['{{ printf "%d" $value }}', '%!d(float64=1.234567891e+06)'],
    [
      '{{ printf "%v %5.1f|%-8.2f|%+e" $value $value $value $value }}',
      '1.234567891e+06 1234567.9|1234567.89|+1.234568e+06',
    ],
    ['{{ printf "%.3g" $value }} {{ printf "%q" $labels.job }}', '1.23e+06 "api"'],
    ['{{ printf "%s %s" "a" }}|{{ printf "%s" "a" "b" }}', 'a %!s(MISSING)|a%!(EXTRA string=b)'],
    ['{{ printf "%t %x %X %o %b %c %U" true 255 255 8 5 65 65 }}', 'true ff FF 10 101 A U+0041'],
    ['{{ printf "%5d|%-5d|%05d|%+d" 42 42 42 42 }}', '   42|42   |00042|+42'],
    ['{{ printf "%x %10s|%-10s|%.2s" "hi" "abc" "abc" "abc" }}', '6869        abc|abc       |ab'],
    ['{{ printf "%T %T %T %T" 1 1.5 "a" $labels }}', 'int float64 string map[string]string'],
    ['{{ printf "%*d" 5 42 }} {{ printf "%[2]d %[1]d" 1 2 }} {{ printf "%z" 1 }}', '   42 2 1 %!z(int=1)'],
    ['{{ printf "%.2f" 5 }} {{ printf "%d" "x" }}', '%!f(int=05) %!d(string=x)'],
    ['{{ printf "%.0f %.0f %.2f %.1f" 2.5 3.5 0.125 0.25 }}', '2 4 0.12 0.2'],
    ['{{ 5 | printf "%d-%d" 4 }} {{ print 1 2 "a" "b" 3 }}', '4-5 1 2ab3'],
  ])('prints as Go does: %s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });

  it.each([
    ['{{ humanize 0.00123 }} {{ humanize 1234567 }} {{ humanize1024 1048576 }}', '1.23m 1.235M 1Mi'],
    [
      '{{ humanizePercentage 0.12345 }} {{ humanizeTimestamp 1435065584.128 }}',
      '12.35% 2015-06-23 13:19:44.128 +0000 UTC',
    ],
    ['{{ "43200" | humanizeDuration }} {{ humanizeDuration 0.0012 }}', '12h 0m 0s 1.2ms'],
    [
      '{{ humanizeDuration 12345678.9 }} {{ toTime 1435065584.128 }}',
      '142d 21h 21m 18s 2015-06-23 13:19:44.128 +0000 UTC',
    ],
    ['{{ title "hello world" }} {{ toUpper "abc" }} {{ stripPort "a.b:90" }}', 'Hello World ABC a.b'],
    [
      '{{ stripDomain "a.b:90" }} {{ stripDomain "1.2.3.4:90" }} {{ stripDomain "a.b.c" }}',
      'a:90 1.2.3.4:90 a',
    ],
    ['{{ reReplaceAll "(.*):.*" "$1x" "host:90" }}|{{ reReplaceAll "(.*):.*" "${1}x" "host:90" }}', '|hostx'],
    ['{{ match "a.c" "xabcx" }} {{ parseDuration "1h30m" }} {{ now }}', 'true 5400 1.435065584128e+09'],
    [
      '{{ graphLink "up == 1" }} {{ tableLink "up" }}',
      '/graph?g0.expr=up+%3D%3D+1&g0.tab=0 /graph?g0.expr=up&g0.tab=1',
    ],
    [
      '{{ externalURL }} {{ pathPrefix }} {{ urlQueryEscape "a b" }}',
      'http://localhost:9090/prom/ /prom a+b',
    ],
    ['{{ query "x" | first | value }} {{ label "job" (first (query "x")) }}', '1.234567891e+06 api'],
    ['{{ range sortByLabel "job" (query "two") }}{{ .Labels.job }}{{ end }}', 'ab'],
    ['{{ (index (query "x") 0).Value }} {{ len (query "two") }}', '1.234567891e+06 2'],
    ['{{ index $labels "job" }} {{ slice "abcdef" 1 3 }} {{ len "héé" }} {{ index "abc" 1 }}', 'api bc 5 98'],
    [
      '{{ html "<a>&\'\\"" }} {{ js "a\'b<c>" }} {{ urlquery "a b&c" }}',
      "&lt;a&gt;&amp;&#39;&#34; a\\'b\\u003Cc\\u003E a+b%26c",
    ],
    ['{{ args 1 "b" }} {{ safeHtml "<b>" }}', 'map[arg0:1 arg1:b] <b>'],
  ])('knows the functions: %s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });

  it.each([
    [
      '{{ if gt $value 10 }}x{{ end }}',
      '1:118: executing "__alert_A" at <gt $value 10>: error calling gt: incompatible types for comparison',
    ],
    [
      '{{ $labels.job.x }}',
      '1:122: executing "__alert_A" at <$labels.job.x>: can\'t evaluate field x in type string',
    ],
    [
      '{{ humanize "abc" }}',
      '1:115: executing "__alert_A" at <humanize "abc">: error calling humanize: strconv.ParseFloat: parsing "abc": invalid syntax',
    ],
    [
      '{{ query "nope" | first | value }}',
      '1:130: executing "__alert_A" at <first>: error calling first: first() called on vector with no elements',
    ],
    [
      '{{ query "x +" }}',
      '1:115: executing "__alert_A" at <query "x +">: error calling query: 1:4: parse error: unexpected end of input',
    ],
    ['{{ nil }}', '1:115: executing "__alert_A" at <nil>: nil is not a command'],
    [
      '{{ eq 1 1.0 }}',
      '1:115: executing "__alert_A" at <eq 1 1.0>: error calling eq: incompatible types for comparison',
    ],
  ])('makes a text of an error: %s', async (text, expected) => {
    expect(await expand(text)).toBe(
      `<error expanding template: error executing template __alert_A: template: __alert_A:${expected}>`,
    );
  });

  it('says so where a construct is not supported', async () => {
    expect(await expand('{{ (toTime 0).Year }}')).toMatch(/^<error expanding template: .*field Year/);
  });

  it('sets only variables that there are', async () => {
    expect(await expand('{{ $x = 1 }}')).toBe(
      '<error expanding template: error executing template __alert_A: undefined variable: $x>',
    );
  });

  it('stops templates that call themselves', async () => {
    const text = '{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}';
    expect(await expand(text)).toMatch(/exceeded maximum template depth/);
  });

  it.each([
    ['{{ $nope }}', 'undefined variable "$nope"'],
    ['{{ nope 1 }}', 'function "nope" not defined'],
    ['{{ if true }}', 'unexpected EOF'],
    ['{{ end }}', 'unexpected {{end}}'],
    ['{{ "a }}', 'unterminated quoted string'],
    ['{{ $value', 'unclosed action'],
    ['{{ break }}', '{{break}} outside {{range}}'],
    ['{{ }}', 'missing value for command'],
    ['{{ 1 | 2 }}', 'non executable command in pipeline stage 2'],
    [`{{ ${'('.repeat(5_000)} }}`, 'template is nested too deeply'],
  ])('refuses at load: %s', (text, message) => {
    expect(checkTemplate(text, '__alert_A')).toContain(message);
  });

  it('does not trip over label names that mean something to JavaScript', async () => {
    const data = { ...DATA, labels: [['__proto__', 'p']] as const };
    expect(await expandTemplate('{{ $labels.__proto__ }}|{{ $labels.constructor }}', 'a', data)).toBe('p|');
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are Go's templates
