/** Marks a gap in a list of indices. */
export const GAP = -1;

/**
 * Which points of a column to draw in `columns` pixel columns: of each the first, lowest, highest and last (M4, Jugel et
 * al., VLDB 2014), so that the line looks as if all were drawn. Writes indices into `out` in ascending order, `GAP` where
 * the line breaks (value absent or not finite), and returns how many; `out` needs room for 6 a pixel column, or for all
 * points of the range when there are fewer.
 */
export function reduceColumn(
  values: Float64Array,
  present: Uint8Array | null,
  from: number,
  to: number,
  columns: number,
  out: Int32Array,
): number {
  return to - from <= columns * 4
    ? copyRange(values, present, from, to, out)
    : reduceRange(values, present, from, to, columns, out);
}

/** Room that `out` of reduceColumn needs. */
export function reducedCapacity(points: number, columns: number): number {
  return points <= columns * 4 ? points + 1 : columns * 6 + 1;
}

function isThere(values: Float64Array, present: Uint8Array | null, i: number): boolean {
  // x - x is 0 for finite numbers alone, and cheaper than a call in this loop.
  const value = values[i] as number;
  return (present === null || present[i] === 1) && value - value === 0;
}

function copyRange(
  values: Float64Array,
  present: Uint8Array | null,
  from: number,
  to: number,
  out: Int32Array,
): number {
  let n = 0;
  let open = false;
  for (let i = from; i < to; i++) {
    if (isThere(values, present, i)) {
      out[n++] = i;
      open = true;
    } else if (open) {
      out[n++] = GAP;
      open = false;
    }
  }
  return n;
}

function reduceRange(
  values: Float64Array,
  present: Uint8Array | null,
  from: number,
  to: number,
  columns: number,
  out: Int32Array,
): number {
  let n = 0;
  let open = false;
  const width = (to - from) / columns;
  let i = from;
  for (let column = 0; column < columns; column++) {
    const end = column === columns - 1 ? to : Math.min(to, Math.ceil(from + (column + 1) * width));
    let first = GAP;
    let last = GAP;
    let low = 0;
    let high = 0;
    let lowest = 0;
    let highest = 0;
    let holes = false;
    for (; i < end; i++) {
      if (!isThere(values, present, i)) {
        holes = true;
        continue;
      }
      const value = values[i] as number;
      if (first === GAP) {
        first = i;
        low = i;
        high = i;
        lowest = value;
        highest = value;
      } else if (value < lowest) {
        low = i;
        lowest = value;
      } else if (value > highest) {
        high = i;
        highest = value;
      }
      last = i;
    }
    if (first === GAP) {
      if (holes && open) {
        out[n++] = GAP;
        open = false;
      }
      continue;
    }
    // A hole at the column's edge breaks the line; one inside is narrower than a pixel and does not show.
    if (open && !isThere(values, present, first - 1)) out[n++] = GAP;
    const a = Math.min(low, high);
    const b = Math.max(low, high);
    out[n++] = first;
    if (a !== first) out[n++] = a;
    if (b !== a && b !== first) out[n++] = b;
    if (last !== b && last !== first && last !== a) out[n++] = last;
    open = true;
    if (!isThere(values, present, end - 1)) {
      out[n++] = GAP;
      open = false;
    }
  }
  return n;
}
