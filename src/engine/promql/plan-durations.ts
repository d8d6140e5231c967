import { assertNever } from '../../shared/assert.ts';
import { AppError } from '../../shared/errors.ts';
import type { DurationExpr } from './ast.ts';

/** The steps of the query that a plan is for; `subqueryStepMs` is the step of subqueries that name none. */
export interface PlanContext {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly subqueryStepMs: number;
}

/** The value of start(), end(), range() or step() in seconds; null for another name. */
export function queryConstant(name: string, { startMs, endMs, stepMs }: PlanContext): number | null {
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

/** The milliseconds of a duration that must be positive. Throws AppError `bad_data`. */
export function positiveMs(duration: DurationExpr, context: PlanContext): number {
  const ms = durationMs(duration, context);
  if (ms <= 0) {
    throw new AppError('bad_data', 'duration must be greater than 0', {
      start: duration.range.start,
      end: duration.range.end,
    });
  }
  return ms;
}

/** The milliseconds of a duration, whole ones. Throws AppError `bad_data` for one that is out of range. */
export function durationMs(duration: DurationExpr, context: PlanContext): number {
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
