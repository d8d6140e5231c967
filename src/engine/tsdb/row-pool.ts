const GRANULE = 256;
/** About what the open rows of one big source give back at once. */
const MAX_POOLED_CELLS = 1 << 19;

/** Value rows to be used again, shared by all sources: their memory is outside V8's heap and slow to come and go. */
export class RowPool {
  readonly #free = new Map<number, Float64Array[]>();
  #cells = 0;

  /** Cells that wait to be used again. */
  get pooledCells(): number {
    return this.#cells;
  }

  /** A row of at least `slots` cells with any content. */
  take(slots: number): Float64Array {
    const step = slots < 4 * GRANULE ? GRANULE / 4 : GRANULE;
    const size = Math.max(step, Math.ceil(slots / step) * step);
    const row = this.#free.get(size)?.pop();
    if (row === undefined) return new Float64Array(size);
    this.#cells -= size;
    return row;
  }

  give(row: Float64Array): void {
    if (this.#cells + row.length > MAX_POOLED_CELLS) return;
    const rows = this.#free.get(row.length);
    if (rows === undefined) this.#free.set(row.length, [row]);
    else rows.push(row);
    this.#cells += row.length;
  }
}
