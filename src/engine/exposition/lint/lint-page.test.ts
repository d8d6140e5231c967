import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpositionError } from '../exposition-error.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import { parsePage } from '../parse-page.ts';
import { lintPage } from './lint-page.ts';

function find(page: string, format: ExpositionFormat): string[] {
  return lintPage(Buffer.from(page), format).findings.map(
    ({ line, column, severity, rule }) => `${line}:${column} ${severity} ${rule}`,
  );
}

const HELP = '# HELP a x\n';

describe('lintPage of the text format', () => {
  it.each<[string, string, string[]]>([
    ['a clean page', '# HELP a_total x\n# TYPE a_total counter\na_total{b="c"} 1\n', []],
    ['no newline at the end', `${HELP}a 1`, ['2:4 error newline_missing']],
    ['a second HELP', `${HELP}# HELP a y\na 1\n`, ['2:1 error metadata_repeated']],
    ['TYPE behind the samples', `${HELP}a 1\n# TYPE a gauge\n`, ['3:1 error metadata_late']],
    ['HELP behind the samples', 'a 1\n# HELP a x\n', []],
    ['a family in two places', `${HELP}a 1\n# HELP b x\nb 1\na{c="d"} 2\n`, ['5:1 error family_interleaved']],
    ['a series twice', `${HELP}a{b="1"} 1\na{b="1"} 2\n`, ['3:1 error series_duplicate']],
    ['an escape that is none', `${HELP}a{b="\\x"} 1\n`, ['2:6 error escape']],
    ['a comma that is missing', `${HELP}a{b="c"d="e"} 1\n`, ['2:8 error label_separator']],
    ['a line break in a value', `${HELP}a{b="c\nd"} 1\n`, ['2:7 error label_value']],
    [
      'seconds for milliseconds',
      `${HELP}a 1 1520879607\n`,
      ['2:5 advice timestamp_present', '2:5 warning timestamp_unit'],
    ],
    ['an exemplar', `${HELP}a_total 1 # {b="c"} 1\n`, ['2:11 error timestamp']],
    ['lines with carriage returns', `${HELP}a 1\r\n`, ['2:3 error value']],
    ['a page of HTML', '<html>\n<body>\n', ['1:1 error line_start']],
    ['a NUL byte', `${HELP}a 1\n\0b 1\n`, ['3:1 error line_start']],
    ['a NUL byte in a comment', `${HELP}a 1\n# \0\nb 1\n`, ['3:1 error line_start']],
    [
      'lines of OpenMetrics',
      `${HELP}# UNIT a x\na 1\n# EOF\n`,
      ['2:1 advice openmetrics_comment', '4:1 advice openmetrics_comment'],
    ],
    [
      'a reserved label',
      `${HELP}a{__b="c",job="d",e=""} 1\n`,
      ['2:3 warning label_reserved', '2:11 advice label_of_target', '2:19 advice label_empty'],
    ],
    [
      'a negative counter',
      '# HELP a_total x\n# TYPE a_total counter\na_total -1\n',
      ['3:9 warning counter_value'],
    ],
    [
      'several bad lines',
      'a\nb{ 1\nc 1\n',
      ['1:2 error value', '2:4 error label_name', '3:1 warning help_missing'],
    ],
  ])('%s', (_, page, expected) => {
    expect(find(page, 'text')).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['bounds that go down', 'le="2"} 1|le="1"} 1|le="+Inf"} 1|C 1|S 1', ['5:10 error bucket_order']],
    ['no +Inf', 'le="2"} 1|C 1|S 1', ['4:1 error bucket_inf']],
    ['counts that go down', 'le="2"} 2|le="+Inf"} 1|C 1|S 1', ['5:21 error bucket_cumulative']],
    ['another count', 'le="+Inf"} 1|C 2|S 1', ['5:9 error bucket_count']],
    ['a bound that is no number', 'le="0x1p-3"} 1|le="+Inf"} 1|C 1|S 1', ['4:10 error bucket_le']],
    ['no count', 'le="+Inf"} 1|S 1', ['5:1 warning histogram_count']],
  ])('a histogram with %s', (_, lines, expected) => {
    const samples = lines
      .split('|')
      .map((line) => line.replace(/^le/, 'a_bucket{le').replace(/^C/, 'a_count').replace(/^S/, 'a_sum'));
    expect(find(`# HELP a x\n# TYPE a histogram\n\n${samples.join('\n')}\n`, 'text')).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a_milliseconds', 'gauge', 'unit_base'],
    ['a_ms', 'gauge', 'unit_abbreviation'],
    ['a', 'counter', 'counter_total'],
    ['a_total', 'gauge', 'total_reserved'],
    ['a_bucket', 'gauge', 'suffix_reserved'],
    ['a_sum', 'counter', 'suffix_reserved'],
    ['a_gauge', 'gauge', 'type_in_name'],
    ['a:b', 'gauge', 'name_colon'],
    ['aB', 'gauge', 'name_case'],
  ])('the name %s of a %s', (name, type, rule) => {
    const page = `# HELP ${name} x\n# TYPE ${name} ${type}\n${name} 1\n`;
    expect(find(page, 'text')).toContain(`1:1 warning ${rule}`);
  });
});

describe('lintPage of OpenMetrics', () => {
  it.each<[string, string, string[]]>([
    ['a counter without _total', '# TYPE a counter\na 1', ['3:1 error sample_name']],
    ['a comma behind the last label', 'a{b="c",} 1', ['2:9 error label_separator']],
    ['an exemplar of a gauge', '# TYPE a gauge\na 1 # {b="c"} 1', ['3:5 error exemplar_place']],
    [
      'a long exemplar',
      `# TYPE a counter\na_total 1 # {b="${'x'.repeat(128)}"} 1`,
      ['3:11 error exemplar_length'],
    ],
    ['an info of 2', '# TYPE a info\na_info 2', ['3:8 error info_value']],
    ['a state without its label', '# TYPE a stateset\na 1', ['3:1 error stateset_label']],
    [
      'a metric in two places',
      '# TYPE a gauge\na{b="1"} 1 1\na{b="2"} 1 1\na{b="1"} 2 2',
      ['3:12 advice timestamp_present', '5:1 error metric_interleaved'],
    ],
    [
      'timestamps that go back',
      'a 1 2\na 1 1',
      ['2:5 advice timestamp_present', '3:1 error timestamp_order'],
    ],
    [
      'timestamps here and there',
      'a 1\na 1 1',
      ['3:1 error timestamp_mixed', '3:5 advice timestamp_present'],
    ],
    ['names that clash', '# TYPE a counter\n# TYPE a_created gauge', ['3:1 error name_clash']],
    ['a summary of negative values', '# TYPE a summary\na_sum -1', ['3:7 error summary_value']],
    [
      '"_created" in milliseconds',
      '# TYPE a counter\na_total 1\na_created 1520879607000',
      ['4:11 warning created_value'],
    ],
  ])('%s', (_, lines, expected) => {
    const findings = find(`# HELP a x\n${lines}\n# EOF\n`, 'openmetrics');
    expect(findings.filter((finding) => !finding.endsWith('help_missing'))).toEqual(expected);
  });

  it('counts characters and not bytes of an exemplar', () => {
    const page = `# HELP a x\n# TYPE a counter\na_total 1 # {b="${'☃'.repeat(127)}"} 1\n# EOF\n`;
    expect(find(page, 'openmetrics')).toEqual([]);
  });
});

describe('lintPage of anything', () => {
  const pieces = [
    'a',
    'b_total',
    '{',
    '}',
    '"',
    ',',
    '=',
    '\\',
    '\n',
    ' ',
    '1',
    '-1',
    '# TYPE a ',
    '# HELP ',
    'counter',
    'le',
    'histogram',
    '# EOF\n',
    '\t',
    '\0',
    ' # {',
    'é',
  ];
  const page = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

  it.each<ExpositionFormat>(['text', 'openmetrics'])('refuses what the scraper of %s refuses', (format) => {
    fc.assert(
      fc.property(page, (text) => {
        const body = Buffer.from(text);
        let accepted = true;
        try {
          parsePage(body, format);
        } catch (error) {
          if (!(error instanceof ExpositionError)) throw error;
          accepted = false;
        }
        expect(lintPage(body, format).findings.some(({ refused }) => refused)).toBe(!accepted);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lists some findings of a rule and counts the others', () => {
    const { findings, left } = lintPage(Buffer.from('a 1\n'.repeat(300)), 'text');
    expect(findings.filter(({ rule }) => rule === 'series_duplicate')).toHaveLength(200);
    expect(left).toBe(99);
  });

  it('gives up on a page that has hardly a readable line', () => {
    const { findings } = lintPage(Buffer.from('{\n'.repeat(100_000)), 'text');
    expect(findings).toHaveLength(100);
  });
});
