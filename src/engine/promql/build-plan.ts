import { assertNever } from '../../shared/assert.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import {
  type AtModifier,
  type Call,
  type Expr,
  type MatrixSelector,
  type Subquery,
  unwrapParens,
  type VectorSelector,
} from './ast.ts';
import type { InstantSelection, Plan, WindowSource } from './plan.ts';
import { durationMs, type PlanContext, positiveMs, queryConstant } from './plan-durations.ts';
import { firstLookup, infoNameMatchers } from './plan-info.ts';

interface Built {
  readonly plan: Plan;
  /** The value is the same at every step. */
  readonly invariant: boolean;
  /** Worth evaluating once when what is around it is not invariant. */
  readonly wrap: boolean;
}

/** Functions whose value depends on the step even where their arguments do not. */
const TIME_DEPENDENT: ReadonlySet<string> = new Set(
  (
    'days_in_month day_of_month day_of_week day_of_year end hour minute month year predict_linear range start step ' +
    'time timestamp'
  ).split(' '),
);

/** The plan of a checked expression. Throws AppError `bad_data` for a duration that is not positive in this query. */
export function buildPlan(expr: Expr, context: PlanContext): Plan {
  return wrapped(build(expr, context));
}

function wrapped({ plan, wrap }: Built): Plan {
  return wrap ? { kind: 'invariant', expr: plan, range: plan.range } : plan;
}

function build(expr: Expr, context: PlanContext): Built {
  const { range } = expr;
  switch (expr.kind) {
    case 'numberLiteral':
      return { plan: { kind: 'number', value: expr.value, range }, invariant: true, wrap: false };
    case 'stringLiteral':
      return { plan: { kind: 'string', value: expr.value, range }, invariant: true, wrap: false };
    case 'paren':
      return build(expr.expr, context);
    case 'unary': {
      const operand = build(expr.expr, context);
      return { ...operand, plan: { kind: 'unary', op: expr.op, expr: operand.plan, range } };
    }
    case 'vectorSelector': {
      const plan: Plan = {
        kind: 'select',
        matchers: expr.matchers,
        smoothed: expr.extension === 'smoothed',
        ...lookup(expr, context),
        range,
      };
      return { plan, invariant: plan.atMs !== null, wrap: plan.atMs !== null };
    }
    case 'matrixSelector':
    case 'subquery': {
      const plan = buildSource(expr, context);
      return { plan, invariant: plan.atMs !== null, wrap: false };
    }
    case 'aggregation': {
      const operand = build(unwrapParens(expr.expr), context);
      const param = expr.param === null ? null : build(unwrapParens(expr.param), context);
      // A parameter that changes from step to step makes the whole change.
      const invariant = operand.invariant && (param === null || param.invariant);
      const plan: Plan = {
        kind: 'aggregation',
        op: expr.op,
        expr: invariant ? operand.plan : wrapped(operand),
        param: param === null ? null : invariant ? param.plan : wrapped(param),
        without: expr.without,
        grouping: expr.grouping,
        range,
      };
      return { plan, invariant, wrap: invariant };
    }
    case 'binary': {
      const lhs = build(expr.lhs, context);
      const rhs = build(expr.rhs, context);
      const invariant = lhs.invariant && rhs.invariant;
      const { op, returnBool, matching } = expr;
      const plan: Plan = {
        kind: 'binary',
        op,
        lhs: invariant ? lhs.plan : wrapped(lhs),
        rhs: invariant ? rhs.plan : wrapped(rhs),
        returnBool,
        matching,
        range,
      };
      return { plan, invariant, wrap: invariant };
    }
    case 'call':
      return buildCall(expr, context);
    default:
      return assertNever(expr);
  }
}

function lookup(
  expr: VectorSelector | MatrixSelector | Subquery,
  context: PlanContext,
): { offsetMs: number; atMs: number | null } {
  return {
    offsetMs: expr.offset === null ? 0 : durationMs(expr.offset, context),
    atMs: expr.at === null ? null : atTime(expr.at, context),
  };
}

function atTime(at: AtModifier, context: PlanContext): number {
  switch (at.kind) {
    case 'time':
      return at.ms;
    case 'start':
      return context.startMs;
    case 'end':
      return context.endMs;
    default:
      return assertNever(at);
  }
}

function buildSource(expr: MatrixSelector | Subquery, context: PlanContext): WindowSource {
  const rangeMs = positiveMs(expr.duration, context);
  if (expr.kind === 'matrixSelector') {
    const { matchers, extension } = expr.selector;
    return { kind: 'rangeSelect', matchers, rangeMs, extension, ...lookup(expr, context), range: expr.range };
  }
  return {
    kind: 'subquery',
    expr: wrapped(build(expr.expr, context)),
    rangeMs,
    stepMs: expr.step === null ? context.subqueryStepMs : positiveMs(expr.step, context),
    ...lookup(expr, context),
    range: expr.range,
  };
}

function buildCall(call: Call, context: PlanContext): Built {
  const constant = queryConstant(call.name, context);
  if (constant !== null) {
    return { plan: { kind: 'number', value: constant, range: call.range }, invariant: true, wrap: false };
  }
  if (call.name === 'info') return buildInfo(call, context);
  const args = call.args.map((arg) => build(unwrapParens(arg), context));
  const ofFixedTime =
    call.name === 'timestamp' && args.every(({ plan, invariant }) => invariant && plan.kind === 'select');
  const invariant = ofFixedTime || (!TIME_DEPENDENT.has(call.name) && args.every((arg) => arg.invariant));
  const plans = args.map((arg) => (invariant ? arg.plan : wrapped(arg)));
  const { name, range } = call;
  const at = plans.findIndex(({ kind }) => kind === 'rangeSelect' || kind === 'subquery');
  const source = plans[at];
  if (source !== undefined && (source.kind === 'rangeSelect' || source.kind === 'subquery')) {
    const others = plans.filter((_, i) => i !== at);
    const firstArgRange = (plans[0] as Plan).range;
    const plan: Plan = { kind: 'rangeCall', name, source, args: others, firstArgRange, range };
    return { plan, invariant, wrap: invariant };
  }
  return { plan: { kind: 'call', name, args: plans, range }, invariant, wrap: invariant };
}

function buildInfo(call: Call, context: PlanContext): Built {
  const operand = build(unwrapParens(call.args[0] as Expr), context);
  const selector = call.args[1] === undefined ? null : unwrapParens(call.args[1]);
  const matchers = selector?.kind === 'vectorSelector' ? selector.matchers : [];
  const nameMatchers = infoNameMatchers(matchers.filter(({ name }) => name === METRIC_NAME_LABEL));
  const dataMatchers = matchers.filter(({ name }) => name !== METRIC_NAME_LABEL);
  const { range } = call;
  const selection: InstantSelection = {
    kind: 'select',
    matchers: [...nameMatchers, ...dataMatchers],
    smoothed: false,
    ...(firstLookup(operand.plan) ?? { offsetMs: 0, atMs: null }),
    range,
  };
  const { invariant } = operand;
  const plan: Plan = { kind: 'info', expr: operand.plan, selection, nameMatchers, dataMatchers, range };
  return { plan, invariant, wrap: invariant };
}
