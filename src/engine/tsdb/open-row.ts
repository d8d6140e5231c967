import { assert } from '../../shared/assert.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { type Row, type RowOutcome, SLOT_ABSENT } from '../storage.ts';
import { SLOT_HISTOGRAM, SLOT_OWN_TIME, SLOT_OWN_TIME_TRACKED } from './chunk-frame.ts';
import type { RowPool } from './row-pool.ts';
import type { OwnTimeSample } from './stored-row.ts';

/** A row while its source writes it; the source commits it. */
export class OpenRow implements Row {
  readonly atMs: number;
  values: Float64Array;
  state: Uint8Array;
  own: OwnTimeSample[] = [];
  histograms: Map<number, FloatHistogram> | null = null;
  duplicates = 0;
  #commit: ((row: OpenRow) => RowOutcome) | null;

  constructor(atMs: number, values: Float64Array, state: Uint8Array, commit: (row: OpenRow) => RowOutcome) {
    this.atMs = atMs;
    this.values = values;
    this.state = state;
    this.#commit = commit;
  }

  setAt(slot: number, atMs: number, value: number | FloatHistogram, trackStaleness: boolean): void {
    this.own.push(
      typeof value === 'number'
        ? { slot, atMs, value, histogram: null, stale: false }
        : { slot, atMs, value: 0, histogram: value, stale: false },
    );
    const state = this.state[slot];
    if (state === SLOT_ABSENT || state === SLOT_OWN_TIME) {
      this.state[slot] = trackStaleness ? SLOT_OWN_TIME_TRACKED : SLOT_OWN_TIME;
    }
  }

  setHistogram(slot: number, histogram: FloatHistogram): void {
    this.histograms ??= new Map();
    this.histograms.set(slot, histogram);
    this.state[slot] = SLOT_HISTOGRAM;
  }

  /** Makes room for at least so many slots. */
  grow(slots: number, pool: RowPool): void {
    const values = pool.take(slots + (slots >> 2));
    values.set(this.values);
    const state = new Uint8Array(values.length);
    state.set(this.state);
    pool.give(this.values);
    this.values = values;
    this.state = state;
  }

  countDuplicate(): void {
    this.duplicates++;
  }

  clear(): void {
    this.state.fill(SLOT_ABSENT);
    this.own = [];
    this.histograms = null;
    this.duplicates = 0;
  }

  commit(): RowOutcome {
    const commit = this.#commit;
    assert(commit !== null, 'a row is committed once, and not after the next one was begun');
    this.#commit = null;
    return commit(this);
  }

  /** Makes a later commit an error: the next row was begun. */
  abandon(): void {
    this.#commit = null;
  }
}
