/** Columns that a chart gets: shared times in ms UTC and one column of values a series. */
export interface Columns {
  readonly timesMs: Float64Array;
  readonly values: readonly Float64Array[];
}

export const STEP_MS = 1_000;

/** Random walks with a rare spike; the same seed makes the same columns. */
export function makeColumns(series: number, points: number, seed: number): Columns {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0 || 1;
  const random = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const timesMs = Float64Array.from({ length: points }, (_, i) => i * STEP_MS);
  const values = Array.from({ length: series }, (_, s) => {
    let value = 50 + 10 * s;
    return Float64Array.from({ length: points }, () => {
      value += (random() - 0.5) * 2;
      return value + (random() < 0.001 ? 20 : 0);
    });
  });
  return { timesMs, values };
}

/** The columns from one step on, `points` long, without a copy. */
export function viewColumns({ timesMs, values }: Columns, from: number, points: number): Columns {
  return {
    timesMs: timesMs.subarray(from, from + points),
    values: values.map((column) => column.subarray(from, from + points)),
  };
}
