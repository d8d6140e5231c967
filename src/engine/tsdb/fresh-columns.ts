import { SLOT_SAMPLE } from '../storage.ts';
import { type OwnTimeColumns, SLOT_HISTOGRAM } from './chunk-frame.ts';
import type { ColumnBuilder } from './column-builder.ts';
import type { Series, SeriesSource } from './series.ts';
import { slotIn } from './slot-in.ts';
import type { StoredRow } from './stored-row.ts';
import type { ColumnPart, WindowPlan } from './time-columns.ts';

/** The fresh rows of a window as they are when this is made, while their source goes on writing and closing rows. */
export class FreshColumns {
  readonly #offset: number;
  readonly #source: SeriesSource;
  #rows: readonly StoredRow[];
  /** By the places of the series in the list. */
  readonly #slots: Int32Array;
  readonly #own: readonly (OwnTimeColumns | null)[] | null;

  constructor(source: SeriesSource, part: ColumnPart, wanted: readonly Series[]) {
    this.#offset = part.offset;
    this.#source = source;
    this.#rows = source.lendRows(part.from, part.count);
    this.#slots = Int32Array.from(wanted, (series) => slotIn(source, source.layout, series));
    this.#own = source.own.count === 0 ? null : Array.from(this.#slots, (slot) => source.own.columnsOf(slot));
  }

  /** Puts the rows of the series at a place of the list where they belong. */
  read(k: number, builder: ColumnBuilder, plan: WindowPlan): void {
    const slot = this.#slots[k] as number;
    const { values } = builder;
    let at = this.#offset;
    for (const row of this.#rows) {
      if (slot < 0 || slot >= row.slotCount) builder.setAbsent(at, 1);
      else {
        values[at] = row.values[slot] as number;
        if (row.states !== null) readState(row, row.states, slot, builder, at);
      }
      at++;
    }
    const own = this.#own?.[k] ?? null;
    if (own !== null) builder.addOwn(own, plan.minMs, plan.maxMs);
  }

  /** Says that nothing more is read. */
  release(): void {
    this.#source.endLoan(this.#rows);
    this.#rows = [];
  }
}

function readState(
  row: StoredRow,
  states: Uint8Array,
  slot: number,
  builder: ColumnBuilder,
  at: number,
): void {
  const state = states[slot] as number;
  if (state === SLOT_SAMPLE) return;
  const histogram = state === SLOT_HISTOGRAM ? row.histograms?.get(slot) : undefined;
  if (histogram !== undefined) builder.setHistogram(at, histogram);
  else builder.setState(at, state);
}
