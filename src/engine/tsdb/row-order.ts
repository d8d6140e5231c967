import type { Clock } from '../ports.ts';
import type { Batch } from './batch.ts';
import { chooseShownRows, type RowStretch } from './shown-rows.ts';
import type { StoredRow } from './stored-row.ts';

/** A clock that is slewed loses as much in some minutes; the times of rows are further apart. */
const SLEWED_MS = 250;

/**
 * What a row's time says: it is after all before it; the clock was set back, so that its time was used before; the clock
 * has passed what it left ahead when it was set back; or the row comes late, while the clock went on.
 */
export type RowTime = 'next' | 'set_back' | 'caught_up' | 'late';

/** Keeps the rows of a source in order: notices a clock that was set back, and which rows are shown then. */
export class RowOrder {
  /** The time of the row written last, ms UTC; -Infinity before the first one. */
  lastRowMs = Number.NEGATIVE_INFINITY;
  readonly #clock: Clock;
  /** The end of what a clock that was set back left ahead of the newest rows. */
  #aheadMs = Number.NEGATIVE_INFINITY;
  /** How far the wall clock was ahead of the monotonic one when the last row was begun; null where none was. */
  #wallAheadMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rows are begun in the order in which they are recorded. */
  begin(atMs: number): RowTime {
    const wallMs = this.#clock.wallMs();
    const wallAheadMs = wallMs - this.#clock.monotonicMs();
    const wentBack = this.#wallAheadMs !== null && wallAheadMs < this.#wallAheadMs - SLEWED_MS;
    this.#wallAheadMs = wallAheadMs;
    if (atMs > this.lastRowMs)
      return this.lastRowMs < this.#aheadMs && atMs > this.#aheadMs ? 'caught_up' : 'next';
    return wentBack || this.lastRowMs > wallMs + SLEWED_MS ? 'set_back' : 'late';
  }

  /** Another writer begins, whose clock is not compared with that of the one before. */
  forgetClock(): void {
    this.#wallAheadMs = null;
  }

  /**
   * Chooses between rows of the same times; `next` is about to be written after those that are there. Answers the
   * earliest time at which something else is shown than before, Infinity for none.
   */
  chooseShown(batches: readonly Batch[], rows: readonly StoredRow[], next: RowStretch | null): number {
    const stretches = [batches, rowStretch(rows) ?? [], next ?? []].flat();
    const { shownBeforeMs, aheadMs } = chooseShownRows(stretches);
    this.#aheadMs = aheadMs;
    let changedFromMs = Number.POSITIVE_INFINITY;
    for (const [i, batch] of batches.entries()) {
      const before = batch.shownBeforeMs;
      batch.shownBeforeMs = shownBeforeMs[i] as number;
      if (before === batch.shownBeforeMs) continue;
      const fromMs = Math.max(batch.minMs, Math.min(before, batch.shownBeforeMs));
      changedFromMs = Math.min(changedFromMs, fromMs);
    }
    return changedFromMs;
  }
}

function rowStretch(rows: readonly StoredRow[]): RowStretch | null {
  const [first] = rows;
  if (first === undefined) return null;
  return { firstRowMs: first.atMs, lastRowMs: (rows.at(-1) as StoredRow).atMs, rowCount: rows.length };
}
