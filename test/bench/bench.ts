/** One measured figure. `value` is a median; `samples` are the runs behind it. */
export interface BenchFigure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly samples: readonly number[];
  /** What it is compared with, measured in the same run: its name, its median, and ours divided by it. */
  readonly peer?: { readonly name: string; readonly value: number; readonly ratio: number };
}

/** A group of figures; a bench that can't run here says why instead. */
export type Bench = () => Promise<readonly BenchFigure[] | { readonly skipped: string }>;

/** The middle of the sorted values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** A figure from its runs, and from a peer's runs where there is one. */
export function figure(
  name: string,
  unit: string,
  samples: readonly number[],
  peer?: { readonly name: string; readonly samples: readonly number[] },
): BenchFigure {
  const value = median(samples);
  if (peer === undefined) return { name, unit, value, samples };
  const peerValue = median(peer.samples);
  return {
    name,
    unit,
    value,
    samples,
    peer: { name: peer.name, value: peerValue, ratio: value / peerValue },
  };
}
