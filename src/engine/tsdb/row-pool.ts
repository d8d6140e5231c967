const GRANULE = 256;
/** About what the open rows of one big source give back at once. */
const MAX_POOLED_CELLS = 1 << 19;

/** Value rows to be used again, shared by all sources: their memory is outside V8's heap and slow to come and go. */
export class RowPool {
  readonly #free = new Map<number, Float64Array[]>();
  /** Rows that queries read. One that was stopped ends no loan: its rows are left to the garbage collector. */
  readonly #loans = new WeakMap<Float64Array, { count: number; isGiven: boolean }>();
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

  /** Has a row stay as it is, also once it is given back, until the loan ends. */
  lend(row: Float64Array): void {
    const loan = this.#loans.get(row);
    if (loan === undefined) this.#loans.set(row, { count: 1, isGiven: false });
    else loan.count++;
  }

  endLoan(row: Float64Array): void {
    const loan = this.#loans.get(row);
    if (loan === undefined || --loan.count > 0) return;
    this.#loans.delete(row);
    if (loan.isGiven) this.give(row);
  }

  /** Takes back a row that is not needed any more. */
  give(row: Float64Array): void {
    const loan = this.#loans.get(row);
    if (loan !== undefined) {
      loan.isGiven = true;
      return;
    }
    if (this.#cells + row.length > MAX_POOLED_CELLS) return;
    const rows = this.#free.get(row.length);
    if (rows === undefined) this.#free.set(row.length, [row]);
    else rows.push(row);
    this.#cells += row.length;
  }
}
