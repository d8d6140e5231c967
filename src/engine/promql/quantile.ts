/** Ascending, NaN first, as Prometheus sorts for quantiles. Sorts in place and returns the same array. */
export function sortedAscending(values: Float64Array): Float64Array {
  values.sort();
  // A typed array puts NaN last.
  let numbers = values.length;
  while (numbers > 0 && Number.isNaN(values[numbers - 1] as number)) numbers--;
  if (numbers < values.length) {
    values.copyWithin(values.length - numbers, 0, numbers);
    values.fill(Number.NaN, 0, values.length - numbers);
  }
  return values;
}

/** The q-quantile of sorted values, linear between neighbours; ±Inf for q outside of 0..1, NaN for none. */
export function quantile(q: number, sorted: Float64Array): number {
  if (sorted.length === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}
