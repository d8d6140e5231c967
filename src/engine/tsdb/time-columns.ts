import { type Batch, decodeBatchTimes } from './batch.ts';
import type { SeriesSource } from './series.ts';

/** Rows `from` .. `from + count` of a batch (null: of the open rows), at `offset` of the assembled columns. */
export interface ColumnPart {
  readonly batch: Batch | null;
  readonly from: number;
  readonly count: number;
  readonly offset: number;
}

/** The rows of a source in a window: their times, and where they lie. */
export interface WindowPlan {
  readonly minMs: number;
  readonly maxMs: number;
  readonly version: number;
  readonly times: Float64Array;
  readonly parts: readonly ColumnPart[];
}

const KEPT_PLANS = 4;
const plansOf = new WeakMap<SeriesSource, WindowPlan[]>();

/** The index of the first time that is at least `atMs`. */
function lowerBound(times: ArrayLike<number>, atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function planWindow(source: SeriesSource, minMs: number, maxMs: number): WindowPlan {
  const parts: ColumnPart[] = [];
  const columns: Float64Array[] = [];
  let offset = 0;
  const add = (batch: Batch | null, times: Float64Array): void => {
    const from = lowerBound(times, minMs);
    let end = lowerBound(times, maxMs);
    while (end < times.length && (times[end] as number) <= maxMs) end++;
    if (batch !== null) end = Math.min(end, lowerBound(times, batch.shownBeforeMs));
    const count = Math.max(0, end - from);
    parts.push({ batch, from, count, offset });
    columns.push(times.subarray(from, from + count));
    offset += count;
  };
  for (const batch of source.batches) {
    if (batch.minMs <= maxMs && batch.maxMs >= minMs) add(batch, decodeBatchTimes(batch));
  }
  if (source.rows.length > 0)
    add(
      null,
      Float64Array.from(source.rows, (row) => row.atMs),
    );
  const times = new Float64Array(offset);
  let at = 0;
  for (const column of columns) {
    times.set(column, at);
    at += column.length;
  }
  return { minMs, maxMs, version: source.version, times, parts };
}

/** The plan of a window; the same one, with the same `times`, for the same window while nothing changed. */
export function windowPlan(source: SeriesSource, minMs: number, maxMs: number): WindowPlan {
  const plans = (plansOf.get(source) ?? []).filter((plan) => plan.version === source.version);
  let plan = plans.find((candidate) => candidate.minMs === minMs && candidate.maxMs === maxMs);
  if (plan === undefined) {
    plan = planWindow(source, minMs, maxMs);
    plans.unshift(plan);
    plans.length = Math.min(plans.length, KEPT_PLANS);
  }
  plansOf.set(source, plans);
  return plan;
}
