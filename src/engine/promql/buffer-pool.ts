/** A place for columns that is used again once its query has ended. */
export interface BufferLease {
  /** A column of any content; valid until `release`. */
  take(length: number): Float64Array;
  /**
   * Gives everything back. Only for a query that came to its end: one that was stopped may still have readers that write
   * into its columns, and just drops its lease.
   */
  release(): void;
}

/** Columns of a long query come to tens of megabytes: made anew each time, they keep the garbage collector busy. */
export const SLAB_LENGTH = 524_288;
/** Below this a column of its own costs less than a slab that is mostly empty. */
const LEAST_LENGTH = 4_096;
/** 32 MiB stay at hand. */
const SLABS_KEPT = 8;

/** Slabs of memory for the columns that queries read. */
export class BufferPool {
  readonly #clears: boolean;
  readonly #free: Float64Array[] = [];

  /** `clears` overwrites what is given back, for tests that look for results which still point there. */
  constructor(clears = false) {
    this.#clears = clears;
  }

  lease(): BufferLease {
    const slabs: Float64Array[] = [];
    let used = SLAB_LENGTH;
    return {
      take: (length) => {
        const isSmall = length < LEAST_LENGTH && !this.#clears;
        if (isSmall || length > SLAB_LENGTH) return new Float64Array(length);
        let slab = slabs.at(-1);
        if (slab === undefined || used + length > SLAB_LENGTH) {
          slab = this.#free.pop() ?? new Float64Array(SLAB_LENGTH);
          slabs.push(slab);
          used = 0;
        }
        used += length;
        return slab.subarray(used - length, used);
      },
      release: () => {
        for (const slab of slabs.splice(0)) {
          if (this.#clears) slab.fill(Number.NaN);
          if (this.#free.length < SLABS_KEPT) this.#free.push(slab);
        }
      },
    };
  }
}
