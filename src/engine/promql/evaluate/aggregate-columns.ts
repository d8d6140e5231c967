import type { AggregationOperator } from '../ast.ts';
import { quantile, sortedAscending } from '../quantile.ts';
import type { SeriesBuilder, VectorSeries } from './values.ts';

/** Aggregates the floats of a group's series over all steps; `params` holds the parameter per step, where there is one. */
export type ColumnAggregation = (
  members: readonly VectorSeries[],
  params: Float64Array | null,
  out: SeriesBuilder,
) => void;

/** The fast way for groups without histograms. */
export const COLUMN_AGGREGATIONS: ReadonlyMap<AggregationOperator, ColumnAggregation> = new Map<
  AggregationOperator,
  ColumnAggregation
>([
  ['sum', sum],
  ['avg', average],
  ['min', (members, _params, out) => extreme(members, out, false)],
  ['max', (members, _params, out) => extreme(members, out, true)],
  ['count', count],
  ['group', (members, _params, out) => forEachSample(members, (step) => out.setFloat(step, 1))],
  ['stdvar', (members, _params, out) => variance(members, out, (value) => value)],
  ['stddev', (members, _params, out) => variance(members, out, Math.sqrt)],
  ['quantile', quantiles],
]);

function forEachSample(members: readonly VectorSeries[], visit: (step: number, value: number) => void): void {
  for (const { values, present } of members) {
    for (let step = 0; step < values.length; step++) {
      if (present === null || present[step] !== 0) visit(step, values[step] as number);
    }
  }
}

/** Adds up with compensation; the compensation per step is the result. */
function accumulate(
  members: readonly VectorSeries[],
  { values: sums, present: seen }: SeriesBuilder,
): Float64Array {
  const stepCount = sums.length;
  const compensations = new Float64Array(stepCount);
  for (const { values, present } of members) {
    for (let step = 0; step < stepCount; step++) {
      if (present !== null && present[step] === 0) continue;
      const value = values[step] as number;
      seen[step] = 1;
      const before = sums[step] as number;
      const total = before + value;
      if (total - total !== 0) {
        // Infinite or NaN: there is nothing to compensate. A NaN compensation would not change a NaN sum.
        compensations[step] = 0;
      } else if (Math.abs(before) >= Math.abs(value)) {
        compensations[step] = (compensations[step] as number) + (before - total + value);
      } else {
        compensations[step] = (compensations[step] as number) + (value - total + before);
      }
      sums[step] = total;
    }
  }
  return compensations;
}

function sum(members: readonly VectorSeries[], _params: Float64Array | null, out: SeriesBuilder): void {
  const compensations = accumulate(members, out);
  const { values } = out;
  for (let step = 0; step < values.length; step++) {
    values[step] = (values[step] as number) + (compensations[step] as number);
  }
}

function average(members: readonly VectorSeries[], _params: Float64Array | null, out: SeriesBuilder): void {
  const { values } = out;
  const counts = new Uint32Array(values.length);
  forEachSample(members, (step) => {
    counts[step] = (counts[step] as number) + 1;
  });
  const compensations = accumulate(members, out);
  for (let step = 0; step < values.length; step++) {
    const samples = counts[step] as number;
    if (samples === 0) continue;
    const total = values[step] as number;
    if (Math.abs(total) === Number.POSITIVE_INFINITY) values[step] = incrementalMean(members, step);
    else values[step] = total / samples + (compensations[step] as number) / samples;
  }
}

/** The mean where the sum overflows: summed up to there, incremental from there on. */
function incrementalMean(members: readonly VectorSeries[], step: number): number {
  let mean = 0;
  let samples = 0;
  let compensation = 0;
  let isIncremental = false;
  const add = (increment: number): void => {
    const total = mean + increment;
    if (Math.abs(total) === Number.POSITIVE_INFINITY) compensation = 0;
    else if (Math.abs(mean) >= Math.abs(increment)) compensation += mean - total + increment;
    else compensation += increment - total + mean;
    mean = total;
  };
  for (const { values, present } of members) {
    if (present !== null && present[step] === 0) continue;
    const value = values[step] as number;
    samples++;
    if (samples === 1) {
      mean = value;
      continue;
    }
    if (!isIncremental) {
      if (Math.abs(mean + value) !== Number.POSITIVE_INFINITY) {
        add(value);
        continue;
      }
      isIncremental = true;
      mean /= samples - 1;
      compensation /= samples - 1;
    }
    const weight = (samples - 1) / samples;
    mean *= weight;
    compensation *= weight;
    add(value / samples);
  }
  return isIncremental ? mean + compensation : mean / samples + compensation / samples;
}

function extreme(
  members: readonly VectorSeries[],
  { values: best, present: seen }: SeriesBuilder,
  isMax: boolean,
): void {
  for (const { values, present } of members) {
    for (let step = 0; step < values.length; step++) {
      if (present !== null && present[step] === 0) continue;
      const value = values[step] as number;
      const current = best[step] as number;
      if (seen[step] === 0 || Number.isNaN(current) || (isMax ? value > current : value < current)) {
        best[step] = value;
        seen[step] = 1;
      }
    }
  }
}

function count(members: readonly VectorSeries[], _params: Float64Array | null, out: SeriesBuilder): void {
  const { values, present } = out;
  forEachSample(members, (step) => {
    values[step] = (values[step] as number) + 1;
    present[step] = 1;
  });
}

/** The population variance by Welford's method. */
function variance(
  members: readonly VectorSeries[],
  out: SeriesBuilder,
  finish: (value: number) => number,
): void {
  const { values: squares, present: seen } = out;
  const means = new Float64Array(squares.length);
  const counts = new Uint32Array(squares.length);
  forEachSample(members, (step, value) => {
    const samples = (counts[step] as number) + 1;
    counts[step] = samples;
    if (seen[step] === 0) {
      seen[step] = 1;
      means[step] = value;
      squares[step] = Number.isFinite(value) ? 0 : Number.NaN;
      return;
    }
    const delta = value - (means[step] as number);
    const mean = (means[step] as number) + delta / samples;
    means[step] = mean;
    squares[step] = (squares[step] as number) + delta * (value - mean);
  });
  for (let step = 0; step < squares.length; step++) {
    if (seen[step] !== 0) squares[step] = finish((squares[step] as number) / (counts[step] as number));
  }
}

function quantiles(members: readonly VectorSeries[], params: Float64Array | null, out: SeriesBuilder): void {
  const samples = new Float64Array(members.length);
  for (let step = 0; step < out.values.length; step++) {
    let found = 0;
    for (const { values, present } of members) {
      if (present === null || present[step] !== 0) samples[found++] = values[step] as number;
    }
    if (found === 0) continue;
    out.setFloat(step, quantile(params?.[step] as number, sortedAscending(samples.slice(0, found))));
  }
}
