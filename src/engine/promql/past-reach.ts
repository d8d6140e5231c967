import { assertNever } from '../../shared/assert.ts';
import type { Lookup, Plan } from './plan.ts';

/** Samples after `t - backMs` and up to `t + forwardMs` decide an expression's value at `t`, and none else. */
export interface PastReach {
  readonly backMs: number;
  readonly forwardMs: number;
}

const NO_REACH: PastReach = { backMs: 0, forwardMs: 0 };

/** Which of equal samples these choose depends on what else is in the range. */
const CHOOSING_OPERATORS: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk']);

/**
 * How far a plan looks from each step; null where a step's value depends on more than the samples around it: on the
 * query's range, on fixed times, or on the other steps.
 */
export function pastReachOf(plan: Plan, lookbackMs: number): PastReach | null {
  switch (plan.kind) {
    case 'number':
    case 'string':
      return NO_REACH;
    case 'select':
      return plan.smoothed ? null : moved(plan, lookbackMs, NO_REACH);
    case 'rangeSelect':
      return plan.extension === null ? moved(plan, plan.rangeMs, NO_REACH) : null;
    case 'subquery': {
      const inner = pastReachOf(plan.expr, lookbackMs);
      return inner === null ? null : moved(plan, plan.rangeMs, inner);
    }
    case 'unary':
    case 'invariant':
      return pastReachOf(plan.expr, lookbackMs);
    case 'call':
      return widest(plan.args, lookbackMs);
    case 'rangeCall':
      return widest([plan.source, ...plan.args], lookbackMs);
    case 'aggregation':
      if (CHOOSING_OPERATORS.has(plan.op)) return null;
      return widest(plan.param === null ? [plan.expr] : [plan.expr, plan.param], lookbackMs);
    case 'binary':
      return widest([plan.lhs, plan.rhs], lookbackMs);
    case 'info':
      return null;
    default:
      return assertNever(plan);
  }
}

function moved({ offsetMs, atMs }: Lookup, backMs: number, inner: PastReach): PastReach | null {
  if (atMs !== null) return null;
  return {
    backMs: Math.max(0, backMs + inner.backMs + offsetMs),
    forwardMs: Math.max(0, inner.forwardMs - offsetMs),
  };
}

function widest(plans: readonly Plan[], lookbackMs: number): PastReach | null {
  let { backMs, forwardMs } = NO_REACH;
  for (const plan of plans) {
    const reach = pastReachOf(plan, lookbackMs);
    if (reach === null) return null;
    backMs = Math.max(backMs, reach.backMs);
    forwardMs = Math.max(forwardMs, reach.forwardMs);
  }
  return { backMs, forwardMs };
}
