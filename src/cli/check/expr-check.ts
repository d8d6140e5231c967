import { parseExpr } from '../../engine/promql/parse/parse-expr.ts';
import { AppError } from '../../shared/errors.ts';

/** What is wrong with a PromQL expression, null where nothing is. */
export function checkExpr(expr: string): string | null {
  try {
    parseExpr(expr);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
