import type { ExprTree } from '../../shared/domain/expr-tree.ts';
import type { InstantResult, RangeResult } from '../../shared/domain/query.ts';
import { AppError } from '../../shared/errors.ts';
import { remember } from '../model/bounded-cache.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Clock } from '../ports.ts';
import type { Queryable } from '../storage.ts';
import { addMatchers } from './add-matchers.ts';
import type { Expr } from './ast.ts';
import { BufferPool } from './buffer-pool.ts';
import { buildPlan } from './build-plan.ts';
import { evaluatePlan } from './evaluate/evaluate.ts';
import { toInstantRows, toRangeSeries, toWindowRows } from './evaluate/present-results.ts';
import type { QueryContext } from './evaluate/query-context.ts';
import { rangeSeriesOf } from './evaluate/range-call.ts';
import type { RangeSeries } from './evaluate/range-series.ts';
import type { StepGrid } from './evaluate/step-grid.ts';
import type { Value } from './evaluate/values.ts';
import { exprTree } from './expr-tree.ts';
import { extendedSamples } from './functions/extended-rate.ts';
import { hasComments } from './parse/lezer-parser.ts';
import { parseExpr } from './parse/parse-expr.ts';
import { typeOf } from './parse/type-check.ts';
import { type PastReach, pastReachOf } from './past-reach.ts';
import type { Plan, RangeSelection, WindowSource } from './plan.ts';
import { printExpr } from './print-expr.ts';
import { QueryRun, type RunLimits } from './query-run.ts';

/** Settings of an engine; what a query names itself goes before. */
export interface PromqlEngineOptions {
  readonly lookbackDeltaMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: number;
  /** Samples that one query may hold at a time. */
  readonly maxSamples: number;
  /** Samples that one query may read from the store. */
  readonly maxSamplesRead: number;
  /** Steps of one range query. */
  readonly maxPoints: number;
  /** Longest time of one query; needs a clock. */
  readonly timeoutMs: number;
  /** Allows what Prometheus 3 keeps behind feature flags. */
  readonly experimental: boolean;
  /** Overwrites what a query read once it has ended, for tests that look for results which still point there. */
  readonly clearsBuffers: boolean;
  /** Measures and limits time; without one neither happens. */
  readonly clock: Pick<Clock, 'monotonicMs'> | null;
}

/** Rules and panels ask the same questions again and again, and parsing costs more than many of the answers. */
const EXPRESSIONS_KEPT = 500;

const DEFAULT_OPTIONS: PromqlEngineOptions = {
  lookbackDeltaMs: 300_000,
  subqueryStepMs: 60_000,
  maxSamples: 50_000_000,
  maxSamplesRead: 100_000_000,
  maxPoints: 11_000,
  timeoutMs: 120_000,
  experimental: false,
  clearsBuffers: false,
  clock: null,
};

/** A range query on the grid from `startMs` to `endMs`; times in ms UTC. */
export interface RangeEvaluation {
  readonly expr: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly lookbackDeltaMs?: number;
}

export interface InstantEvaluation {
  readonly expr: string;
  readonly atMs: number;
  readonly lookbackDeltaMs?: number;
}

/**
 * Evaluates PromQL as Prometheus 3 does. Both evaluations reject with AppError `bad_data` (the expression, with the
 * place in the details), `execution`, `limit_exceeded`, `timeout` or `canceled`.
 */
export interface PromqlEngine {
  evaluateRange(query: RangeEvaluation, signal?: AbortSignal): Promise<RangeResult>;
  evaluateInstant(query: InstantEvaluation, signal?: AbortSignal): Promise<InstantResult>;
  /**
   * Which samples decide a step's value; null where the step's surroundings do not. Throws as a range query that can't
   * be evaluated.
   */
  pastReach(query: RangeEvaluation): PastReach | null;
  /** The matchers of a series selector without modifiers. Throws AppError `bad_data`. */
  parseSelector(text: string): readonly Matcher[];
  /** The expression in its usual notation. Throws AppError `bad_data`, also where comments would be lost. */
  formatExpr(text: string): string;
  /** The expression with matchers added to all its selectors; as it is where it can't be parsed. */
  addMatchers(text: string, matchers: readonly Matcher[]): string;
  /** The pieces that an expression is made of. Throws AppError `bad_data`. */
  explainExpr(text: string): ExprTree;
  /** What is wrong with an expression, null where nothing is. */
  checkExpr(text: string): string | null;
}

/** An engine that reads from a store. */
export function createPromqlEngine(
  queryable: Queryable,
  options: Partial<PromqlEngineOptions> = {},
): PromqlEngine {
  const settings = { ...DEFAULT_OPTIONS, ...options };
  const buffers = new BufferPool(settings.clearsBuffers);
  const parse = remember(
    EXPRESSIONS_KEPT,
    (text): Expr => parseExpr(text, { experimental: settings.experimental }),
  );
  const limitsOf = ({ lookbackDeltaMs }: { readonly lookbackDeltaMs?: number }): RunLimits => ({
    ...settings,
    lookbackDeltaMs: lookbackDeltaMs ?? settings.lookbackDeltaMs,
  });
  function planRange(query: RangeEvaluation): { grid: StepGrid; plan: Plan } {
    const expr = parse(query.expr);
    const type = typeOf(expr);
    if (type !== 'scalar' && type !== 'vector') {
      const name = type === 'matrix' ? 'range vector' : type;
      throw new AppError(
        'bad_data',
        `invalid expression type "${name}" for range query, must be Scalar or instant Vector`,
      );
    }
    const grid = rangeGrid(query, settings.maxPoints);
    return { grid, plan: buildPlan(expr, { ...query, subqueryStepMs: settings.subqueryStepMs }) };
  }
  return {
    pastReach(query) {
      const { plan } = planRange(query);
      // Experimental functions of the query's range are constants in its plan.
      return settings.experimental ? null : pastReachOf(plan, limitsOf(query).lookbackDeltaMs);
    },
    async evaluateRange(query, signal) {
      const { grid, plan } = planRange(query);
      const run = new QueryRun(queryable, limitsOf(query), buffers, signal);
      const { context, value } = await run.evaluate(plan, grid, (ready) => evaluatePlan(plan, grid, ready));
      const series = value.kind === 'vector' ? toRangeSeries(value.series) : scalarSeries(value);
      return {
        startMs: grid.startMs,
        endMs: grid.startMs + (grid.count - 1) * grid.stepMs,
        stepMs: grid.stepMs,
        count: grid.count,
        series,
        annotations: context.annotations.list(),
        stats: run.stats(series.length),
      };
    },
    async evaluateInstant(query, signal) {
      const { atMs } = query;
      const grid = { startMs: atMs, stepMs: 1, count: 1 };
      const run = new QueryRun(queryable, limitsOf(query), buffers, signal);
      const expr = parse(query.expr);
      const { subqueryStepMs } = settings;
      const plan = buildPlan(expr, { startMs: atMs, endMs: atMs, stepMs: 1, subqueryStepMs });
      const { context, value } = await run.evaluate(plan, grid, (ready) => instantValue(plan, grid, ready));
      return {
        ...value,
        atMs,
        annotations: context.annotations.list(),
        stats: run.stats(value.rows.length),
      };
    },
    parseSelector(text) {
      const expr = parse(text);
      if (expr.kind !== 'vectorSelector' || expr.offset !== null || expr.at !== null) {
        throw new AppError('bad_data', `not a series selector: ${text}`);
      }
      return expr.matchers;
    },
    formatExpr(text) {
      const printed = printExpr(parse(text));
      if (hasComments(text)) {
        throw new AppError(
          'bad_data',
          'The comments of this expression would be lost; remove them to format it.',
        );
      }
      return printed;
    },
    addMatchers(text, matchers) {
      let expr: Expr;
      try {
        expr = parse(text);
      } catch (error) {
        // What is wrong with it is told by the query, at its own place.
        if (error instanceof AppError) return text;
        throw error;
      }
      return printExpr(addMatchers(expr, matchers));
    },
    explainExpr: (text) => exprTree(parse(text)),
    checkExpr(text) {
      try {
        parse(text);
        return null;
      } catch (error) {
        if (error instanceof AppError) return error.message;
        throw error;
      }
    },
  };
}

function rangeGrid({ startMs, endMs, stepMs }: RangeEvaluation, maxPoints: number): StepGrid {
  if (!(stepMs > 0)) throw new AppError('bad_data', 'the step of a range query must be greater than 0');
  if (endMs < startMs)
    throw new AppError('bad_data', 'the end of a range query must not be before its start');
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  if (count > maxPoints) {
    throw new AppError(
      'limit_exceeded',
      `the query asks for ${count} points per series, more than the limit of ${maxPoints}; use a longer step or a shorter range`,
    );
  }
  return { startMs, stepMs, count };
}

function scalarSeries(value: Value): RangeResult['series'] {
  if (value.kind !== 'scalar') return [];
  return [{ labels: [], values: value.values, present: null, histograms: null }];
}

type InstantValue = Pick<InstantResult, 'kind' | 'rows' | 'text'>;

async function instantValue(plan: Plan, grid: StepGrid, context: QueryContext): Promise<InstantValue> {
  if (plan.kind === 'rangeSelect' || plan.kind === 'subquery') return windowValue(plan, grid, context);
  const value = await evaluatePlan(plan, grid, context);
  const atMs = grid.startMs;
  switch (value.kind) {
    case 'vector':
      return { kind: 'vector', rows: toInstantRows(value.series, atMs), text: '' };
    case 'scalar': {
      const row = { labels: [], times: Float64Array.of(atMs), values: value.values, histograms: null };
      return { kind: 'scalar', rows: [row], text: '' };
    }
    case 'string':
      return { kind: 'string', rows: [], text: value.value };
  }
}

async function windowValue(
  source: WindowSource,
  grid: StepGrid,
  context: QueryContext,
): Promise<InstantValue> {
  const read = await rangeSeriesOf(source, grid, context, (inner) => {
    if (source.kind !== 'subquery') throw new Error('only subqueries have an inner expression');
    return evaluatePlan(source.expr, inner, context);
  });
  const untilMs = (source.atMs ?? grid.startMs) - source.offsetMs;
  if (source.kind === 'rangeSelect' && source.extension !== null) {
    const series = extendSeries(read, source, untilMs, context.limits.lookbackDeltaMs);
    return { kind: 'matrix', rows: toWindowRows(series, Number.NEGATIVE_INFINITY, untilMs), text: '' };
  }
  return { kind: 'matrix', rows: toWindowRows(read, untilMs - source.rangeMs, untilMs), text: '' };
}

function extendSeries(
  read: readonly RangeSeries[],
  source: RangeSelection,
  endMs: number,
  lookbackMs: number,
): RangeSeries[] {
  const lastMs = source.extension === 'smoothed' ? endMs + lookbackMs : endMs;
  const result: RangeSeries[] = [];
  for (const series of read) {
    if (series.histograms !== null) {
      throw new AppError('execution', `${source.extension} modifier is not supported with histograms`);
    }
    const { times, values } = series.floats;
    const until = times.findLastIndex((time) => time <= lastMs) + 1;
    const inside = { times: times.subarray(0, until), values: values.subarray(0, until) };
    const floats = extendedSamples(inside, endMs, source);
    if (floats !== null) result.push({ ...series, floats });
  }
  return result;
}
