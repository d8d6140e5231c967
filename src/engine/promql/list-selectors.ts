import { assertNever } from '../../shared/assert.ts';
import type { Expr, VectorSelector } from './ast.ts';

/** The selectors of an expression in the order of the text. The matchers that info() takes are none. */
export function listSelectors(expr: Expr): readonly VectorSelector[] {
  switch (expr.kind) {
    case 'numberLiteral':
    case 'stringLiteral':
      return [];
    case 'vectorSelector':
      return [expr];
    case 'matrixSelector':
      return [expr.selector];
    case 'subquery':
    case 'unary':
    case 'paren':
      return listSelectors(expr.expr);
    case 'aggregation':
      return expr.param === null
        ? listSelectors(expr.expr)
        : [...listSelectors(expr.param), ...listSelectors(expr.expr)];
    case 'binary':
      return [...listSelectors(expr.lhs), ...listSelectors(expr.rhs)];
    case 'call':
      return (expr.name === 'info' ? expr.args.slice(0, 1) : expr.args).flatMap(listSelectors);
    default:
      return assertNever(expr);
  }
}
