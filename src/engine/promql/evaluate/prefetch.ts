import { assertNever } from '../../../shared/assert.ts';
import { compareLabels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { Queryable, ReadControl, SeriesColumns } from '../../storage.ts';
import type { Plan, RangeSelection, SubqueryPlan } from '../plan.ts';
import type { Selection } from './query-context.ts';
import { lastStepMs, type StepGrid, subqueryGrid } from './step-grid.ts';

interface Request {
  readonly selection: Selection;
  readonly minMs: number;
  readonly maxMs: number;
}

/** The store, and how its reading is stopped and slowed down. */
export interface SampleSource {
  readonly queryable: Queryable;
  readonly signal: AbortSignal | undefined;
  readonly control: ReadControl;
}

/** Reads the series of all selections of a plan; equal ones are read once. Rejects as the store does. */
export async function prefetch(
  plan: Plan,
  grid: StepGrid,
  lookbackMs: number,
  source: SampleSource,
): Promise<ReadonlyMap<Selection, readonly SeriesColumns[]>> {
  const { queryable, signal, control } = source;
  const requests: Request[] = [];
  collect(plan, grid, lookbackMs, requests);
  const isOrdered = grid.count === 1 || dependsOnOrder(plan);
  const reads = new Map<string, Promise<readonly SeriesColumns[]>>();
  const results = await Promise.all(
    requests.map(({ selection, minMs, maxMs }) => {
      const key = `${minMs}:${maxMs}:${matchersKey(selection.matchers)}`;
      let read = reads.get(key);
      if (read === undefined) {
        read = queryable.select(selection.matchers, minMs, maxMs, signal, control).then((series) => {
          return isOrdered ? inOrder(series) : series;
        });
        reads.set(key, read);
      }
      return read;
    }),
  );
  return new Map(requests.map(({ selection }, i) => [selection, results[i] ?? []]));
}

function matchersKey(matchers: readonly Matcher[]): string {
  return JSON.stringify(matchers.map(({ name, type, value }) => [name, type, value]));
}

function inOrder(series: readonly SeriesColumns[]): readonly SeriesColumns[] {
  return [...series].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Whether the order of series decides which ones a plan chooses. */
function dependsOnOrder(plan: Plan): boolean {
  if (plan.kind === 'aggregation' && ['topk', 'bottomk', 'limitk'].includes(plan.op)) return true;
  return operandsOf(plan).some(dependsOnOrder);
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
      requests.push({ selection: plan, minMs: firstMs - lookbackMs + 1, maxMs: lastMs + forward });
      return;
    }
    case 'rangeSelect': {
      const { firstMs, lastMs } = lookupSpan(plan, grid);
      const back = plan.extension === null ? 0 : lookbackMs;
      const forward = plan.extension === 'smoothed' ? lookbackMs : 0;
      requests.push({
        selection: plan,
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
