import { assertNever } from '../../../shared/assert.ts';
import { compareLabels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { Queryable, ReadControl, SeriesColumns } from '../../storage.ts';
import type { AggregationPlan, Plan, RangeSelection, SubqueryPlan } from '../plan.ts';
import type { SelectedSeries, Selection } from './query-context.ts';
import { lastStepMs, type StepGrid, subqueryGrid } from './step-grid.ts';

interface Request {
  readonly selection: Selection;
  /** Whoever reads it takes the series one after the other, and once. */
  readonly mayStream: boolean;
  /** The order of the series does not matter to whoever reads it, whatever the plan around it does. */
  readonly isOrderFree: boolean;
  readonly minMs: number;
  readonly maxMs: number;
}

/** The store, and how its reading is stopped and slowed down. */
export interface SampleSource {
  readonly queryable: Queryable;
  readonly signal: AbortSignal | undefined;
  readonly control: ReadControl;
}

/**
 * Reads the series of all selections of a plan; equal ones are read once. Series that only one part of the plan reads are
 * streamed where the store can and their order does not matter. Rejects as the store does.
 */
export async function prefetch(
  plan: Plan,
  grid: StepGrid,
  lookbackMs: number,
  source: SampleSource,
): Promise<ReadonlyMap<Selection, SelectedSeries>> {
  const { queryable, signal, control } = source;
  const requests: Request[] = [];
  collect(plan, grid, lookbackMs, requests);
  const isOrdered = grid.count === 1 || dependsOnOrder(plan);
  const readings = new Map<string, Request[]>();
  for (const request of requests) {
    const key = `${request.minMs}:${request.maxMs}:${matchersKey(request.selection.matchers)}`;
    const same = readings.get(key);
    if (same === undefined) readings.set(key, [request]);
    else same.push(request);
  }
  const selected = await Promise.all(
    Array.from(readings.values(), async (same): Promise<SelectedSeries> => {
      const [{ selection, mayStream, isOrderFree, minMs, maxMs }] = same as [Request];
      if (mayStream && same.length === 1 && (isOrderFree || !isOrdered)) {
        const stream = queryable.stream?.(selection.matchers, minMs, maxMs, control) ?? null;
        if (stream !== null) return stream;
      }
      const series = await queryable.select(selection.matchers, minMs, maxMs, signal, control);
      return isOrdered && same.some((request) => !request.isOrderFree) ? inOrder(series) : series;
    }),
  );
  const result = new Map<Selection, SelectedSeries>();
  for (const [i, same] of [...readings.values()].entries()) {
    for (const { selection } of same) result.set(selection, selected[i] ?? []);
  }
  return result;
}

function matchersKey(matchers: readonly Matcher[]): string {
  return JSON.stringify(matchers.map(({ name, type, value }) => [name, type, value]));
}

function inOrder(series: readonly SeriesColumns[]): readonly SeriesColumns[] {
  return [...series].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Whether the order of series decides which ones a plan chooses. */
function dependsOnOrder(plan: Plan): boolean {
  if (plan.kind === 'aggregation' && plan.op === 'limitk') return true;
  return operandsOf(plan).some(dependsOnOrder);
}

/** What an aggregation takes in series by series as it is read, ordering its result by itself; null for nothing. */
function visitedSelection({ op, param, expr }: AggregationPlan): Selection | null {
  if (param !== null && op !== 'topk' && op !== 'bottomk') return null;
  if (expr.kind === 'select') return expr;
  return expr.kind === 'rangeCall' && expr.source.kind === 'rangeSelect' ? expr.source : null;
}

/** The plans that a plan reads directly. */
function operandsOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'number':
    case 'string':
    case 'select':
    case 'rangeSelect':
      return [];
    case 'subquery':
    case 'unary':
    case 'invariant':
      return [plan.expr];
    case 'info':
      return [plan.expr, plan.selection];
    case 'rangeCall':
      return [plan.source, ...plan.args];
    case 'call':
      return plan.args;
    case 'aggregation':
      return plan.param === null ? [plan.expr] : [plan.expr, plan.param];
    case 'binary':
      return [plan.lhs, plan.rhs];
    default:
      return assertNever(plan);
  }
}

function collect(plan: Plan, grid: StepGrid, lookbackMs: number, requests: Request[]): void {
  switch (plan.kind) {
    case 'select': {
      const { firstMs, lastMs } = lookupSpan(plan, grid);
      const forward = plan.smoothed ? lookbackMs : 0;
      requests.push({
        selection: plan,
        mayStream: !plan.smoothed,
        isOrderFree: false,
        minMs: firstMs - lookbackMs + 1,
        maxMs: lastMs + forward,
      });
      return;
    }
    case 'rangeSelect': {
      const { firstMs, lastMs } = lookupSpan(plan, grid);
      const back = plan.extension === null ? 0 : lookbackMs;
      const forward = plan.extension === 'smoothed' ? lookbackMs : 0;
      requests.push({
        selection: plan,
        mayStream: true,
        isOrderFree: false,
        minMs: firstMs - plan.rangeMs - back + 1,
        maxMs: lastMs + forward,
      });
      return;
    }
    case 'subquery': {
      const inner = subqueryGrid(grid, plan);
      if (inner !== null) collect(plan.expr, inner, lookbackMs, requests);
      return;
    }
    case 'invariant':
      collect(plan.expr, { ...grid, count: 1 }, lookbackMs, requests);
      return;
    case 'info': {
      collect(plan.expr, grid, lookbackMs, requests);
      const own: Request[] = [];
      collect(plan.selection, grid, lookbackMs, own);
      for (const request of own) requests.push({ ...request, mayStream: false });
      return;
    }
    case 'aggregation': {
      if (plan.param !== null) collect(plan.param, grid, lookbackMs, requests);
      const own: Request[] = [];
      collect(plan.expr, grid, lookbackMs, own);
      const visited = visitedSelection(plan);
      for (const request of own) {
        requests.push(request.selection === visited ? { ...request, isOrderFree: true } : request);
      }
      return;
    }
    default:
      for (const operand of operandsOf(plan)) collect(operand, grid, lookbackMs, requests);
  }
}

function lookupSpan(
  lookup: Pick<RangeSelection | SubqueryPlan, 'atMs' | 'offsetMs'>,
  grid: StepGrid,
): { firstMs: number; lastMs: number } {
  return {
    firstMs: (lookup.atMs ?? grid.startMs) - lookup.offsetMs,
    lastMs: (lookup.atMs ?? lastStepMs(grid)) - lookup.offsetMs,
  };
}
