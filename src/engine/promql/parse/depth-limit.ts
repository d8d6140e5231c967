import { AppError } from '../../../shared/errors.ts';

/** Deepest nesting of an expression; what walks a tree may be recursive below it. */
export const MAX_EXPRESSION_DEPTH = 600;

/** The error of an expression that nests more deeply. */
export function tooDeep(): AppError {
  return new AppError(
    'limit_exceeded',
    `the expression is nested more than ${MAX_EXPRESSION_DEPTH} levels deep; split it into recording rules`,
  );
}
