import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import { ByteReader, ByteWriter } from './byte-buffer.ts';
import { SLOT_OWN_TIME } from './chunk-frame.ts';
import { padForReadAhead } from './histogram-codec.ts';
import { decodeJournalRow, encodeJournalRow, type JournalRow } from './journal-codec.ts';
import type { OwnTimeSample, StoredRow } from './stored-row.ts';

const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.integer().map((hundredths) => hundredths / 100),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 5e-324, 2 ** 53, 0.5, 1.5),
);

function rowOf(atMs: number, values: readonly number[], states: Uint8Array | null = null): StoredRow {
  return { atMs, slotCount: values.length, values: Float64Array.from(values), states, histograms: null };
}

function roundTrip(rows: readonly StoredRow[], own: readonly OwnTimeSample[] = []): JournalRow[] {
  const out = new ByteWriter(4);
  for (const [i, row] of rows.entries()) encodeJournalRow(out, row, rows[i - 1], own);
  const end = out.length;
  padForReadAhead(out);
  const reader = new ByteReader(out.finish());
  const result: JournalRow[] = [];
  while (reader.at < end) {
    result.push(decodeJournalRow(reader, result.at(-1)?.row, (slots) => new Float64Array(slots + 3)));
  }
  return result;
}

describe('journal rows', () => {
  it('come back bit by bit, also when slots were added', () => {
    const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, (columns) => {
        columns.sort((a, b) => a.length - b.length);
        const decoded = roundTrip(columns.map((column, i) => rowOf(i, column)));
        expect(decoded).toHaveLength(columns.length);
        for (const [i, column] of columns.entries()) {
          const row = decoded[i]?.row as StoredRow;
          expect(row.atMs).toBe(i);
          for (const [slot, one] of column.entries()) {
            if (!Object.is(row.values[slot], one)) expect([...row.values]).toEqual(column);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keep states, own times and their marks', () => {
    const states = Uint8Array.of(SLOT_SAMPLE, SLOT_ABSENT, SLOT_STALE, SLOT_OWN_TIME);
    const own = [
      { slot: 3, atMs: 1_700_000_000_123, value: -0, histogram: null, stale: false },
      { slot: 3, atMs: 1_700_000_000_124, value: 0, histogram: null, stale: true },
    ];
    const [decoded] = roundTrip([rowOf(5, [1, 0, 0, 0], states)], own);
    expect(decoded?.row.states).toEqual(states);
    expect(decoded?.own).toEqual(own);
  });

  it('cost a bit for a value that stands and a byte for a small step', () => {
    const many = Array.from({ length: 800 }, (_, i) => i * 1000);
    const out = new ByteWriter();
    encodeJournalRow(out, rowOf(2, many), rowOf(1, many), []);
    expect(out.length).toBeLessThan(120);
    out.length = 0;
    encodeJournalRow(
      out,
      rowOf(
        2,
        many.map((one) => one + 5),
      ),
      rowOf(1, many),
      [],
    );
    expect(out.length).toBeLessThan(920);
  });
});
