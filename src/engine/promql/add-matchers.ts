import { assertNever } from '../../shared/assert.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Expr, VectorSelector } from './ast.ts';

/** `info(v, {…})` names labels of other series with its second argument: that is no selector of what is asked for. */
const LABEL_CHOOSER = 'info';

/** The expression with the matchers added to each of its selectors, before the one of the metric's name. */
export function addMatchers<Kind extends Expr>(expr: Kind, matchers: readonly Matcher[]): Kind;
export function addMatchers(expr: Expr, matchers: readonly Matcher[]): Expr {
  const inner = <Kind extends Expr>(part: Kind): Kind => addMatchers(part, matchers);
  switch (expr.kind) {
    case 'numberLiteral':
    case 'stringLiteral':
      return expr;
    case 'vectorSelector':
      return withMatchers(expr, matchers);
    case 'matrixSelector':
      return { ...expr, selector: inner(expr.selector) };
    case 'call':
      return {
        ...expr,
        args: expr.args.map((arg, i) => (expr.name === LABEL_CHOOSER && i > 0 ? arg : inner(arg))),
      };
    case 'aggregation':
      return { ...expr, expr: inner(expr.expr), param: expr.param === null ? null : inner(expr.param) };
    case 'binary':
      return { ...expr, lhs: inner(expr.lhs), rhs: inner(expr.rhs) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...expr, expr: inner(expr.expr) };
    default:
      return assertNever(expr);
  }
}

function withMatchers(selector: VectorSelector, matchers: readonly Matcher[]): VectorSelector {
  const named = selector.name === '' ? [] : selector.matchers.slice(-1);
  const own = selector.name === '' ? selector.matchers : selector.matchers.slice(0, -1);
  return { ...selector, matchers: [...own, ...matchers, ...named] };
}
