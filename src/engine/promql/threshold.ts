import type { RuleThreshold } from '../../shared/domain/rule-draft.ts';
import { type Expr, isComparison, type SourceRange, unwrapParens } from './ast.ts';
import { parseExpr } from './parse/parse-expr.ts';

/** A number with or without a sign, and where it stands; null for all else. */
function readNumber(expr: Expr): { readonly value: number; readonly range: SourceRange } | null {
  const { range } = expr;
  if (expr.kind === 'numberLiteral') return { value: expr.value, range };
  if (expr.kind !== 'unary') return null;
  const inner = readNumber(expr.expr);
  return inner === null ? null : { value: expr.op === '-' ? -inner.value : inner.value, range };
}

/**
 * The number that an expression compares something with at its top, on either side; null where there is none. Throws
 * AppError `bad_data` for what is no expression.
 */
export function findThreshold(text: string): RuleThreshold | null {
  const expr = unwrapParens(parseExpr(text));
  if (expr.kind !== 'binary' || !isComparison(expr.op)) return null;
  const right = readNumber(expr.rhs);
  const number = right ?? readNumber(expr.lhs);
  const other = right === null ? expr.rhs : expr.lhs;
  if (number === null || readNumber(other) !== null) return null;
  return {
    expr: text.slice(other.range.start, other.range.end),
    op: expr.op,
    value: number.value,
    start: number.range.start,
    end: number.range.end,
  };
}

/** The expression with another number in place of its threshold; as it is where it has none. */
export function withThreshold(text: string, value: number): string {
  const threshold = findThreshold(text);
  if (threshold === null) return text;
  const written = Number.isNaN(value) ? 'NaN' : String(value).replace('Infinity', 'Inf');
  return `${text.slice(0, threshold.start)}${written}${text.slice(threshold.end)}`;
}

/**
 * Whether an expression may give other results at a step of a range query than at the same instant: it names the ends
 * or the step of its query.
 */
export function dependsOnQueryRange(text: string): boolean {
  return mentionsQuery(parseExpr(text));
}

function mentionsQuery(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(mentionsQuery);
  if (typeof node !== 'object' || node === null) return false;
  const { kind } = node as { readonly kind?: unknown };
  if (kind === 'durationContext') return true;
  const { at } = node as { readonly at?: { readonly kind: string } | null };
  if (at !== undefined && at !== null && at.kind !== 'time') return true;
  return Object.values(node).some(mentionsQuery);
}
