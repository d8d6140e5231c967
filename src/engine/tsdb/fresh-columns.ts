import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { SLOT_ABSENT, SLOT_SAMPLE } from '../storage.ts';
import { isRowEntry, type OwnTimeColumns, SLOT_HISTOGRAM } from './chunk-frame.ts';
import type { ColumnBuilder } from './column-builder.ts';
import type { Series } from './series.ts';
import { slotIn } from './slot-in.ts';
import type { Source } from './source.ts';
import type { StoredRow } from './stored-row.ts';
import type { ColumnPart, WindowPlan } from './time-columns.ts';

/** Series that are gone through together, row by row: their values stay in the processor's cache. */
const GATHERED_SERIES = 32;

/**
 * Copies of the fresh rows of a window, which are written to and closed while the rest is being read. They lie series
 * after series in shared columns: objects of each series' own would be most of what a query of very many series makes.
 */
export class FreshColumns {
  readonly #part: ColumnPart;
  readonly #values: Float64Array;
  /** Null while all are samples. */
  #states: Uint8Array | null = null;
  /** By their places in the columns. */
  #histograms: Map<number, FloatHistogram> | null = null;
  readonly #own: readonly (OwnTimeColumns | null)[] | null;

  constructor(
    source: Source,
    part: ColumnPart,
    wanted: readonly Series[],
    take: (length: number) => Float64Array,
  ) {
    this.#part = part;
    const { count } = part;
    this.#values = take(wanted.length * count);
    const slots = Int32Array.from(wanted, (series) => slotIn(source, source.layout, series));
    for (let start = 0; start < wanted.length; start += GATHERED_SERIES) {
      const end = Math.min(wanted.length, start + GATHERED_SERIES);
      for (let r = 0; r < count; r++) this.#readRow(source.rows[part.from + r], r, slots, start, end);
    }
    this.#own = source.own.count === 0 ? null : Array.from(slots, (slot) => source.own.columnsOf(slot));
  }

  #readRow(row: StoredRow | undefined, r: number, slots: Int32Array, start: number, end: number): void {
    if (row === undefined) return;
    const { values, states, slotCount } = row;
    for (let k = start; k < end; k++) {
      const at = k * this.#part.count + r;
      const slot = slots[k] as number;
      if (slot < 0 || slot >= slotCount) {
        this.#setState(at, SLOT_ABSENT);
        continue;
      }
      this.#values[at] = values[slot] as number;
      const state = states === null ? SLOT_SAMPLE : (states[slot] as number);
      if (state === SLOT_SAMPLE) continue;
      const histogram = state === SLOT_HISTOGRAM ? row.histograms?.get(slot) : undefined;
      if (histogram !== undefined) {
        this.#histograms ??= new Map();
        this.#histograms.set(at, histogram);
      }
      this.#setState(at, isRowEntry(state) ? state : SLOT_ABSENT);
    }
  }

  #setState(at: number, state: number): void {
    this.#states ??= new Uint8Array(this.#values.length).fill(SLOT_SAMPLE);
    this.#states[at] = state;
  }

  /** Puts the rows of the series at a place of the list where they belong. */
  read(k: number, builder: ColumnBuilder, plan: WindowPlan): void {
    const { count, offset } = this.#part;
    const first = k * count;
    for (let r = 0; r < count; r++) builder.values[offset + r] = this.#values[first + r] as number;
    if (this.#states !== null) this.#readStates(this.#states, first, builder);
    const own = this.#own?.[k] ?? null;
    if (own !== null) builder.addOwn(own, plan.minMs, plan.maxMs);
  }

  #readStates(states: Uint8Array, first: number, builder: ColumnBuilder): void {
    const { count, offset } = this.#part;
    for (let r = 0; r < count; r++) {
      const state = states[first + r] as number;
      if (state === SLOT_SAMPLE) continue;
      const histogram = state === SLOT_HISTOGRAM ? this.#histograms?.get(first + r) : undefined;
      if (histogram !== undefined) builder.setHistogram(offset + r, histogram);
      else builder.setState(offset + r, state);
    }
  }
}
