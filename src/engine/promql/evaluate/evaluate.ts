import { assertNever } from '../../../shared/assert.ts';
import { isSetOperator } from '../ast.ts';
import { scaleHistogram } from '../histogram/arithmetic.ts';
import type { AggregationPlan, BinaryPlan, CallPlan, InvariantPlan, Plan, RangeCallPlan } from '../plan.ts';
import { Aggregation } from './aggregate.ts';
import { aggregateQuantile } from './aggregate-quantile.ts';
import { evaluateCall } from './call.ts';
import { countValues } from './count-values.ts';
import { evaluateInfo } from './info.ts';
import { limitSeries } from './limit-series.ts';
import type { QueryContext } from './query-context.ts';
import { type EvaluatePlan, evaluateRangeCall, visitRangeCall } from './range-call.ts';
import { scalarBinary, vectorScalarBinary } from './scalar-binary.ts';
import { evaluateSampleTimes, evaluateSelection, visitSelection } from './select.ts';
import { setBinary } from './set-binary.ts';
import { evaluateSmoothed } from './smooth.ts';
import type { StepGrid } from './step-grid.ts';
import { TopSelection } from './top-selection.ts';
import {
  countSamples,
  ReusedBuilders,
  type ScalarValue,
  type SeriesVisitor,
  type Value,
  type VectorSeries,
  type VectorValue,
} from './values.ts';
import { vectorBinary } from './vector-binary.ts';

/**
 * Evaluates a plan over all steps of a grid at once. Throws AppError `execution` for what Prometheus fails on,
 * `limit_exceeded` for too many samples, and whatever `pace` throws.
 */
export async function evaluatePlan(plan: Plan, grid: StepGrid, context: QueryContext): Promise<Value> {
  const held = context.held;
  const value = await evaluateNode(plan, grid, context);
  // What the operands held is free again; the result stays.
  context.releaseTo(held);
  if (value.kind === 'vector') for (const series of value.series) context.hold(countSamples(series));
  return value;
}

async function evaluateNode(plan: Plan, grid: StepGrid, context: QueryContext): Promise<Value> {
  switch (plan.kind) {
    case 'number':
      return { kind: 'scalar', values: new Float64Array(grid.count).fill(plan.value) };
    case 'string':
      return { kind: 'string', value: plan.value };
    case 'select':
      return plan.smoothed ? evaluateSmoothed(plan, grid, context) : evaluateSelection(plan, grid, context);
    case 'rangeSelect':
    case 'subquery':
      throw new Error('a range vector has no value of its own here');
    case 'unary':
      return plan.op === '-'
        ? negate(await evaluatePlan(plan.expr, grid, context))
        : evaluatePlan(plan.expr, grid, context);
    case 'invariant':
      return evaluateInvariant(plan, grid, context);
    case 'call':
      return evaluateCallPlan(plan, grid, context);
    case 'info':
      return evaluateInfo(plan, await evaluateVector(plan.expr, grid, context), grid, context);
    case 'rangeCall':
      return evaluateRangeCallPlan(plan, grid, context);
    case 'aggregation':
      return evaluateAggregation(plan, grid, context);
    case 'binary':
      return evaluateBinary(plan, grid, context);
    default:
      return assertNever(plan);
  }
}

async function evaluateVector(plan: Plan, grid: StepGrid, context: QueryContext): Promise<VectorValue> {
  const value = await evaluatePlan(plan, grid, context);
  if (value.kind !== 'vector') throw new Error(`expected a vector, got a ${value.kind}`);
  return value;
}

async function evaluateScalar(plan: Plan, grid: StepGrid, context: QueryContext): Promise<ScalarValue> {
  const value = await evaluatePlan(plan, grid, context);
  if (value.kind !== 'scalar') throw new Error(`expected a scalar, got a ${value.kind}`);
  return value;
}

/** Evaluates at the first step and repeats the value at all others. */
async function evaluateInvariant(plan: InvariantPlan, grid: StepGrid, context: QueryContext): Promise<Value> {
  const value = await evaluatePlan(plan.expr, { ...grid, count: 1 }, context);
  if (grid.count === 1 || value.kind === 'string') return value;
  if (value.kind === 'scalar') {
    return { kind: 'scalar', values: new Float64Array(grid.count).fill(value.values[0] as number) };
  }
  const series = value.series.map((one): VectorSeries => {
    context.hold(grid.count);
    const [histogram = null] = one.histograms ?? [];
    return {
      ...one,
      values: new Float64Array(grid.count).fill(one.values[0] as number),
      histograms: histogram === null ? null : new Array(grid.count).fill(histogram),
    };
  });
  return { kind: 'vector', series };
}

function negate(value: Value): Value {
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.map((number) => -number) };
  if (value.kind === 'string') throw new Error('a string has no sign');
  const series = value.series.map(
    (one): VectorSeries => ({
      ...one,
      dropName: true,
      values: one.values.map((number) => -number),
      histograms:
        one.histograms?.map((histogram) => (histogram === null ? null : scaleHistogram(histogram, -1))) ??
        null,
    }),
  );
  return { kind: 'vector', series };
}

async function evaluateCallPlan(plan: CallPlan, grid: StepGrid, context: QueryContext): Promise<Value> {
  const [first] = plan.args;
  if (plan.name === 'timestamp' && first?.kind === 'select') return evaluateSampleTimes(first, grid, context);
  if (plan.name === 'timestamp' && first?.kind === 'invariant' && first.expr.kind === 'select') {
    return evaluateSampleTimes(first.expr, grid, context);
  }
  const args: Value[] = [];
  for (const arg of plan.args) args.push(await evaluatePlan(arg, grid, context));
  return evaluateCall(plan, args, grid, context);
}

async function scalarArgs(
  plan: RangeCallPlan,
  grid: StepGrid,
  context: QueryContext,
): Promise<readonly Float64Array[]> {
  const args: Float64Array[] = [];
  for (const arg of plan.args) args.push((await evaluateScalar(arg, grid, context)).values);
  return args;
}

/** Evaluates the inner expression of a call's subquery on another grid. */
function innerOf(plan: RangeCallPlan, context: QueryContext): EvaluatePlan {
  return (inner) => {
    if (plan.source.kind !== 'subquery') throw new Error('only subqueries have an inner expression');
    return evaluatePlan(plan.source.expr, inner, context);
  };
}

async function evaluateRangeCallPlan(
  plan: RangeCallPlan,
  grid: StepGrid,
  context: QueryContext,
): Promise<Value> {
  const args = await scalarArgs(plan, grid, context);
  return evaluateRangeCall(plan, args, grid, context, innerOf(plan, context));
}

/** Hands over the series of a vector one by one, without making all of them where that is possible. */
async function visitVector(
  plan: Plan,
  grid: StepGrid,
  context: QueryContext,
  visit: SeriesVisitor,
): Promise<void> {
  if (plan.kind === 'select' && !plan.smoothed) {
    return visitSelection(plan, grid, context, new ReusedBuilders(grid.count), visit);
  }
  if (plan.kind === 'rangeCall' && plan.name !== 'absent_over_time') {
    const args = await scalarArgs(plan, grid, context);
    const builders = new ReusedBuilders(grid.count);
    return visitRangeCall(plan, args, grid, context, innerOf(plan, context), builders, visit);
  }
  for (const series of (await evaluateVector(plan, grid, context)).series) {
    const pause = context.pace(grid.count);
    if (pause !== null) await pause;
    visit(series);
  }
}

async function evaluateAggregation(
  plan: AggregationPlan,
  grid: StepGrid,
  context: QueryContext,
): Promise<Value> {
  if (plan.param === null) {
    const aggregation = new Aggregation(plan, grid.count, context);
    await visitVector(plan.expr, grid, context, (series) => aggregation.add(series));
    return aggregation.finish();
  }
  const param = await evaluatePlan(plan.param, grid, context);
  if (param.kind === 'scalar' && (plan.op === 'topk' || plan.op === 'bottomk')) {
    const selection = new TopSelection(plan, param.values, context);
    await visitVector(plan.expr, grid, context, (series) => selection.add(series));
    return selection.finish();
  }
  const vector = await evaluateVector(plan.expr, grid, context);
  if (param.kind === 'string') return countValues(plan, vector, param.value, grid.count, context.pace);
  if (param.kind !== 'scalar') throw new Error('the parameter must be a scalar');
  if (plan.op === 'limitk' || plan.op === 'limit_ratio') {
    return limitSeries(plan, vector, param.values, context);
  }
  return aggregateQuantile(plan, vector, param.values, context);
}

async function evaluateBinary(plan: BinaryPlan, grid: StepGrid, context: QueryContext): Promise<Value> {
  const left = await evaluatePlan(plan.lhs, grid, context);
  const right = await evaluatePlan(plan.rhs, grid, context);
  if (left.kind === 'string' || right.kind === 'string') throw new Error('strings have no operators');
  if (left.kind === 'scalar') {
    return right.kind === 'scalar'
      ? scalarBinary(plan.op, left, right)
      : vectorScalarBinary(plan, right, left, true, context);
  }
  if (right.kind === 'scalar') return vectorScalarBinary(plan, left, right, false, context);
  if (isSetOperator(plan.op)) return setBinary(plan.op, left, right, plan.matching, grid.count);
  return vectorBinary(plan, left, right, grid.count, context);
}
