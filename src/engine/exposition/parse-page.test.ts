import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';
import { ExpositionError } from './exposition-error.ts';
import { acceptHeader, type ExpositionFormat, parseContentType } from './negotiation.ts';
import { parsePage } from './parse-page.ts';

function errorOf(body: string | Uint8Array, format: ExpositionFormat): ExpositionError {
  try {
    parsePage(Buffer.from(body as string), format);
  } catch (error) {
    if (error instanceof ExpositionError) return error;
    throw error;
  }
  throw new Error('the page was accepted');
}

function samplesOf(body: string, format: ExpositionFormat) {
  return parsePage(Buffer.from(body), format).filter((line) => line.kind === 'sample');
}

describe('the text format', () => {
  it.each([
    ['a', 1, 2, 'value'],
    ['ok 1\na{b="c"', 2, 8, 'label_name'],
    ['a{b="c} 1\n', 1, 5, 'label_value'],
    ['a{b} 1', 1, 4, 'label_equals'],
    ['{b="c"} 1', 1, 1, 'metric_name'],
    ['{"a","b"} 1', 1, 6, 'metric_name'],
    ['a{b="1",b="2"} 1', 1, 1, 'label_duplicate'],
    ['a{__name__="b"} 1', 1, 1, 'label_duplicate'],
    ['a{""="b"} 1', 1, 3, 'label_name'],
    ['a 0x1p-3', 1, 3, 'value'],
    ['a 1e400', 1, 3, 'value'],
    ['a 1\r\n', 1, 3, 'value'],
    ['a 1 -5', 1, 5, 'timestamp'],
    ['a 1 1.5', 1, 6, 'line_end'],
    ['a 1 9223372036854775808', 1, 5, 'timestamp'],
    ['a 1 {', 1, 5, 'timestamp'],
    ['# TYPE a info', 1, 10, 'metric_type'],
    ['# TYPE a  counter', 1, 10, 'metric_type'],
    ['# TYPE 1 counter', 1, 8, 'metric_name'],
    ['-a 1', 1, 1, 'line_start'],
    ['<html>', 1, 1, 'line_start'],
  ])('refuses %j at %d:%d', (body, line, column, rule) => {
    expect(errorOf(body, 'text')).toMatchObject({ line, column, rule });
  });

  it('refuses invalid UTF-8 in label values and HELP and shows the line', () => {
    const bad = Buffer.concat([Buffer.from('x 1\na{b="'), Buffer.from([0xff]), Buffer.from('"} 1\n')]);
    expect(errorOf(bad, 'text')).toMatchObject({ line: 2, column: 6, rule: 'utf8', text: 'a{b="\ufffd"} 1' });
    const help = Buffer.concat([Buffer.from('# HELP a '), Buffer.from([0xc3, 0x28]), Buffer.from('\n')]);
    expect(errorOf(help, 'text').rule).toBe('utf8');
  });

  it('takes what a scraper takes though the format does not say so', () => {
    const body = ' a  1\n\t\nb{ x = "1" y="2",, } 2'.replace(',,', ',');
    expect(samplesOf(body, 'text').map((s) => [s.pairs, s.value])).toEqual([
      [[['__name__', 'a']], 1],
      [
        [
          ['__name__', 'b'],
          ['x', '1'],
          ['y', '2'],
        ],
        2,
      ],
    ]);
    expect(samplesOf('a+1\nb{c="\n"}2\n', 'text').map((s) => s.value)).toEqual([1, 2]);
  });

  it('resolves escapes and keeps unknown ones', () => {
    expect(samplesOf(String.raw`a{b="\\n\n\"\x"} 1`, 'text')[0]?.pairs[1]).toEqual(['b', '\\n\n"\\x']);
  });

  it('shortens the text it shows', () => {
    expect(errorOf(`a{b="${'x'.repeat(5_000)}"} y`, 'text').text.length).toBeLessThanOrEqual(160);
  });
});

describe('OpenMetrics', () => {
  it.each([
    ['', 1, 1, 'eof_missing'],
    ['a 1\n', 2, 1, 'eof_missing'],
    ['a 1', 1, 4, 'eof_missing'],
    ['# EOF\na 1', 2, 1, 'eof_followed'],
    ['a 1\n\n# EOF\n', 2, 1, 'line_start'],
    ['# a comment\n# EOF\n', 1, 1, 'line_start'],
    ['a  1\n# EOF\n', 1, 3, 'value'],
    ['a\t1\n# EOF\n', 1, 2, 'value'],
    ['a{b="c"d="e"} 1\n# EOF\n', 1, 8, 'label_separator'],
    ['a{b="c",,d="e"} 1\n# EOF\n', 1, 9, 'label_name'],
    ['a 1 NaN\n# EOF\n', 1, 5, 'timestamp'],
    ['a 1 2 3\n# EOF\n', 1, 6, 'line_end'],
    ['# UNIT a seconds\n# EOF\n', 1, 10, 'unit'],
    ['# TYPE a untyped\n# EOF\n', 1, 10, 'metric_type'],
    ['# HELP a\n# EOF\n', 1, 9, 'metadata'],
    ['a_total 1 # {b="c"}\n# EOF\n', 1, 20, 'exemplar'],
    ['a_total 1 # {b="\0"} 1\n# EOF\n', 1, 16, 'label_value'],
    ['{"a\0"} 1\n# EOF\n', 1, 2, 'label_name'],
    ['a_total 1 # {"b"} 1\n# EOF\n', 1, 14, 'metric_name'],
    ['a_total 1 # {b="c"} 1 Inf\n# EOF\n', 1, 23, 'exemplar'],
  ])('refuses %j at %d:%d', (body, line, column, rule) => {
    expect(errorOf(body, 'openmetrics')).toMatchObject({ line, column, rule });
  });

  it('reads seconds as milliseconds, exemplars and quoted names', () => {
    const body = '{"my.total",le="1"} 1 1.5 # {id="x"} 2 -0.25\n# EOF';
    expect(samplesOf(body, 'openmetrics')[0]).toMatchObject({
      pairs: [
        ['__name__', 'my.total'],
        ['le', '1'],
      ],
      timestampMs: 1500,
      exemplar: { labels: [['id', 'x']], value: 2, atMs: -250 },
    });
  });
});

describe('negotiation', () => {
  it('asks as Prometheus 3 does', () => {
    expect(acceptHeader(DEFAULT_SCRAPE_SETTINGS)).toBe(
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,' +
        'application/openmetrics-text;version=0.0.1;q=0.5,' +
        'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    );
  });

  it('asks for protobuf first where native histograms are wanted, and otherwise as it is told', () => {
    expect(acceptHeader({ ...DEFAULT_SCRAPE_SETTINGS, scrapeNativeHistograms: true })).toBe(
      'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,' +
        'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,' +
        'application/openmetrics-text;version=0.0.1;q=0.4,' +
        'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    );
    const scrapeProtocols = ['PrometheusText0.0.4', 'OpenMetricsText1.0.0'] as const;
    expect(acceptHeader({ ...DEFAULT_SCRAPE_SETTINGS, scrapeProtocols })).toBe(
      'text/plain;version=0.0.4;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4',
    );
  });

  it.each([
    ['text/plain; version=0.0.4; charset=utf-8', 'text/plain', 'text'],
    ['Text/Plain', 'text/plain', 'text'],
    ['application/openmetrics-text;version=1.0.0', 'application/openmetrics-text', 'openmetrics'],
    ['text/html; charset=utf-8', 'text/html', null],
    ['application/vnd.google.protobuf', 'application/vnd.google.protobuf', 'protobuf'],
    [undefined, '', null],
    ['', '', null],
    ['text', '', null],
    ['text/plain/x', '', null],
  ] as const)('reads %j', (header, media, format) => {
    expect(parseContentType(header)).toEqual({ media, format });
  });
});
