import type { ColumnFunction } from './range-function.ts';

/**
 * The highest (or lowest) value of each window in one pass: a queue keeps the samples that may still become the extreme,
 * best first. NaN counts only where a window holds nothing else.
 */
export function slidingExtreme(isMax: boolean): ColumnFunction {
  return ({ floats }, { first, end }, lookups, _call, out) => {
    const { values } = floats;
    const queue = new Int32Array(values.length);
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let step = 0; step < lookups.length; step++) {
      const from = first[step] as number;
      const to = end[step] as number;
      if (to <= from) continue;
      if (next < from) next = from;
      for (; next < to; next++) {
        const value = values[next] as number;
        if (Number.isNaN(value)) continue;
        while (tail > head) {
          const last = values[queue[tail - 1] as number] as number;
          if (isMax ? last > value : last < value) break;
          tail--;
        }
        queue[tail++] = next;
      }
      while (head < tail && (queue[head] as number) < from) head++;
      out.setFloat(step, head < tail ? (values[queue[head] as number] as number) : Number.NaN);
    }
  };
}
