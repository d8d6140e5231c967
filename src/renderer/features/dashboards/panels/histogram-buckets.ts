/** Values between two bounds: `from` counts to it, `to` to the next one. */
export interface ValueBucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const DEFAULT_BUCKETS = 30;
const MAX_BUCKETS = 200;
const STEPS = [1, 2, 2.5, 5, 10];

/** The smallest round width that makes at most so many buckets. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return (STEPS.find((step) => step * power >= width) ?? 10) * power;
}

/** The distribution of finite values over buckets of one width: the given one, or a round one for about so many buckets. */
export function bucketValues(
  values: readonly number[],
  options: {
    readonly size?: number | undefined;
    readonly count?: number | undefined;
    readonly offset?: number | undefined;
  },
): ValueBucket[] {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const wished = options.size !== undefined && options.size > 0 ? options.size : 0;
  const fitting = roundWidth(
    Math.max(high - low, Math.abs(high) * 1e-9, 1e-9) / (options.count || DEFAULT_BUCKETS),
  );
  const isUsable = wished > 0 && (high - low) / wished <= MAX_BUCKETS;
  const width = isUsable ? wished : fitting;
  const offset = options.offset ?? 0;
  const first = Math.floor((low - offset) / width);
  const last = Math.floor((high - offset) / width);
  const counts = new Array<number>(Math.min(MAX_BUCKETS, last - first + 1)).fill(0);
  for (const value of finite) {
    const at = Math.min(counts.length - 1, Math.floor((value - offset) / width) - first);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, i) => ({
    from: (first + i) * width + offset,
    to: (first + i + 1) * width + offset,
    count,
  }));
}
