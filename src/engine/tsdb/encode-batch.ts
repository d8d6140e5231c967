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

/** Turns rows into chunks, PAGE_SLOTS series a page, a page at a time. */
export class BatchEncoder {
  readonly pages: Uint8Array[] = [];
  readonly absentSlots: number[] = [];
  readonly #rows: readonly StoredRow[];
  readonly #slotCount: number;
  readonly #ownOf: (slot: number) => OwnTimeColumns | null;
  readonly #uniformSlots: number;
  readonly #anyHistogram: boolean;
  #pageStart = 0;

  constructor(rows: readonly StoredRow[], slotCount: number, ownOf: (slot: number) => OwnTimeColumns | null) {
    this.#rows = rows;
    this.#slotCount = slotCount;
    this.#ownOf = ownOf;
    this.#uniformSlots = Math.min(...rows.map((row) => (row.states === null ? row.slotCount : 0)));
    this.#anyHistogram = rows.some((row) => row.histograms !== null);
  }

  get isDone(): boolean {
    return this.#pageStart >= this.#slotCount;
  }

  /** Encodes the next page; false when all were. */
  step(): boolean {
    if (this.isDone) return false;
    const pageEnd = Math.min(this.#slotCount, this.#pageStart + PAGE_SLOTS);
    const rows = this.#rows;
    const rowCount = rows.length;
    const lengths: number[] = [];
    chunks.length = 0;
    for (let start = this.#pageStart; start < pageEnd; start += GATHERED_SLOTS) {
      const slots = Math.min(GATHERED_SLOTS, pageEnd - start);
      gather(rows, start, slots);
      for (let k = 0; k < slots; k++) {
        const slot = start + k;
        const before = chunks.length;
        const own = this.#ownOf(slot);
        const states = slot < this.#uniformSlots ? null : statesOf(rows, slot);
        const histograms = this.#anyHistogram ? histogramsOf(rows, slot) : NO_HISTOGRAMS;
        encodeFrame(chunks, gathered, k * rowCount, rowCount, states, histograms, own);
        if (chunks.length === before) this.absentSlots.push(slot);
        lengths.push(chunks.length - before);
      }
    }
    this.pages.push(encodePage(chunks, lengths));
    this.#pageStart = pageEnd;
    return true;
  }
}
