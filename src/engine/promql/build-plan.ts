import { assertNever } from '../../shared/assert.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import type { Matcher } from '../model/matcher.ts';
import {
  type AtModifier,
  type Call,
  type DurationExpr,
  type Expr,
  type MatrixSelector,
  type Subquery,
  unwrapParens,
  type VectorSelector,
} from './ast.ts';
import type { InstantSelection, Lookup, Plan, WindowSource } from './plan.ts';

/** The steps of the query that a plan is for; `subqueryStepMs` is the step of subqueries that name none. */
export interface PlanContext {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly subqueryStepMs: number;
}

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

const INFO_METRIC: Matcher = { name: METRIC_NAME_LABEL, type: '=', value: 'target_info' };
const ANY_INFO_METRIC: Matcher = { name: METRIC_NAME_LABEL, type: '=~', value: '.+_info' };

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

/** Without a matcher that asks for names, all info metrics but the excluded ones count. */
function infoNameMatchers(matchers: readonly Matcher[]): readonly Matcher[] {
  if (matchers.some(({ type }) => type === '=' || type === '=~')) return matchers;
  return matchers.length > 0 ? [ANY_INFO_METRIC, ...matchers] : [INFO_METRIC];
}

/** Where the first selector of a plan looks, with the shifts of the subqueries around it. */
function firstLookup(plan: Plan): Lookup | null {
  switch (plan.kind) {
    case 'number':
    case 'string':
      return null;
    case 'select':
    case 'rangeSelect':
      return { offsetMs: plan.offsetMs, atMs: plan.atMs };
    case 'subquery': {
      const inner = firstLookup(plan.expr);
      if (inner === null || inner.atMs !== null) return inner;
      return { offsetMs: inner.offsetMs + plan.offsetMs, atMs: plan.atMs };
    }
    case 'unary':
    case 'invariant':
    case 'info':
      return firstLookup(plan.expr);
    case 'rangeCall':
      return firstOf([plan.source, ...plan.args]);
    case 'call':
      return firstOf(plan.args);
    case 'aggregation':
      return firstOf(plan.param === null ? [plan.expr] : [plan.expr, plan.param]);
    case 'binary':
      return firstOf([plan.lhs, plan.rhs]);
    default:
      return assertNever(plan);
  }
}

function firstOf(plans: readonly Plan[]): Lookup | null {
  for (const plan of plans) {
    const found = firstLookup(plan);
    if (found !== null) return found;
  }
  return null;
}

function queryConstant(name: string, { startMs, endMs, stepMs }: PlanContext): number | null {
  switch (name) {
    case 'start':
      return startMs / 1000;
    case 'end':
      return endMs / 1000;
    case 'range':
      return (endMs - startMs) / 1000;
    case 'step':
      return startMs === endMs ? 0 : stepMs / 1000;
    default:
      return null;
  }
}

function positiveMs(duration: DurationExpr, context: PlanContext): number {
  const ms = durationMs(duration, context);
  if (ms <= 0) {
    throw new AppError('bad_data', 'duration must be greater than 0', {
      start: duration.range.start,
      end: duration.range.end,
    });
  }
  return ms;
}

function durationMs(duration: DurationExpr, context: PlanContext): number {
  const seconds = durationSeconds(duration, context);
  const ms = Math.trunc(Math.round(seconds * 1e9) / 1e6);
  if (!Number.isFinite(ms) || Math.abs(seconds) > 9_223_372_036) {
    throw new AppError('bad_data', 'duration out of range', {
      start: duration.range.start,
      end: duration.range.end,
    });
  }
  return ms;
}

function durationSeconds(duration: DurationExpr, context: PlanContext): number {
  switch (duration.kind) {
    case 'durationLiteral':
      return duration.seconds;
    case 'durationContext':
      return queryConstant(duration.name, context) as number;
    case 'durationUnary': {
      const value = durationSeconds(duration.expr, context);
      return duration.op === '-' ? -value : value;
    }
    case 'durationChoice': {
      const choose = duration.name === 'min_of' ? Math.min : Math.max;
      return choose(durationSeconds(duration.lhs, context), durationSeconds(duration.rhs, context));
    }
    case 'durationBinary': {
      const lhs = durationSeconds(duration.lhs, context);
      const rhs = durationSeconds(duration.rhs, context);
      if (rhs === 0 && (duration.op === '/' || duration.op === '%')) {
        throw new AppError('bad_data', duration.op === '/' ? 'division by zero' : 'modulo by zero');
      }
      return durationArithmetic(duration.op, lhs, rhs);
    }
    default:
      return assertNever(duration);
  }
}

function durationArithmetic(op: '+' | '-' | '*' | '/' | '%' | '^', lhs: number, rhs: number): number {
  switch (op) {
    case '+':
      return lhs + rhs;
    case '-':
      return lhs - rhs;
    case '*':
      return lhs * rhs;
    case '/':
      return lhs / rhs;
    case '%':
      return lhs % rhs;
    case '^':
      return lhs ** rhs;
    default:
      return assertNever(op);
  }
}
