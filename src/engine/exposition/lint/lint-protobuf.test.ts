import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { lintProtobuf } from './lint-protobuf.ts';

type Part = (out: BinaryWriter) => void;

const COUNTER = 0;
const GAUGE = 1;
const SUMMARY = 2;
const HISTOGRAM = 4;

function text(field: number, value: string): Part {
  return (out) => out.tag(field, WireType.LengthDelimited).string(value);
}

function double(field: number, value: number): Part {
  return (out) => out.tag(field, WireType.Bit64).double(value);
}

function int(field: number, value: number): Part {
  return (out) => out.tag(field, WireType.Varint).uint64(value);
}

function sint(field: number, value: number): Part {
  return (out) => out.tag(field, WireType.Varint).sint64(value);
}

function message(field: number, ...parts: Part[]): Part {
  return (out) => {
    out.tag(field, WireType.LengthDelimited).fork();
    for (const part of parts) part(out);
    out.join();
  };
}

function label(name: string, value: string): Part {
  return message(1, text(1, name), text(2, value));
}

function metric(...parts: Part[]): Part {
  return message(4, ...parts);
}

function family(name: string, type: number, ...metrics: Part[]): Uint8Array {
  const out = new BinaryWriter().fork();
  for (const part of [text(1, name), text(2, 'Help.'), int(3, type), ...metrics]) part(out);
  return out.join().finish();
}

function lint(...families: Uint8Array[]) {
  return lintProtobuf(Buffer.concat(families), 1e6);
}

/** Findings as `path rule`, with a `!` where a scraper refuses the page. */
function found(...families: Uint8Array[]): string[] {
  return lint(...families).findings.map(({ path, rule, refused }) => `${path} ${rule}${refused ? '!' : ''}`);
}

const bucket = (count: number, bound: number, ...more: Part[]): Part =>
  message(3, int(1, count), double(2, bound), ...more);

describe('the lint of protobuf', () => {
  it('has nothing against a good page, and shows it in its readable form', () => {
    const page = [
      family('requests_total', COUNTER, metric(label('code', '200'), message(3, double(1, 7)))),
      family('queue_size', GAUGE, metric(message(2, double(1, 3)))),
      family(
        'wait_seconds',
        SUMMARY,
        metric(message(4, int(1, 2), double(2, 3), message(3, double(1, 0.5), double(2, 1)))),
      ),
      family(
        'latency_seconds',
        HISTOGRAM,
        metric(message(7, int(1, 3), double(2, 1.5), bucket(1, 0.1), bucket(3, Number.POSITIVE_INFINITY))),
      ),
    ];
    const result = lint(...page);
    expect(result.findings).toEqual([]);
    expect(result.samples).toBe(1 + 1 + 3 + 4);
    expect(result.families.map(({ name, series, samples }) => [name, series, samples])).toEqual([
      ['requests_total', 1, 1],
      ['queue_size', 1, 1],
      ['wait_seconds', 1, 3],
      ['latency_seconds', 1, 4],
    ]);
    expect(result.text.split('\n').slice(0, 9)).toEqual([
      'name: "requests_total"',
      'help: "Help."',
      'type: COUNTER',
      'metric {',
      '  label { name: "code" value: "200" }',
      '  counter {',
      '    value: 7',
      '  }',
      '}',
    ]);
    expect(result.families[1]?.place.line).toBe(10);
  });

  it('says where labels, names and families are at fault', () => {
    const page = [
      family(
        'a',
        GAUGE,
        metric(label('', 'x'), label('code', '1'), label('code', '2'), message(2, double(1, 1))),
        metric(label('job', 'x'), label('__x', ''), message(2, double(1, 1))),
        metric(label('job', 'x'), label('__x', ''), message(2, double(1, 2))),
      ),
      family('a', GAUGE, metric(label('other', 'x'), message(2, double(1, 1)))),
      family('b', GAUGE),
      family('', GAUGE, metric(message(2, double(1, 1)))),
      family('c_seconds', GAUGE, text(5, 'bytes'), metric(message(2, double(1, 1)))),
    ];
    expect(found(...page)).toEqual([
      'family[0].metric[0] label_duplicate!',
      'family[0].metric[0].label[0] label_name!',
      'family[0].metric[1].label[0] label_of_target',
      'family[0].metric[1].label[1] label_empty',
      'family[0].metric[1].label[1] label_reserved',
      'family[0].metric[2] series_duplicate',
      'family[1] metadata_repeated',
      'family[2] family_empty',
      'family[3] metric_name!',
      'family[3] name_quoted',
      'family[4].unit unit!',
    ]);
  });

  it('says which values do not belong to the type', () => {
    expect(
      found(
        family(
          'x_total',
          COUNTER,
          metric(message(2, double(1, 1))),
          metric(label('a', 'b'), message(3, double(1, -1))),
        ),
        family(
          's',
          SUMMARY,
          metric(
            message(
              4,
              int(1, 2),
              double(2, -3),
              message(3, double(1, 0.9), double(2, 1)),
              message(3, double(1, 0.5), double(2, 1)),
              message(3, double(1, 2), double(2, 1)),
            ),
            int(6, 1_700_000_000),
          ),
        ),
      ),
    ).toEqual([
      'family[0].metric[0] value_missing',
      'family[0].metric[1].counter.value counter_value',
      'family[1].metric[0].summary.sample_sum summary_value',
      'family[1].metric[0].summary.quantile[1] quantile_order',
      'family[1].metric[0].summary.quantile[2] quantile',
      'family[1].metric[0].timestamp_ms timestamp_present',
      'family[1].metric[0].timestamp_ms timestamp_unit',
    ]);
  });

  it('says which buckets contradict each other', () => {
    const exemplar = message(3, message(1, text(1, 'trace_id'), text(2, 'x'.repeat(130))), double(2, 5));
    expect(
      found(
        family(
          'h',
          HISTOGRAM,
          metric(
            message(
              7,
              int(1, 5),
              double(2, 1),
              bucket(4, 1, exemplar),
              bucket(3, 2),
              bucket(4, 2),
              bucket(4, Number.NaN),
              bucket(6, Number.POSITIVE_INFINITY),
            ),
          ),
          metric(label('a', 'b'), message(7, int(1, 5), double(2, 1))),
        ),
      ),
    ).toEqual([
      'family[0].metric[0].histogram.bucket[0].exemplar exemplar_range',
      'family[0].metric[0].histogram.bucket[0].exemplar exemplar_length',
      'family[0].metric[0].histogram.bucket[1] bucket_cumulative',
      'family[0].metric[0].histogram.bucket[2] bucket_order',
      'family[0].metric[0].histogram.bucket[3] bucket_le',
      'family[0].metric[0].histogram.bucket[4] bucket_count',
      'family[0].metric[1].histogram bucket_inf',
    ]);
  });

  it('says what is wrong with native histograms', () => {
    const native = (...parts: Part[]): Part => metric(message(7, int(1, 3), double(2, 1), ...parts));
    const span = (offset: number, length: number): Part => message(12, sint(1, offset), int(2, length));
    const timeless = message(16, message(1, text(1, 'a'), text(2, 'b')), double(2, 5));
    expect(
      found(
        family(
          'h',
          HISTOGRAM,
          native(span(0, 1), sint(13, 3)),
          metric(label('n', '1'), message(7, span(0, 0))),
          metric(label('n', '2'), message(7, int(1, 3), span(0, 2), sint(13, 3))),
          metric(label('n', '3'), message(7, int(1, 3), span(0, 1), span(2, 0), sint(13, 3), timeless)),
          metric(label('n', '4'), message(7, int(1, 3), span(0, 1), span(-1, 0), sint(13, 2))),
          metric(label('n', '5'), message(7, int(1, 3), sint(5, 9), span(0, 1), sint(13, 3))),
        ),
      ),
    ).toEqual([
      'family[0].metric[2].histogram native_histogram!',
      'family[0].metric[3].histogram.positive_span[1] native_spans',
      'family[0].metric[3].histogram.exemplars[0] exemplar_time',
      'family[0].metric[4].histogram native_histogram!',
      'family[0].metric[4].histogram.positive_span[1] native_spans',
      'family[0].metric[5].histogram native_histogram!',
    ]);
  });

  it('reads a damaged page as far as it goes, whatever the bytes', () => {
    const good = family('a', GAUGE, metric(message(2, double(1, 1))));
    const cut = Buffer.concat([good, good.subarray(0, good.length - 3)]);
    const { findings, samples } = lintProtobuf(cut, 1e6);
    expect(samples).toBe(1);
    expect(findings.at(-1)).toMatchObject({ rule: 'protobuf', severity: 'error', refused: true });
    for (let end = 0; end < good.length; end++) lintProtobuf(good.subarray(0, end), 1e6);
    for (let at = 0; at < good.length; at++) {
      const flipped = Uint8Array.from(good);
      flipped[at] = (flipped[at] as number) ^ 0xff;
      lintProtobuf(flipped, 1e6);
    }
  });

  it('stops showing where the form becomes too long, and goes on checking', () => {
    const good = family('a_total', COUNTER, metric(message(3, double(1, -1))));
    const { text: shown, isCutOff, findings } = lintProtobuf(good, 40);
    expect(shown).toBe('name: "a_total"\nhelp: "Help."\n');
    expect(isCutOff).toBe(true);
    expect(findings).toHaveLength(1);
  });
});
