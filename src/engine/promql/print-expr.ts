import { assertNever } from '../../shared/assert.ts';
import { formatDurationMs } from '../../shared/domain/duration.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { Matcher } from '../model/matcher.ts';
import type {
  Aggregation,
  BinaryExpr,
  DurationExpr,
  Expr,
  MatrixSelector,
  Subquery,
  VectorMatching,
  VectorSelector,
} from './ast.ts';
import { formatGoFixed } from './histogram/format-histogram.ts';
import { POWER_PRECEDENCE, precedenceOf, SIGN_PRECEDENCE } from './precedence.ts';

const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const PRIMARY_PRECEDENCE = 9;

/** The text of an expression in one line; parsing it gives the same expression but for places. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'numberLiteral':
      return printNumber(expr.value);
    case 'stringLiteral':
      return JSON.stringify(expr.value);
    case 'vectorSelector':
      return printSelector(expr) + extensionOf(expr) + modifiersOf(expr);
    case 'matrixSelector':
      return `${printSelector(expr.selector)}[${printDuration(expr.duration)}]${extensionOf(expr.selector)}${modifiersOf(expr)}`;
    case 'subquery': {
      const step = expr.step === null ? '' : printDuration(expr.step);
      const inner = operand(expr.expr, PRIMARY_PRECEDENCE);
      return `${inner}[${printDuration(expr.duration)}:${step}]${modifiersOf(expr)}`;
    }
    case 'call':
      return `${expr.name}(${expr.args.map(printExpr).join(', ')})`;
    case 'aggregation':
      return printAggregation(expr);
    case 'binary':
      return printBinary(expr);
    case 'unary':
      return expr.op + operand(expr.expr, SIGN_PRECEDENCE + 1);
    case 'paren':
      return `(${printExpr(expr.expr)})`;
    default:
      return assertNever(expr);
  }
}

/** Without a plus, which would be an operator. */
function printNumber(value: number): string {
  return value === Number.POSITIVE_INFINITY ? 'Inf' : formatGoFixed(value);
}

function tightnessOf(expr: Expr): number {
  if (expr.kind === 'binary') return precedenceOf(expr.op);
  if (expr.kind === 'unary') return SIGN_PRECEDENCE;
  const isNegative = expr.kind === 'numberLiteral' && (expr.value < 0 || Object.is(expr.value, -0));
  return isNegative ? SIGN_PRECEDENCE : PRIMARY_PRECEDENCE;
}

/** The text of an operand, in parentheses where it binds less tightly than `least`. */
function operand(expr: Expr, least: number): string {
  const text = printExpr(expr);
  return tightnessOf(expr) < least ? `(${text})` : text;
}

function printBinary(expr: BinaryExpr): string {
  const precedence = precedenceOf(expr.op);
  // The power binds to the right, all others to the left.
  const isRight = precedence === POWER_PRECEDENCE;
  const lhs = operand(expr.lhs, isRight ? precedence + 1 : precedence);
  const rhs = operand(expr.rhs, isRight ? precedence : precedence + 1);
  return `${lhs} ${printOperator(expr)} ${rhs}`;
}

/** The operator of an expression with all that modifies it. */
export function printOperator(expr: BinaryExpr): string {
  return `${expr.op}${expr.returnBool ? ' bool' : ''}${printMatching(expr.matching)}`;
}

function printMatching(matching: VectorMatching): string {
  const { on, labels, group, include, fillLeft, fillRight } = matching;
  let text = '';
  if (on || labels.length > 0 || group !== null) {
    text += ` ${on ? 'on' : 'ignoring'} (${labels.map(printLabelName).join(', ')})`;
  }
  if (group !== null) text += ` group_${group} (${include.map(printLabelName).join(', ')})`;
  if (fillLeft !== null && fillLeft === fillRight) return `${text} fill (${printNumber(fillLeft)})`;
  if (fillLeft !== null) text += ` fill_left (${printNumber(fillLeft)})`;
  if (fillRight !== null) text += ` fill_right (${printNumber(fillRight)})`;
  return text;
}

/** The operator of an aggregation and the labels that it groups by. */
export function printAggregationHead(expr: Aggregation): string {
  const names = expr.grouping.map(printLabelName).join(', ');
  const hasModifier = expr.without || expr.grouping.length > 0;
  return hasModifier ? `${expr.op} ${expr.without ? 'without' : 'by'} (${names})` : expr.op;
}

function printAggregation(expr: Aggregation): string {
  const head = printAggregationHead(expr);
  const args = expr.param === null ? [expr.expr] : [expr.param, expr.expr];
  return `${head}${head === expr.op ? '' : ' '}(${args.map(printExpr).join(', ')})`;
}

function printLabelName(name: string): string {
  return LABEL_NAME.test(name) ? name : JSON.stringify(name);
}

function printSelector({ name, matchers }: VectorSelector): string {
  // The name before the braces is the last matcher.
  const shown = name === '' ? matchers : matchers.slice(0, -1);
  if (shown.length === 0 && name !== '') return name;
  return `${name}{${shown.map(printMatcher).join(',')}}`;
}

function printMatcher({ name, type, value }: Matcher): string {
  return `${name === METRIC_NAME_LABEL ? name : printLabelName(name)}${type}${JSON.stringify(value)}`;
}

function extensionOf({ extension }: VectorSelector): string {
  return extension === null ? '' : ` ${extension}`;
}

function modifiersOf({ at, offset }: VectorSelector | MatrixSelector | Subquery): string {
  let text = '';
  if (at !== null) text += at.kind === 'time' ? ` @ ${(at.ms / 1000).toFixed(3)}` : ` @ ${at.kind}()`;
  if (offset !== null) text += ` offset ${printOffset(offset)}`;
  return text;
}

function printOffset(duration: DurationExpr): string {
  const text = printDuration(duration);
  return duration.kind === 'durationBinary' ? `(${text})` : text;
}

function printDuration(duration: DurationExpr): string {
  switch (duration.kind) {
    case 'durationLiteral':
      return printSeconds(duration.seconds);
    case 'durationContext':
      return `${duration.name}()`;
    case 'durationUnary':
      return `${duration.op}${durationOperand(duration.expr)}`;
    case 'durationChoice':
      return `${duration.name}(${printDuration(duration.lhs)}, ${printDuration(duration.rhs)})`;
    case 'durationBinary':
      return `${durationOperand(duration.lhs)} ${duration.op} ${durationOperand(duration.rhs)}`;
    default:
      return assertNever(duration);
  }
}

function printSeconds(seconds: number): string {
  const ms = seconds * 1000;
  return Number.isInteger(ms) ? formatDurationMs(ms) : formatGoFixed(seconds);
}

function durationOperand(duration: DurationExpr): string {
  const text = printDuration(duration);
  const isPrimary =
    duration.kind === 'durationContext' ||
    duration.kind === 'durationChoice' ||
    (duration.kind === 'durationLiteral' && duration.seconds >= 0);
  return isPrimary ? text : `(${text})`;
}
