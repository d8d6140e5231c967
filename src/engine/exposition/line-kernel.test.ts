import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelPair } from '../../shared/domain/series.ts';
import { ExpositionError } from './exposition-error.ts';
import { LINE_KERNEL } from './line-kernel.ts';
import { PAGE_PADDING, PageParser, type PageSink, SLOT_DROPPED } from './page-parser.ts';

/** Slots by series; one series in seven is dropped, as by relabelling. */
class SlotSink implements PageSink {
  values = new Float64Array(64).fill(-1);
  state = new Uint8Array(64);
  readonly timed: unknown[] = [];
  duplicates = 0;
  private readonly slots = new Map<string, number>();

  resolveSlot(pairs: LabelPair[]): number {
    const key = JSON.stringify(pairs);
    if (key.includes('dropped')) return SLOT_DROPPED;
    const slot = this.slots.get(key) ?? this.slots.size;
    this.slots.set(key, slot);
    if (slot === this.values.length) {
      this.values = Float64Array.from({ length: slot * 2 }, (_, i) => this.values[i] ?? -1);
      this.state = Uint8Array.from({ length: slot * 2 }, (_, i) => this.state[i] ?? 0);
    }
    return slot;
  }

  setAt(...sample: unknown[]): void {
    this.timed.push(sample);
  }

  countDuplicate(): void {
    this.duplicates++;
  }

  addExemplar(): void {}
}

/** Every bit of what the page left in the sink, or how it failed. */
function read(parser: PageParser, sink: SlotSink, text: string): unknown {
  const bytes = Buffer.alloc(Buffer.byteLength(text) + PAGE_PADDING, '9');
  bytes.write(text);
  sink.state.fill(0);
  sink.timed.length = 0;
  sink.duplicates = 0;
  try {
    const samples = parser.parse({ bytes, end: bytes.length - PAGE_PADDING }, 'text', true, sink);
    const bits = new BigUint64Array(sink.values.buffer);
    const row = [...bits].map((one, slot) => (sink.state[slot] === 1 ? one : sink.state[slot]));
    return [samples, parser.samplesDropped, sink.duplicates, [...sink.timed], row];
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    return error.message;
  }
}

const number = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.double({ min: 1e-6, max: 1e9, noNaN: true }).map(String),
  fc.integer().map(String),
  fc.bigInt({ min: 0n, max: 10n ** 21n }).map(String),
  fc
    .tuple(fc.nat(10 ** 9), fc.nat(10 ** 9), fc.integer({ min: -40, max: 70 }))
    .map(([a, b, e]) => `${a}.${b}e${e}`),
  fc.tuple(fc.nat(10 ** 6), fc.integer({ min: 0, max: 12 })).map(([n, digits]) => (n / 997).toFixed(digits)),
);
const odd = fc.constantFrom(
  'NaN',
  '+Inf',
  '-0',
  '0e5',
  '-.5',
  '1.',
  '+7',
  '1e',
  '1e+',
  '0x1p-2',
  '1_000',
  '',
  '-',
  '.',
  'x',
  '1 5',
  '1\t5',
  '1 1700000000000',
  '00000000000000000000001',
  '9007199254740993',
  '9007199254740993.0',
  '1e22',
  '1e23',
  '8.98846567431158e307',
  '5e-324',
  '18446744073709551615',
  '1 #',
  '1e0005',
  '7 ',
);

describe.runIf(LINE_KERNEL !== null)('the kernel for expected lines', () => {
  it('reads every number as JavaScript does', () => {
    const lines = (values: readonly string[]): string => values.map((v, i) => `m{i="${i}"} ${v}\n`).join('');
    const parser = new PageParser();
    const sink = new SlotSink();
    read(parser, sink, lines(Array(32).fill('0')));
    fc.assert(
      fc.property(fc.array(number, { minLength: 32, maxLength: 32 }), (values) => {
        const [, , , , row] = read(parser, sink, lines(values)) as unknown[][];
        const expected = new BigUint64Array(Float64Array.from(values, Number).buffer);
        expect(row?.slice(0, 32)).toEqual([...expected]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads pages, scrape after scrape, as the parser without it', () => {
    const line = fc.oneof(
      { weight: 12, arbitrary: fc.record({ series: fc.nat(40), value: number }) },
      { weight: 1, arbitrary: fc.record({ series: fc.nat(40), value: odd }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('# TYPE h histogram', '# TYPE h gauge', '# a comment', '', '  '),
      },
    );
    const edits = fc.array(fc.array(fc.tuple(fc.nat(47), line), { maxLength: 6 }), {
      minLength: 1,
      maxLength: 5,
    });
    const names = (series: number): string =>
      series % 7 === 6
        ? `dropped{i="${series}"} `
        : series % 5 === 0
          ? `h_bucket{le="${series}"} `
          : `requests_total{path="/a/rather/long/path",i="${series}"} `;
    const text = (page: readonly unknown[]): string =>
      page
        .map((one) => {
          if (typeof one === 'string') return `${one}\n`;
          const { series, value } = one as { series: number; value: string };
          return `${names(series)}${value}\n`;
        })
        .join('');
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(number, { minLength: 41, maxLength: 41 }),
        edits,
        (twice, values, all) => {
          const page: unknown[] = values.map((value, series) => ({ series, value }));
          // A series that stands twice from the first page on is a duplicate of what the kernel read.
          if (twice) page.splice(20, 0, { series: 3, value: '1' });
          const [quick, plain] = [new PageParser(), new PageParser(null)];
          const [quickSink, plainSink] = [new SlotSink(), new SlotSink()];
          for (const changes of [[], [], ...all]) {
            for (const [at, changed] of changes) page[at % page.length] = changed;
            expect(read(quick, quickSink, text(page))).toEqual(read(plain, plainSink, text(page)));
            expect(quick.listFamilies()).toEqual(plain.listFamilies());
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('takes pages of several targets in turns', () => {
    const targets = [20, 33, 20].map((series, seed) => ({
      parser: new PageParser(),
      sink: new SlotSink(),
      text: (round: number) =>
        Array.from({ length: series }, (_, i) => `m${seed % 2}{i="${i}"} ${i * round + seed}\n`).join(''),
    }));
    for (let round = 0; round < 5; round++) {
      for (const { parser, sink, text } of targets) {
        const expected = read(new PageParser(null), new SlotSink(), text(round));
        expect(read(parser, sink, text(round))).toEqual(expected);
      }
    }
  });
});
