import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelPair } from '../../shared/domain/series.ts';
import { ExpositionError } from './exposition-error.ts';
import type { ExpositionFormat } from './negotiation.ts';
import { PAGE_PADDING, type Page, PageParser, type PageSink } from './page-parser.ts';
import { parsePage } from './parse-page.ts';

/** Keeps samples by the series' text, so that parsers with different slots can be compared. */
class RecordingSink implements PageSink {
  values = new Float64Array(2);
  state = new Uint8Array(2);
  readonly series: string[] = [];
  readonly timed: [string, number, number][] = [];
  duplicates = 0;
  private readonly slots = new Map<string, number>();

  resolveSlot(pairs: LabelPair[]): number {
    const key = JSON.stringify([...pairs].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.series.push(key) - 1;
    this.slots.set(key, slot);
    if (slot >= this.values.length) {
      this.values = Float64Array.from({ length: slot * 2 }, (_, i) => this.values[i] ?? 0);
      this.state = Uint8Array.from({ length: slot * 2 }, (_, i) => this.state[i] ?? 0);
    }
    return slot;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.timed.push([this.series[slot] as string, atMs, value]);
  }

  countDuplicate(): void {
    this.duplicates++;
  }

  addExemplar(): void {}

  /** The row's content; the row is empty afterwards. */
  take(): unknown {
    const samples = this.series
      .map((key, slot) => [key, this.values[slot]] as const)
      .filter((_, slot) => this.state[slot] === 1)
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const row = { samples, timed: [...this.timed].sort(), duplicates: this.duplicates };
    this.state.fill(0);
    this.timed.length = 0;
    this.duplicates = 0;
    return row;
  }
}

function pageOf(body: Uint8Array | string): Page {
  const content = Buffer.from(body as string);
  const bytes = Buffer.alloc(content.length + PAGE_PADDING, 'x');
  bytes.set(content);
  return { bytes, end: content.length };
}

function outcomeOf(
  parser: PageParser,
  sink: RecordingSink,
  body: Uint8Array | string,
  format: ExpositionFormat,
) {
  try {
    const samples = parser.parse(pageOf(body), format, true, sink);
    return { samples, row: sink.take(), families: parser.listFamilies() };
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    sink.take();
    return { error: [error.rule, error.line, error.column] };
  }
}

function fresh(body: Uint8Array | string, format: ExpositionFormat = 'text') {
  return outcomeOf(new PageParser(), new RecordingSink(), body, format);
}

const name = fc.constantFrom(
  'a',
  'ab',
  'requests_total',
  'h_bucket',
  'x:y',
  'A_rather_long_metric_name_seconds',
);
const labels = fc.constantFrom(
  '',
  '{}',
  '{a="b"}',
  '{le="1"}',
  '{le="+Inf",a="}"}',
  '{ quantile="0.50" , b="\\"{,\\\\"}',
  '{a="\u2603"}',
  '{a="b" c="d",}',
  '{"quoted.label"="x"}',
);
const value = fc.oneof(
  fc.constantFrom(
    '1',
    '-0',
    '+Inf',
    'NaN',
    '.5',
    '5.',
    '1e3',
    '12345678901234567890',
    '0.1234567890123456789',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);
const suffix = fc.constantFrom('', '', '', '', ' 1520879607789', ' ', '\t5 ');
const sampleLine = fc
  .tuple(name, labels, fc.constantFrom(' ', ' ', '  ', '\t'), value, suffix)
  .map((parts) => parts.join(''));
const metaLine = fc.constantFrom(
  '# TYPE h histogram',
  '# TYPE a summary',
  '# TYPE a counter',
  '# HELP a text \\n here',
  '# any comment',
  '#',
  '',
  '{"quoted.name",a="b"} 3',
);
const page = fc
  .array(fc.oneof({ weight: 5, arbitrary: sampleLine }, metaLine), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

describe('page parser', () => {
  it('reads a page the second time as it did the first time', () => {
    fc.assert(
      fc.property(page, (body) => {
        const parser = new PageParser();
        const sink = new RecordingSink();
        const first = outcomeOf(parser, sink, body, 'text');
        expect(outcomeOf(parser, sink, body, 'text')).toEqual(first);
        expect(outcomeOf(parser, sink, body, 'text')).toEqual(first);
      }),
    );
  });

  it('reads pages whose lines moved, went and came as a new parser would', () => {
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (pages, random) => {
          const parser = new PageParser();
          const sink = new RecordingSink();
          const pool = pages.join('\n').split('\n');
          for (let round = 0; round < 6; round++) {
            const body = pool
              .map((line) => [line, random.next().value % 8] as const)
              .filter(([, kept]) => kept > 0)
              .sort((a, b) => (round % 2 === 0 ? 0 : a[1] - b[1]))
              .map(([line]) => line)
              .join('\n');
            expect(outcomeOf(parser, sink, body, 'text')).toEqual(fresh(body));
          }
        },
      ),
    );
  });

  it('reads a damaged page as a new parser would, and the sound one again afterwards', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.integer({ min: 0, max: 255 }), (body, place, byte) => {
        const parser = new PageParser();
        const sink = new RecordingSink();
        const sound = outcomeOf(parser, sink, body, 'text');
        const damaged = Buffer.from(body);
        if (damaged.length > 0) damaged[place % damaged.length] = byte;
        expect(outcomeOf(parser, sink, damaged, 'text')).toEqual(fresh(damaged));
        expect(outcomeOf(parser, sink, body, 'text')).toEqual(sound);
        const cut = damaged.subarray(0, place % (damaged.length + 1));
        expect(outcomeOf(parser, sink, cut, 'text')).toEqual(fresh(cut));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the reader of whole pages', () => {
    fc.assert(
      fc.property(page, (body) => {
        const outcome = fresh(body);
        let lines: ReturnType<typeof parsePage>;
        try {
          lines = parsePage(Buffer.from(body), 'text');
        } catch {
          expect(outcome).toHaveProperty('error');
          return;
        }
        const samples = lines.filter((line) => line.kind === 'sample');
        expect(outcome).toHaveProperty('samples', samples.length);
      }),
    );
  });

  it('neither crashes nor hangs on any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const soup = fc
      .array(
        fc.constantFrom('a', '{', '}', '"', '\\', '=', ',', ' ', '\n', '1', '#', '# EOF\n', '\0', 'é', '.'),
      )
      .map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(
        fc.oneof(bytes, soup),
        fc.constantFrom('text' as const, 'openmetrics' as const),
        (body, format) => {
          const parser = new PageParser();
          const sink = new RecordingSink();
          const first = outcomeOf(parser, sink, body, format);
          expect(outcomeOf(parser, sink, body, format)).toEqual(first);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reads no byte of the page before it', () => {
    const bytes = Buffer.alloc(64, 'a 1\nb 2\nc 3\n');
    const sink = new RecordingSink();
    expect(new PageParser().parse({ bytes, end: 3 }, 'text', true, sink)).toBe(1);
  });

  it('takes the same bytes under another TYPE for another series', () => {
    const body = '# TYPE h histogram\nh_bucket{le="1"} 1\n# TYPE g gauge\nh_bucket{le="1"} 2\n';
    const parser = new PageParser();
    const sink = new RecordingSink();
    for (let round = 0; round < 2; round++) outcomeOf(parser, sink, body, 'text');
    expect(sink.series).toEqual([
      '[["__name__","h_bucket"],["le","1.0"]]',
      '[["__name__","h_bucket"],["le","1"]]',
    ]);
  });

  it('keeps the first of two samples of one series and counts the other', () => {
    const outcome = fresh('a 1\na 2\n{"a"} 3\na 4 1000\n');
    expect(outcome).toMatchObject({
      samples: 4,
      row: { samples: [['[["__name__","a"]]', 1]], duplicates: 2, timed: [['[["__name__","a"]]', 1000, 4]] },
    });
  });

  it('stores nothing of series that the sink has no slot for, but counts them', () => {
    const sink = new RecordingSink();
    sink.resolveSlot = () => -1;
    const parser = new PageParser();
    expect(parser.parse(pageOf('a 1\nb 2\n'), 'text', true, sink)).toBe(2);
    expect(sink.take()).toMatchObject({ samples: [] });
  });

  it('lists families, and the same array while nothing changed', () => {
    const parser = new PageParser();
    const sink = new RecordingSink();
    const body = '# HELP a Help.\n# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n';
    parser.parse(pageOf(body), 'openmetrics', true, sink);
    const families = parser.listFamilies();
    expect(families).toEqual([
      { name: 'a', type: 'unknown', help: 'Help.', unit: '' },
      { name: 'a_seconds', type: 'gauge', help: '', unit: 'seconds' },
    ]);
    parser.parse(pageOf(body), 'openmetrics', true, sink);
    expect(parser.listFamilies()).toBe(families);
  });

  it.each<[string, () => string]>([
    [
      'a series with 300,000 labels',
      () => `a{${Array.from({ length: 300_000 }, (_, i) => `l${i}="x"`).join()}} 1\n`,
    ],
    ['a label value of 10 MB', () => `a{b="${'x'.repeat(10_000_000)}"} 1\n`],
    ['10 MB of quotes', () => `a{b="${'\\"'.repeat(5_000_000)}"} 1\n`],
    ['a name of 10 MB without an end', () => 'x'.repeat(10_000_000)],
    ['10 MB of braces', () => '{'.repeat(10_000_000)],
    ['a number of 10 MB', () => `a ${'1'.repeat(10_000_000)}\n`],
    ['a million times the same series', () => 'a 1\n'.repeat(1_000_000)],
    ['a million empty lines', () => '\n'.repeat(1_000_000)],
    ['a million comments', () => Array.from({ length: 1_000_000 }, (_, i) => `#${i}`).join('\n')],
    [
      '65,536 lines that differ in few bits',
      () => {
        const word = (bits: number): string => `a${String.fromCharCode(97 + bits)}`;
        return Array.from(
          { length: 65_536 },
          (_, i) => `m{v="${[0, 4, 8, 12].map((s) => word((i >> s) & 15)).join('')}"} 1`,
        ).join('\n');
      },
    ],
  ])('is not slowed down by %s', (_, body) => {
    const bytes = pageOf(body());
    const startedMs = performance.now();
    for (const format of ['text', 'openmetrics'] as const) {
      const sink = new RecordingSink();
      sink.resolveSlot = () => -1;
      try {
        new PageParser().parse(bytes, format, true, sink);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpositionError);
      }
    }
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('does not keep lines that never come again', () => {
    const parser = new PageParser();
    const sink = new RecordingSink();
    for (let round = 0; round < 20; round++) {
      const body = Array.from({ length: 500 }, (_, i) => `a{id="${round}-${i}"} 1`).join('\n');
      parser.parse(pageOf(body), 'text', true, sink);
      sink.take();
    }
    const { table } = parser as unknown as { table: { count: number } };
    expect(table.count).toBeLessThan(2_600);
  });
});
