import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { SLOT_ABSENT, SLOT_SAMPLE } from '../storage.ts';
import { ByteWriter } from './byte-buffer.ts';
import { encodeFrame, type OwnTimeColumns, SLOT_HISTOGRAM } from './chunk-frame.ts';
import { encodePage, PAGE_SLOTS } from './page.ts';
import type { StoredRow } from './stored-row.ts';

/** Columns gathered in one pass over the rows: few enough to stay in the processor's first cache. */
const GATHERED_SLOTS = 16;

const NO_HISTOGRAMS: readonly FloatHistogram[] = [];
const chunks = new ByteWriter(64 * 1024);
let gathered = new Float64Array(GATHERED_SLOTS * 128);

/** Pages of a batch and the slots that have nothing in it. */
export interface EncodedBatch {
  readonly pages: readonly Uint8Array[];
  readonly absentSlots: readonly number[];
}

function gather(rows: readonly StoredRow[], firstSlot: number, slots: number): void {
  const rowCount = rows.length;
  if (gathered.length < slots * rowCount) gathered = new Float64Array(slots * rowCount);
  for (let r = 0; r < rowCount; r++) {
    const { values, slotCount } = rows[r] as StoredRow;
    const present = Math.min(slots, slotCount - firstSlot);
    for (let k = 0, at = r; k < present; k++, at += rowCount) gathered[at] = values[firstSlot + k] as number;
  }
}

function statesOf(rows: readonly StoredRow[], slot: number): Uint8Array | null {
  const states = new Uint8Array(rows.length);
  let full = true;
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r] as StoredRow;
    const state = slot >= row.slotCount ? SLOT_ABSENT : row.states === null ? SLOT_SAMPLE : row.states[slot];
    // Own times are in a section of their own: to the row such a slot is absent.
    states[r] = state === undefined || (state > 2 && state !== SLOT_HISTOGRAM) ? SLOT_ABSENT : state;
    if (state !== SLOT_SAMPLE) full = false;
  }
  return full ? null : states;
}

function histogramsOf(rows: readonly StoredRow[], slot: number): readonly FloatHistogram[] {
  const histograms: FloatHistogram[] = [];
  for (const row of rows) {
    const histogram = row.histograms?.get(slot);
    if (histogram !== undefined) histograms.push(histogram);
  }
  return histograms;
}

/** Turns rows into chunks, PAGE_SLOTS series a page. */
export function encodeBatch(
  rows: readonly StoredRow[],
  slotCount: number,
  ownOf: (slot: number) => OwnTimeColumns | null,
): EncodedBatch {
  const rowCount = rows.length;
  const uniformSlots = Math.min(...rows.map((row) => (row.states === null ? row.slotCount : 0)));
  const anyHistogram = rows.some((row) => row.histograms !== null);
  const pages: Uint8Array[] = [];
  const absentSlots: number[] = [];
  for (let pageStart = 0; pageStart < slotCount; pageStart += PAGE_SLOTS) {
    const pageEnd = Math.min(slotCount, pageStart + PAGE_SLOTS);
    const lengths: number[] = [];
    chunks.length = 0;
    for (let start = pageStart; start < pageEnd; start += GATHERED_SLOTS) {
      const slots = Math.min(GATHERED_SLOTS, pageEnd - start);
      gather(rows, start, slots);
      for (let k = 0; k < slots; k++) {
        const slot = start + k;
        const before = chunks.length;
        const own = ownOf(slot);
        const states = slot < uniformSlots ? null : statesOf(rows, slot);
        const histograms = anyHistogram ? histogramsOf(rows, slot) : NO_HISTOGRAMS;
        encodeFrame(chunks, gathered, k * rowCount, rowCount, states, histograms, own);
        if (chunks.length === before) absentSlots.push(slot);
        lengths.push(chunks.length - before);
      }
    }
    pages.push(encodePage(chunks, lengths));
  }
  return { pages, absentSlots };
}
