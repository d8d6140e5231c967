import type { OwnTimeColumns } from './chunk-frame.ts';
import type { OwnTimeSample } from './stored-row.ts';

/** The samples of one series that carry their own timestamps and are not in a chunk yet. */
export class OwnTimeBuffer {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  readonly #stale: number[] = [];

  get length(): number {
    return this.#times.length;
  }

  add(sample: OwnTimeSample): void {
    this.#times.push(sample.atMs);
    this.#values.push(sample.value);
    this.#stale.push(sample.stale ? 1 : 0);
  }

  columns(): OwnTimeColumns {
    return {
      times: Float64Array.from(this.#times),
      values: Float64Array.from(this.#values),
      stale: Uint8Array.from(this.#stale),
    };
  }

  samples(slot: number): OwnTimeSample[] {
    return this.#times.map((atMs, i) => ({
      slot,
      atMs,
      value: this.#values[i] as number,
      stale: this.#stale[i] === 1,
    }));
  }
}
