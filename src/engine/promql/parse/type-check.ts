import { assertNever } from '../../../shared/assert.ts';
import { METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import type { AppError } from '../../../shared/errors.ts';
import { compileMatcher } from '../../model/matcher.ts';
import {
  type Aggregation,
  type BinaryExpr,
  type Call,
  type Expr,
  isComparison,
  isSetOperator,
  type SourceRange,
  type ValueType,
  type VectorSelector,
} from '../ast.ts';
import { FUNCTION_SIGNATURES, type FunctionSignature } from '../functions/signatures.ts';
import { parseError } from './source-error.ts';

const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** The type of a well-formed expression. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'numberLiteral':
      return 'scalar';
    case 'stringLiteral':
      return 'string';
    case 'vectorSelector':
    case 'aggregation':
      return 'vector';
    case 'matrixSelector':
    case 'subquery':
      return 'matrix';
    case 'call':
      return FUNCTION_SIGNATURES.get(expr.name)?.returns ?? 'vector';
    case 'binary':
      return typeOf(expr.lhs) === 'scalar' && typeOf(expr.rhs) === 'scalar' ? 'scalar' : 'vector';
    case 'unary':
    case 'paren':
      return typeOf(expr.expr);
    default:
      return assertNever(expr);
  }
}

/** Checks types and matching clauses as Prometheus does; `text` gives errors their place. Throws AppError `bad_data`. */
export function checkTypes(text: string, root: Expr): ValueType {
  const fail = (range: SourceRange, message: string): AppError => parseError(text, range, message);

  const expectType = (expr: Expr, want: ValueType, context: string): void => {
    const got = check(expr);
    if (got !== want) {
      throw fail(expr.range, `expected type ${TYPE_NAMES[want]} in ${context}, got ${TYPE_NAMES[got]}`);
    }
  };

  const check = (expr: Expr): ValueType => {
    switch (expr.kind) {
      case 'numberLiteral':
        return 'scalar';
      case 'stringLiteral':
        return 'string';
      case 'vectorSelector':
        checkSelector(expr, true);
        return 'vector';
      case 'matrixSelector':
        checkSelector(expr.selector, true);
        return 'matrix';
      case 'subquery': {
        const type = check(expr.expr);
        if (type !== 'vector') {
          throw fail(expr.range, `subquery is only allowed on instant vector, got ${type} instead`);
        }
        return 'matrix';
      }
      case 'paren':
        return check(expr.expr);
      case 'unary': {
        const type = check(expr.expr);
        if (type !== 'scalar' && type !== 'vector') {
          throw fail(
            expr.range,
            `unary expression only allowed on expressions of type scalar or instant vector, got "${TYPE_NAMES[type]}"`,
          );
        }
        return type;
      }
      case 'aggregation':
        return checkAggregation(expr);
      case 'call':
        return checkCall(expr);
      case 'binary':
        return checkBinary(expr);
      default:
        return assertNever(expr);
    }
  };

  const checkSelector = (selector: VectorSelector, needsMatcher: boolean): void => {
    if (selector.name !== '') {
      const twice = selector.matchers.slice(0, -1).find((matcher) => matcher.name === METRIC_NAME_LABEL);
      if (twice !== undefined) {
        throw fail(
          selector.range,
          `metric name must not be set twice: "${selector.name}" or "${twice.value}"`,
        );
      }
      return;
    }
    if (needsMatcher && selector.matchers.every((matcher) => compileMatcher(matcher)(''))) {
      throw fail(selector.range, 'vector selector must contain at least one non-empty matcher');
    }
  };

  const checkAggregation = (expr: Aggregation): ValueType => {
    expectType(expr.expr, 'vector', 'aggregation expression');
    if (expr.param !== null) {
      expectType(expr.param, expr.op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
    }
    return 'vector';
  };

  const checkCall = (call: Call): ValueType => {
    const signature = FUNCTION_SIGNATURES.get(call.name) as FunctionSignature;
    checkArgumentCount(call, signature);
    const [, infoSelector] = call.args;
    if (call.name === 'info' && infoSelector !== undefined) {
      if (infoSelector.kind !== 'vectorSelector')
        throw fail(infoSelector.range, 'expected label selectors only');
      if (infoSelector.name !== '') {
        throw fail(infoSelector.range, 'expected label selectors only, got vector selector instead');
      }
      expectType(call.args[0] as Expr, 'vector', 'call to function "info"');
      return 'vector';
    }
    for (const [i, arg] of call.args.entries()) {
      const want = signature.args[Math.min(i, signature.args.length - 1)] as ValueType;
      expectType(arg, want, `call to function "${call.name}"`);
    }
    return signature.returns;
  };

  const checkArgumentCount = (call: Call, { args, variadic }: FunctionSignature): void => {
    const got = call.args.length;
    const least = variadic === 0 ? args.length : args.length - 1;
    const most = variadic < 0 ? Number.POSITIVE_INFINITY : variadic === 0 ? args.length : least + variadic;
    if (got >= least && got <= most) return;
    const bound = variadic === 0 ? '' : got < least ? 'at least ' : 'at most ';
    const count = got < least ? least : most;
    throw fail(call.range, `expected ${bound}${count} argument(s) in call to "${call.name}", got ${got}`);
  };

  const checkBinary = (expr: BinaryExpr): ValueType => {
    const { op, matching } = expr;
    const left = check(expr.lhs);
    const right = check(expr.rhs);
    const bothScalar = left === 'scalar' && right === 'scalar';
    if (expr.returnBool && !isComparison(op)) {
      throw fail(expr.operatorRange, 'bool modifier can only be used on comparison operators');
    }
    if (isComparison(op) && !expr.returnBool && bothScalar) {
      throw fail(expr.operatorRange, 'comparisons between scalars must use BOOL modifier');
    }
    const both = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
    if (both !== undefined) {
      throw fail(expr.operatorRange, `label "${both}" must not occur in ON and GROUP clause at once`);
    }
    for (const [type, side] of [
      [left, expr.lhs],
      [right, expr.rhs],
    ] as const) {
      if (type !== 'scalar' && type !== 'vector') {
        throw fail(side.range, 'binary expression must contain only scalar and instant vector types');
      }
    }
    checkMatching(expr, left, right);
    return bothScalar ? 'scalar' : 'vector';
  };

  const checkMatching = (expr: BinaryExpr, left: ValueType, right: ValueType): void => {
    const { op, matching } = expr;
    const hasFill = matching.fillLeft !== null || matching.fillRight !== null;
    if (left !== 'vector' || right !== 'vector') {
      if (matching.labels.length > 0) {
        throw fail(expr.range, 'vector matching only allowed between instant vectors');
      }
      if (hasFill) throw fail(expr.range, 'filling in missing series only allowed between instant vectors');
      if (isSetOperator(op)) {
        throw fail(expr.range, `set operator "${op}" not allowed in binary scalar expression`);
      }
      return;
    }
    if (!isSetOperator(op)) return;
    if (matching.group !== null) throw fail(expr.range, `no grouping allowed for "${op}" operation`);
    if (hasFill) throw fail(expr.range, 'filling in missing series not allowed for set operators');
  };

  return check(root);
}
