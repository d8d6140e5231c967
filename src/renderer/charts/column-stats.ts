/** Figures of one column; all NaN where it has no finite value. */
export interface ColumnStats {
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly total: number;
}

/** Figures over the present, finite values; `last` is the newest of them. */
export function columnStats(values: Float64Array, present: Uint8Array | null): ColumnStats {
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  let total = 0;
  let last = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if ((present !== null && present[i] !== 1) || value - value !== 0) continue;
    count += 1;
    total += value;
    last = value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) {
    return { last, min: Number.NaN, max: Number.NaN, mean: Number.NaN, total: Number.NaN };
  }
  return { last, min, max, mean: total / count, total };
}

/** Upper edges of a stack, first column at the bottom: an absent value counts as zero, but where all are absent is a gap (NaN). */
export function stackColumns(
  columns: readonly { readonly values: Float64Array; readonly present: Uint8Array | null }[],
  count: number,
): Float64Array[] {
  const edges: Float64Array[] = [];
  const ground = new Float64Array(count).fill(Number.NaN);
  const isThere = (values: Float64Array, present: Uint8Array | null, i: number): boolean => {
    const value = values[i] as number;
    return (present === null || present[i] === 1) && value - value === 0;
  };
  for (const { values, present } of columns) {
    for (let i = 0; i < count; i++) if (isThere(values, present, i)) ground[i] = 0;
  }
  let below = ground;
  for (const { values, present } of columns) {
    const edge = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      edge[i] = (below[i] as number) + (isThere(values, present, i) ? (values[i] as number) : 0);
    }
    edges.push(edge);
    below = edge;
  }
  return edges;
}
