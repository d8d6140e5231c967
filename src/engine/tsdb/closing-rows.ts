import type { Batch } from './batch.ts';
import { BatchEncoder } from './encode-batch.ts';
import { encodeColumn } from './histogram-codec.ts';
import type { Layout } from './layout.ts';
import type { OwnTimes } from './own-times.ts';
import type { StoredRow } from './stored-row.ts';

/** The oldest open rows of a source while they become a batch page by page; they stay readable as rows until the end. */
export class ClosingRows {
  readonly rows: readonly StoredRow[];
  readonly layout: Layout;
  readonly #slotCount: number;
  readonly #encoder: BatchEncoder;
  #minMs: number;
  #maxMs: number;

  /** Takes the rows as they are now, at least one; `own` where samples with own times go into the batch too. */
  constructor(rows: readonly StoredRow[], layout: Layout, own: OwnTimes | null) {
    this.rows = rows.slice();
    this.layout = layout;
    this.#slotCount = layout.slotCount;
    this.#minMs = (rows[0] as StoredRow).atMs;
    this.#maxMs = (rows.at(-1) as StoredRow).atMs;
    this.#encoder = new BatchEncoder(this.rows, this.#slotCount, (slot) => {
      const columns = own?.columnsOf(slot) ?? null;
      if (columns === null) return null;
      this.#minMs = Math.min(this.#minMs, columns.times[0] as number);
      this.#maxMs = Math.max(this.#maxMs, columns.times.at(-1) as number);
      return columns;
    });
  }

  get isDone(): boolean {
    return this.#encoder.isDone;
  }

  /** Encodes a page; false when all were. */
  step(): boolean {
    return this.#encoder.step();
  }

  /** Encodes what is left; the batch, and the slots that had nothing in any of its rows. */
  finish(batchId: number): { readonly batch: Batch; readonly absentSlots: readonly number[] } {
    while (this.#encoder.step());
    const { rows, layout } = this;
    const { pages, absentSlots } = this.#encoder;
    const batch: Batch = {
      id: batchId,
      layout,
      slotCount: this.#slotCount,
      rowCount: rows.length,
      minMs: this.#minMs,
      maxMs: this.#maxMs,
      firstRowMs: (rows[0] as StoredRow).atMs,
      lastRowMs: (rows.at(-1) as StoredRow).atMs,
      timesBytes: encodeColumn(Float64Array.from(rows, (row) => row.atMs)),
      byteCount: pages.reduce((sum, page) => sum + page.length, 0),
      pages,
      persisted: false,
      shownBeforeMs: Number.POSITIVE_INFINITY,
    };
    return { batch, absentSlots };
  }
}
