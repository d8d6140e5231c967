/** For each step the samples of its window: indices from `first` up to but not including `end`. */
export interface WindowBounds {
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/** The number of leading times that are at or before `limit`; `from` is a known lower bound of it. */
function countUpTo(times: Float64Array, limit: number, from: number): number {
  let low = from;
  // Neighbouring steps are near each other: gallop, then halve.
  let stride = 1;
  let high = low;
  while (high < times.length && (times[high] as number) <= limit) {
    low = high + 1;
    high += stride;
    stride *= 2;
  }
  if (high > times.length) high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The windows (lookup - rangeMs, lookup] over ascending times, for ascending lookups. */
export function windowBounds(times: Float64Array, lookups: Float64Array, rangeMs: number): WindowBounds {
  const first = new Int32Array(lookups.length);
  const end = new Int32Array(lookups.length);
  let low = 0;
  let high = 0;
  for (let i = 0; i < lookups.length; i++) {
    const lookup = lookups[i] as number;
    low = countUpTo(times, lookup - rangeMs, low);
    high = countUpTo(times, lookup, Math.max(high, low));
    first[i] = low;
    end[i] = high;
  }
  return { first, end };
}

/** For each lookup the index of the latest time in (lookup - lookbackMs, lookup], or -1. */
export function latestIndices(times: Float64Array, lookups: Float64Array, lookbackMs: number): Int32Array {
  const latest = new Int32Array(lookups.length);
  let count = 0;
  for (let i = 0; i < lookups.length; i++) {
    const lookup = lookups[i] as number;
    count = countUpTo(times, lookup, count);
    latest[i] = count > 0 && (times[count - 1] as number) > lookup - lookbackMs ? count - 1 : -1;
  }
  return latest;
}

/** Bounds by the identity of the times: series that share their times share the work. */
export class BoundsCache<T> {
  readonly #known = new Map<Float64Array, T>();
  readonly #compute: (times: Float64Array) => T;

  constructor(compute: (times: Float64Array) => T) {
    this.#compute = compute;
  }

  get(times: Float64Array): T {
    let bounds = this.#known.get(times);
    if (bounds === undefined) {
      bounds = this.#compute(times);
      this.#known.set(times, bounds);
    }
    return bounds;
  }
}
