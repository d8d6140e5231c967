import { assertNever } from '../../shared/assert.ts';
import type { ExprTree } from '../../shared/domain/expr-tree.ts';
import { AppError } from '../../shared/errors.ts';
import { type Expr, unwrapParens } from './ast.ts';
import { typeOf } from './parse/type-check.ts';
import { printAggregationHead, printExpr, printOperator } from './print-expr.ts';

function labelOf(expr: Expr): string {
  switch (expr.kind) {
    case 'numberLiteral':
    case 'stringLiteral':
    case 'vectorSelector':
    case 'matrixSelector':
      return printExpr(expr);
    case 'call':
      return expr.name;
    case 'aggregation':
      return printAggregationHead(expr);
    case 'binary':
      return printOperator(expr);
    case 'unary':
      return expr.op;
    case 'subquery':
      // What follows the expression itself: window, step and modifiers.
      return printExpr(expr)
        .slice(printExpr(expr.expr).length)
        .replace(/^[^[]*/, '');
    case 'paren':
      return '( )';
    default:
      return assertNever(expr);
  }
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'numberLiteral':
    case 'stringLiteral':
    case 'vectorSelector':
    case 'matrixSelector':
      return [];
    case 'call':
      return expr.args;
    case 'aggregation':
      return expr.param === null ? [expr.expr] : [expr.param, expr.expr];
    case 'binary':
      return [expr.lhs, expr.rhs];
    case 'unary':
    case 'subquery':
    case 'paren':
      return [expr.expr];
    default:
      return assertNever(expr);
  }
}

/** Each node's text is written out and may be evaluated: with more of them nobody would read the tree. */
const MAX_NODES = 200;

function countNodes(root: Expr): number {
  const open: Expr[] = [root];
  let count = 0;
  // A sum of ten thousand terms is that deep a tree: no recursion before its size is known.
  for (let expr = open.pop(); expr !== undefined && count <= MAX_NODES; expr = open.pop()) {
    count += 1;
    open.push(...childrenOf(expr));
  }
  return count;
}

function treeOf(expr: Expr): ExprTree {
  const node = unwrapParens(expr);
  return {
    label: labelOf(node),
    expr: printExpr(node),
    type: typeOf(node),
    children: childrenOf(node).map(treeOf),
  };
}

/** The tree of an expression, without its parentheses. Throws AppError `limit_exceeded` beyond 200 nodes. */
export function exprTree(expr: Expr): ExprTree {
  if (countNodes(expr) > MAX_NODES) {
    throw new AppError('limit_exceeded', `Expressions of more than ${MAX_NODES} parts are not explained.`);
  }
  return treeOf(expr);
}
