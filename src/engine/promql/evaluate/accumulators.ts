import type { AggregationOperator } from '../ast.ts';
import type { SeriesBuilder } from './values.ts';

/** Aggregates the floats of a group, series by series, over all steps at once. */
export interface Accumulator {
  /** Takes a series in; its columns are not kept. `present` is null where every step has a sample. */
  add(values: Float64Array, present: Uint8Array | null): void;
  /** Fills in the steps at which there was a sample. */
  finish(out: SeriesBuilder): void;
}

/** The aggregations that need no more of a series than to have seen it once, by operator. */
export const ACCUMULATORS: ReadonlyMap<AggregationOperator, (stepCount: number) => Accumulator> = new Map<
  AggregationOperator,
  (stepCount: number) => Accumulator
>([
  ['sum', (stepCount) => new Sum(stepCount)],
  ['avg', (stepCount) => new Mean(stepCount)],
  ['min', (stepCount) => new Extreme(stepCount, false)],
  ['max', (stepCount) => new Extreme(stepCount, true)],
  ['count', (stepCount) => new Count(stepCount, (count) => count)],
  ['group', (stepCount) => new Count(stepCount, () => 1)],
  ['stdvar', (stepCount) => new Variance(stepCount, (variance) => variance)],
  ['stddev', (stepCount) => new Variance(stepCount, Math.sqrt)],
]);

function addCompensated(sums: Float64Array, compensations: Float64Array, step: number, value: number): void {
  const before = sums[step] as number;
  const total = before + value;
  sums[step] = total;
  const compensation = compensations[step] as number;
  // Infinite or NaN: there is nothing to compensate. A NaN compensation would not change a NaN sum.
  if (total - total !== 0) compensations[step] = 0;
  else if (Math.abs(before) >= Math.abs(value)) compensations[step] = compensation + (before - total + value);
  else compensations[step] = compensation + (value - total + before);
}

/** Adds up with compensation (Kahan and Neumaier). */
class Sum implements Accumulator {
  readonly #sums: Float64Array;
  readonly #compensations: Float64Array;
  readonly #seen: Uint8Array;

  constructor(stepCount: number) {
    this.#sums = new Float64Array(stepCount);
    this.#compensations = new Float64Array(stepCount);
    this.#seen = new Uint8Array(stepCount);
  }

  add(values: Float64Array, present: Uint8Array | null): void {
    const sums = this.#sums;
    const compensations = this.#compensations;
    if (present === null) {
      this.#seen.fill(1);
      for (let step = 0; step < sums.length; step++)
        addCompensated(sums, compensations, step, values[step] as number);
      return;
    }
    for (let step = 0; step < sums.length; step++) {
      if (present[step] === 0) continue;
      this.#seen[step] = 1;
      addCompensated(sums, compensations, step, values[step] as number);
    }
  }

  finish({ values, present }: SeriesBuilder): void {
    present.set(this.#seen);
    for (let step = 0; step < values.length; step++) {
      values[step] = (this.#sums[step] as number) + (this.#compensations[step] as number);
    }
  }
}

/** The mean: of the sum as long as that does not overflow, incremental from there on. */
class Mean implements Accumulator {
  /** Sums, or means where `#isIncremental`. */
  readonly #totals: Float64Array;
  readonly #compensations: Float64Array;
  readonly #counts: Uint32Array;
  readonly #isIncremental: Uint8Array;

  constructor(stepCount: number) {
    this.#totals = new Float64Array(stepCount);
    this.#compensations = new Float64Array(stepCount);
    this.#counts = new Uint32Array(stepCount);
    this.#isIncremental = new Uint8Array(stepCount);
  }

  add(values: Float64Array, present: Uint8Array | null): void {
    for (let step = 0; step < this.#totals.length; step++) {
      if (present !== null && present[step] === 0) continue;
      const value = values[step] as number;
      const before = this.#counts[step] as number;
      this.#counts[step] = before + 1;
      if (before === 0) {
        this.#totals[step] = value;
      } else if (this.#isIncremental[step] !== 0) {
        this.#addToMean(step, value, before + 1);
      } else if (Math.abs((this.#totals[step] as number) + value) !== Number.POSITIVE_INFINITY) {
        addCompensated(this.#totals, this.#compensations, step, value);
      } else {
        this.#isIncremental[step] = 1;
        this.#totals[step] = (this.#totals[step] as number) / before;
        this.#compensations[step] = (this.#compensations[step] as number) / before;
        this.#addToMean(step, value, before + 1);
      }
    }
  }

  #addToMean(step: number, value: number, count: number): void {
    const weight = (count - 1) / count;
    this.#totals[step] = (this.#totals[step] as number) * weight;
    this.#compensations[step] = (this.#compensations[step] as number) * weight;
    addCompensated(this.#totals, this.#compensations, step, value / count);
  }

  finish({ values, present }: SeriesBuilder): void {
    for (let step = 0; step < values.length; step++) {
      const count = this.#counts[step] as number;
      if (count === 0) continue;
      present[step] = 1;
      const total = this.#totals[step] as number;
      const compensation = this.#compensations[step] as number;
      values[step] =
        this.#isIncremental[step] === 0 ? total / count + compensation / count : total + compensation;
    }
  }
}

class Extreme implements Accumulator {
  readonly #best: Float64Array;
  readonly #seen: Uint8Array;
  readonly #isMax: boolean;

  constructor(stepCount: number, isMax: boolean) {
    this.#best = new Float64Array(stepCount);
    this.#seen = new Uint8Array(stepCount);
    this.#isMax = isMax;
  }

  add(values: Float64Array, present: Uint8Array | null): void {
    const best = this.#best;
    for (let step = 0; step < best.length; step++) {
      if (present !== null && present[step] === 0) continue;
      const value = values[step] as number;
      const current = best[step] as number;
      const isBetter = this.#isMax ? value > current : value < current;
      if (this.#seen[step] === 0 || Number.isNaN(current) || isBetter) {
        best[step] = value;
        this.#seen[step] = 1;
      }
    }
  }

  finish({ values, present }: SeriesBuilder): void {
    values.set(this.#best);
    present.set(this.#seen);
  }
}

class Count implements Accumulator {
  readonly #counts: Uint32Array;
  readonly #resultOf: (count: number) => number;

  constructor(stepCount: number, resultOf: (count: number) => number) {
    this.#counts = new Uint32Array(stepCount);
    this.#resultOf = resultOf;
  }

  add(values: Float64Array, present: Uint8Array | null): void {
    for (let step = 0; step < values.length; step++) {
      if (present === null || present[step] !== 0) this.#counts[step] = (this.#counts[step] as number) + 1;
    }
  }

  finish(out: SeriesBuilder): void {
    for (const [step, count] of this.#counts.entries())
      if (count > 0) out.setFloat(step, this.#resultOf(count));
  }
}

/** The population variance by Welford's method. */
class Variance implements Accumulator {
  readonly #squares: Float64Array;
  readonly #means: Float64Array;
  readonly #counts: Uint32Array;
  readonly #resultOf: (variance: number) => number;

  constructor(stepCount: number, resultOf: (variance: number) => number) {
    this.#squares = new Float64Array(stepCount);
    this.#means = new Float64Array(stepCount);
    this.#counts = new Uint32Array(stepCount);
    this.#resultOf = resultOf;
  }

  add(values: Float64Array, present: Uint8Array | null): void {
    for (let step = 0; step < values.length; step++) {
      if (present !== null && present[step] === 0) continue;
      const value = values[step] as number;
      const count = (this.#counts[step] as number) + 1;
      this.#counts[step] = count;
      if (count === 1) {
        this.#means[step] = value;
        this.#squares[step] = Number.isFinite(value) ? 0 : Number.NaN;
        continue;
      }
      const delta = value - (this.#means[step] as number);
      const mean = (this.#means[step] as number) + delta / count;
      this.#means[step] = mean;
      this.#squares[step] = (this.#squares[step] as number) + delta * (value - mean);
    }
  }

  finish(out: SeriesBuilder): void {
    for (const [step, count] of this.#counts.entries()) {
      if (count > 0) out.setFloat(step, this.#resultOf((this.#squares[step] as number) / count));
    }
  }
}
