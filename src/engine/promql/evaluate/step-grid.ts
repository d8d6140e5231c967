import type { Lookup } from '../plan.ts';

/** The times at which an expression is evaluated: `startMs + i * stepMs` for i < count. */
export interface StepGrid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** The time of the grid's last step, ms UTC. */
export function lastStepMs(grid: StepGrid): number {
  return grid.startMs + (grid.count - 1) * grid.stepMs;
}

/** For each step the time that a selection looks at: the step's own or a fixed one, minus the offset. */
export function lookupTimes(grid: StepGrid, { offsetMs, atMs }: Lookup): Float64Array {
  const times = new Float64Array(grid.count);
  for (let i = 0; i < times.length; i++) times[i] = (atMs ?? grid.startMs + i * grid.stepMs) - offsetMs;
  return times;
}

/**
 * The grid of a subquery: multiples of its step that cover the windows of all steps of the outer grid; null where no
 * multiple lies in them.
 */
export function subqueryGrid(
  outer: StepGrid,
  subquery: Lookup & { readonly rangeMs: number; readonly stepMs: number },
): StepGrid | null {
  const { offsetMs, atMs, rangeMs, stepMs } = subquery;
  const afterMs = (atMs ?? outer.startMs) - offsetMs - rangeMs;
  const endMs = (atMs ?? lastStepMs(outer)) - offsetMs;
  const startMs = (Math.floor(afterMs / stepMs) + 1) * stepMs;
  if (startMs > endMs) return null;
  return { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
}
