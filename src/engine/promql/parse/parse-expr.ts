import { AppError } from '../../../shared/errors.ts';
import type { Expr } from '../ast.ts';
import { AstBuilder } from './build-ast.ts';
import { firstErrorNode, parseTree } from './lezer-parser.ts';
import { describeSyntaxError } from './syntax-error.ts';
import { checkTypes } from './type-check.ts';

/** `experimental` allows what Prometheus 3 keeps behind feature flags. */
export interface ParseOptions {
  readonly experimental?: boolean;
}

/**
 * A checked expression of Prometheus 3's language. Throws AppError `bad_data` ("1:7: parse error: …", place in the
 * details), or `limit_exceeded` for a text that is too long or nested too deeply.
 */
export function parseExpr(text: string, options: ParseOptions = {}): Expr {
  const experimental = options.experimental ?? false;
  const tree = parseTree(text);
  const error = firstErrorNode(tree);
  if (error !== null) throw describeSyntaxError(text, error);
  const root = tree.topNode.getChild('Expr');
  if (root === null) throw new AppError('bad_data', '1:1: parse error: no expression found in input');
  const expr = new AstBuilder(text, experimental).build(root);
  checkTypes(text, expr);
  return expr;
}
