import { createHash } from 'node:crypto';

/** Samples of one series, collected in any order. */
export class SampleColumn {
  times = new Float64Array(16);
  values = new Float64Array(16);
  #count = 0;
  #isSorted = true;

  get count(): number {
    return this.#count;
  }

  add(atMs: number, value: number): void {
    const count = this.#count;
    if (count === this.times.length) {
      const times = new Float64Array(count * 2);
      const values = new Float64Array(count * 2);
      times.set(this.times);
      values.set(this.values);
      this.times = times;
      this.values = values;
    }
    if (count > 0 && atMs <= (this.times[count - 1] as number)) this.#isSorted = false;
    this.times[count] = atMs;
    this.values[count] = value;
    this.#count++;
  }

  /** Takes the samples from a time on out of it; null where there are none. Only for samples that came in order. */
  splitFrom(fromMs: number): SampleColumn | null {
    let kept = this.#count;
    while (kept > 0 && (this.times[kept - 1] as number) >= fromMs) kept--;
    if (kept === this.#count) return null;
    const later = new SampleColumn();
    for (let i = kept; i < this.#count; i++) later.add(this.times[i] as number, this.values[i] as number);
    this.#count = kept;
    return later;
  }

  /** Cuts to length, sorts by time (of several samples at one time the first stays) and answers a key of the times. */
  finish(): string {
    this.times = this.times.subarray(0, this.#count);
    this.values = this.values.subarray(0, this.#count);
    if (!this.#isSorted) this.#sort();
    const bytes = new Uint8Array(this.times.buffer, this.times.byteOffset, this.times.byteLength);
    return createHash('sha1').update(bytes).digest('base64');
  }

  #sort(): void {
    const { times, values } = this;
    const order = Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number));
    const kept = order.filter((at, i) => i === 0 || times[at] !== times[order[i - 1] as number]);
    this.times = Float64Array.from(kept, (at) => times[at] as number);
    this.values = Float64Array.from(kept, (at) => values[at] as number);
    this.#count = kept.length;
  }
}
