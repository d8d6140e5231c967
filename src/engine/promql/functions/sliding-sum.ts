import type { RangeSeries } from '../evaluate/range-series.ts';

/** Relative error that a sum of two prefixes may have before it is added up anew. */
const TOLERANCE = 2 ** -50;
/** A prefix holds about twice the digits of a double. */
const PREFIX_ERROR = 2 ** -100;

/**
 * Sums of stretches of a series, each in constant time: the difference of two prefix sums that are kept as pairs of
 * doubles. Where that could be less exact than adding up with compensation, `direct` adds up.
 */
export class PrefixSums {
  readonly #values: Float64Array;
  readonly #direct: (values: Float64Array, first: number, end: number) => number;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  #largest = 0;

  constructor(series: RangeSeries, direct: (values: Float64Array, first: number, end: number) => number) {
    const { values } = series.floats;
    this.#values = values;
    this.#direct = direct;
    const count = values.length;
    this.#high = new Float64Array(count + 1);
    this.#low = new Float64Array(count + 1);
    let high = 0;
    let low = 0;
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      const sum = high + value;
      const part = sum - high;
      const error = high - (sum - part) + (value - part) + low;
      high = sum + error;
      low = error - (high - sum);
      this.#high[i + 1] = high;
      this.#low[i + 1] = low;
      const magnitude = Math.abs(high);
      // NaN and infinities stay: no comparison with them below is true.
      if (!(magnitude <= this.#largest)) this.#largest = magnitude;
    }
  }

  /** The sum from `first` up to but not including `end`. */
  sum(first: number, end: number): number {
    const a = this.#high[end] as number;
    const b = this.#high[first] as number;
    const high = a - b;
    const part = high - a;
    const rounding = a - (high - part) - (b + part);
    const sum = high + (rounding + ((this.#low[end] as number) - (this.#low[first] as number)));
    if (this.#largest * PREFIX_ERROR <= Math.abs(sum) * TOLERANCE) return sum;
    return this.#direct(this.#values, first, end);
  }
}
