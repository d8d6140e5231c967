import { Buffer } from 'node:buffer';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../../shared/domain/histogram.ts';
import type { LabelPair } from '../../../shared/domain/series.ts';
import { ExpositionError } from '../exposition-error.ts';
import { PAGE_PADDING, type Page } from '../page-parser.ts';
import type { Exemplar } from '../page-reader.ts';
import { type HistogramSink, ProtobufParser } from './protobuf-parser.ts';

type Fields = (writer: BinaryWriter) => BinaryWriter;

const message = (field: number, fields: Fields): Fields => {
  return (writer) => fields(writer.tag(field, WireType.LengthDelimited).fork()).join();
};
const text = (field: number, value: string): Fields => {
  return (writer) => writer.tag(field, WireType.LengthDelimited).string(value);
};
const double = (field: number, value: number): Fields => {
  return (writer) => writer.tag(field, WireType.Bit64).double(value);
};
const uint = (field: number, value: number): Fields => {
  return (writer) => writer.tag(field, WireType.Varint).uint64(value);
};
const sint = (field: number, value: number): Fields => {
  return (writer) => writer.tag(field, WireType.Varint).sint64(value);
};
const all = (...fields: Fields[]): Fields => {
  return (writer) => fields.reduce((into, write) => write(into), writer);
};
const label = (name: string, value: string): Fields => message(1, all(text(1, name), text(2, value)));
const span = (field: number, offset: number, length: number): Fields => {
  return message(field, all(sint(1, offset), uint(2, length)));
};
const sintsPacked = (field: number, values: readonly number[]): Fields => {
  return message(field, (writer) => values.reduce((into, value) => into.sint64(value), writer));
};

const COUNTER = 0;
const GAUGE = 1;
const SUMMARY = 2;
const UNTYPED = 3;
const HISTOGRAM = 4;
const GAUGE_HISTOGRAM = 5;

function family(name: string, type: number, ...metrics: Fields[]): Fields {
  const fields = [text(1, name), text(2, 'Help.'), uint(3, type), ...metrics.map((m) => message(4, m))];
  return (writer) => all(...fields)(writer.fork()).join();
}

function pageOf(...families: Fields[]): Page {
  return padded(all(...families)(new BinaryWriter()).finish());
}

function padded(bytes: Uint8Array): Page {
  return { bytes: Buffer.concat([bytes, Buffer.alloc(PAGE_PADDING)]), end: bytes.length };
}

class RecordingSink implements HistogramSink {
  values = new Float64Array(4096);
  state = new Uint8Array(4096);
  readonly series: string[] = [];
  readonly timed: [string, number, number][] = [];
  readonly histograms: [string, number | null, FloatHistogram][] = [];
  readonly exemplars: [string, Exemplar][] = [];
  duplicates = 0;

  resolveSlot(pairs: LabelPair[]): number {
    const [name, ...labels] = pairs.map(([key, value], i) => (i === 0 ? value : `${key}="${value}"`));
    this.series.push(labels.length === 0 ? `${name}` : `${name}{${labels.join()}}`);
    return this.series.length - 1;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.timed.push([this.series[slot] as string, atMs, value]);
  }

  setHistogram(slot: number, atMs: number | null, histogram: FloatHistogram): void {
    this.histograms.push([this.series[slot] as string, atMs, histogram]);
    this.state[slot] = 5;
  }

  countDuplicate(): void {
    this.duplicates++;
  }

  addExemplar(slot: number, exemplar: Exemplar): void {
    this.exemplars.push([this.series[slot] as string, exemplar]);
  }

  samples(): string[] {
    return this.series.flatMap((name, slot) =>
      this.state[slot] === 1 ? `${name} ${this.values[slot]}` : [],
    );
  }
}

function scrape(page: Page): RecordingSink {
  const sink = new RecordingSink();
  new ProtobufParser().parse(page, true, sink);
  return sink;
}

const native = all(
  uint(1, 10),
  double(2, 3.5),
  (writer) => writer.tag(5, WireType.Varint).sint32(3),
  double(6, 0.001),
  uint(7, 1),
  span(12, -2, 2),
  span(12, 3, 2),
  sintsPacked(13, [4, -3, -1, 3]),
  span(9, 0, 1),
  sint(10, 1),
  message(3, all(uint(1, 2), double(2, 0.5))),
);

describe('series of a protobuf page', () => {
  it('are those that the text formats would show', () => {
    const page = pageOf(
      family('a_total', COUNTER, all(label('x', 'y'), message(3, double(1, 7)))),
      family('b', GAUGE, message(2, double(1, Number.NaN))),
      family('c', UNTYPED, message(5, double(1, -0))),
      family(
        'd',
        SUMMARY,
        all(
          label('x', 'y'),
          message(4, all(uint(1, 4), double(2, 1.5), message(3, all(double(1, 1), double(2, 9))))),
        ),
      ),
      family(
        'e',
        HISTOGRAM,
        message(
          7,
          all(
            uint(1, 5),
            double(2, 2.5),
            message(3, all(uint(1, 3), double(2, 10))),
            message(3, double(2, 1e6)),
          ),
        ),
      ),
    );
    expect(scrape(page).samples()).toEqual([
      'a_total{x="y"} 7',
      'b NaN',
      'c 0',
      'd_count{x="y"} 4',
      'd_sum{x="y"} 1.5',
      'd{x="y",quantile="1.0"} 9',
      'e_count 5',
      'e_sum 2.5',
      'e_bucket{le="10.0"} 3',
      'e_bucket{le="1e+06"} 0',
      'e_bucket{le="+Inf"} 5',
    ]);
  });

  it('are one sample for a native histogram, with absolute counts and without empty buckets', () => {
    const sink = scrape(pageOf(family('h', HISTOGRAM, message(7, native))));
    expect(sink.samples()).toEqual([]);
    expect(sink.histograms).toEqual([
      [
        'h',
        null,
        {
          schema: 3,
          counterResetHint: 'unknown',
          zeroThreshold: 0.001,
          zeroCount: 1,
          count: 10,
          sum: 3.5,
          positiveSpans: [
            { offset: -2, length: 2 },
            { offset: 4, length: 1 },
          ],
          positiveBuckets: Float64Array.of(4, 1, 3),
          negativeSpans: [{ offset: 0, length: 1 }],
          negativeBuckets: Float64Array.of(1),
          customValues: new Float64Array(0),
        },
      ],
    ]);
  });

  it('take absolute float counts, gauges, timestamps and an empty native histogram', () => {
    const float = all(
      (writer) => writer.tag(4, WireType.Bit64).double(2.5),
      span(12, 0, 2),
      double(14, 1.5),
      double(14, 1),
    );
    const page = pageOf(
      family('f', GAUGE_HISTOGRAM, all(message(7, float), uint(6, 1_700_000_000_123))),
      family('g', HISTOGRAM, message(7, span(12, 0, 0))),
      family('h', GAUGE, all(message(2, double(1, 4)), uint(6, 5))),
    );
    const sink = scrape(page);
    expect(
      sink.histograms.map(([name, atMs, { count, counterResetHint, positiveBuckets }]) => ({
        name,
        atMs,
        count,
        counterResetHint,
        counts: [...positiveBuckets],
      })),
    ).toEqual([
      { name: 'f', atMs: 1_700_000_000_123, count: 2.5, counterResetHint: 'gauge', counts: [1.5, 1] },
      { name: 'g', atMs: null, count: 0, counterResetHint: 'unknown', counts: [] },
    ]);
    expect(sink.timed).toEqual([['h', 5, 4]]);
    const untimed = new RecordingSink();
    new ProtobufParser().parse(page, false, untimed);
    expect(untimed.histograms[0]?.[1]).toBeNull();
    expect(untimed.samples()).toEqual(['h 4']);
  });

  it('bring their exemplars, those of native histograms only with a time', () => {
    const exemplar = (value: number, seconds: number | null): Fields =>
      all(label('id', 'x'), double(2, value), seconds === null ? all() : message(3, uint(1, seconds)));
    const page = pageOf(
      family('a_total', COUNTER, message(3, all(double(1, 7), message(2, exemplar(1, null))))),
      family(
        'h',
        HISTOGRAM,
        message(7, all(native, message(16, exemplar(2, null)), message(16, exemplar(3, 9)))),
      ),
    );
    expect(scrape(page).exemplars).toEqual([
      ['a_total', { labels: [['id', 'x']], value: 1, atMs: null }],
      ['h', { labels: [['id', 'x']], value: 3, atMs: 9000 }],
    ]);
  });

  it('keep their slots over scrapes until they are forgotten', () => {
    const parser = new ProtobufParser();
    const sink = new RecordingSink();
    const page = (value: number): Page => pageOf(family('a', GAUGE, message(2, double(1, value))));
    parser.parse(page(1), true, sink);
    const families = parser.listFamilies();
    expect(families).toMatchObject([{ name: 'a', type: 'gauge', help: 'Help.', unit: '' }]);
    sink.state.fill(0);
    parser.parse(page(2), true, sink);
    expect(sink.samples()).toEqual(['a 2']);
    expect(parser.listFamilies()).toBe(families);
    parser.parse(page(3), true, sink);
    expect(sink.duplicates).toBe(1);
    parser.forget();
    parser.parse(page(4), true, sink);
    expect(sink.series).toEqual(['a', 'a']);
  });

  it('are found again in another order, and among metrics that come and go', () => {
    const parser = new ProtobufParser();
    const sink = new RecordingSink();
    const page = (names: string): Page =>
      pageOf(
        ...[...names].map((name, i) =>
          family(name, GAUGE, all(label('x', name), message(2, double(1, name.charCodeAt(0) + i)))),
        ),
      );
    for (const names of ['abc', 'cab', 'ab', 'bdac', 'abc']) {
      sink.state.fill(0);
      parser.parse(page(names), true, sink);
      const expected = [...names].map((name, i) => `${name}{x="${name}"} ${name.charCodeAt(0) + i}`);
      expect(sink.samples()).toEqual(expected.sort());
    }
    expect(sink.series).toHaveLength(4);
  });

  it('are resolved anew when buckets change', () => {
    const parser = new ProtobufParser();
    const sink = new RecordingSink();
    const page = (bound: number): Page =>
      pageOf(
        family('e', HISTOGRAM, message(7, all(uint(1, 1), message(3, all(uint(1, 1), double(2, bound)))))),
      );
    parser.parse(page(1), true, sink);
    parser.parse(page(2), true, sink);
    expect(sink.series).toContain('e_bucket{le="1.0"}');
    expect(sink.series).toContain('e_bucket{le="2.0"}');
  });
});

describe('pages that are refused', () => {
  const broken = (fields: Fields): Page => pageOf(family('h', HISTOGRAM, message(7, fields)));
  it.each<[string, Page, RegExp]>([
    ['a page that is cut off', padded(Uint8Array.of(9, 10)), /cut off/],
    ['a length beyond 32 bits', padded(new Uint8Array(20).fill(255)), /malformed/],
    ['a family without a name', pageOf(family('', GAUGE, message(2, double(1, 1)))), /no name/],
    ['a type that there is not', pageOf(family('a', 9, message(2, double(1, 1)))), /not a metric type/],
    [
      'a unit that is no suffix',
      pageOf(all((w) => all(text(1, 'a'), text(5, 'm'), message(4, all()))(w.fork()).join())),
      /unit "m"/,
    ],
    ['a wrong wire type', pageOf(family('a', GAUGE, message(2, uint(1, 1)))), /wire type/],
    ['a label twice', pageOf(family('a', GAUGE, all(label('x', '1'), label('x', '2')))), /stands twice/],
    ['a label without a name', pageOf(family('a', GAUGE, label('', '1'))), /label name is empty/],
    [
      'a text that is not UTF-8',
      pageOf(
        family(
          'a',
          GAUGE,
          message(1, (w) => w.tag(1, WireType.LengthDelimited).bytes(Uint8Array.of(0xff))),
        ),
      ),
      /UTF-8/,
    ],
    ['spans without buckets', broken(span(12, 0, 3)), /need 3 buckets/],
    ['a negative bucket', broken(all(span(12, 0, 1), sint(13, -1))), /negative count/],
    [
      'overlapping spans',
      broken(all(span(12, 0, 1), span(12, -1, 1), sintsPacked(13, [1, 0]))),
      /before the end/,
    ],
    [
      'a count that is not that of the buckets',
      broken(all(uint(1, 5), span(12, 0, 1), sint(13, 1))),
      /count says 5/,
    ],
    [
      'a schema that there is not',
      broken(all(double(6, 1), (w) => w.tag(5, WireType.Varint).sint32(40))),
      /40 is not/,
    ],
    [
      'a hundred thousand buckets',
      broken((w) => {
        for (let i = 0; i < 100_000; i++) message(3, all())(w);
        return w;
      }),
      /65536/,
    ],
  ])('%s', (_, page, expected) => {
    expect(() => scrape(page)).toThrow(ExpositionError);
    expect(() => scrape(page)).toThrow(expected);
  });

  it('never crashes or hangs on any bytes', () => {
    const valid = pageOf(
      family('a_total', COUNTER, message(3, double(1, 7))),
      family('h', HISTOGRAM, message(7, native)),
    );
    const body = Uint8Array.from(valid.bytes.subarray(0, valid.end));
    const parse = (bytes: Uint8Array): void => {
      try {
        scrape(padded(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ExpositionError);
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), parse), { numRuns: 2000 });
    const changes = fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, fc.nat(body.length), (edits, end) => {
        const bytes = body.slice(0, end);
        for (const [at, byte] of edits) if (at < end) bytes[at] = byte;
        parse(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it('is not slowed down by millions of empty metrics', () => {
    const metrics = Buffer.alloc(8_000_000, Buffer.from([34, 0]));
    const head = all(text(1, 'a'), uint(3, GAUGE))(new BinaryWriter()).finish();
    const length = new BinaryWriter().uint32(head.length + metrics.length).finish();
    const sink = new RecordingSink();
    sink.resolveSlot = () => -1;
    const startedMs = performance.now();
    const samples = new ProtobufParser().parse(padded(Buffer.concat([length, head, metrics])), true, sink);
    expect(samples).toBe(4_000_000);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
