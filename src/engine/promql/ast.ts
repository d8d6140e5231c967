import type { Matcher } from '../model/matcher.ts';

/** A piece of the expression's text: offsets in UTF-16 units, `end` exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** The four types that an expression can have. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export const ARITHMETIC_OPERATORS = ['+', '-', '*', '/', '%', '^', 'atan2'] as const;
export const COMPARISON_OPERATORS = ['==', '!=', '<=', '<', '>=', '>'] as const;
export const TRIM_OPERATORS = ['</', '>/'] as const;
export const SET_OPERATORS = ['and', 'or', 'unless'] as const;

export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];
export type TrimOperator = (typeof TRIM_OPERATORS)[number];
export type SetOperator = (typeof SET_OPERATORS)[number];
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | TrimOperator | SetOperator;

export const AGGREGATION_OPERATORS = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'stddev',
  'stdvar',
  'quantile',
  'topk',
  'bottomk',
  'limitk',
  'limit_ratio',
  'count_values',
] as const;

export type AggregationOperator = (typeof AGGREGATION_OPERATORS)[number];

/** A duration as written between brackets or after `offset`; literals are in seconds. */
export type DurationExpr =
  | { readonly kind: 'durationLiteral'; readonly seconds: number; readonly range: SourceRange }
  | {
      readonly kind: 'durationContext';
      readonly name: 'step' | 'range';
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'durationUnary';
      readonly op: '+' | '-';
      readonly expr: DurationExpr;
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'durationBinary';
      readonly op: '+' | '-' | '*' | '/' | '%' | '^';
      readonly lhs: DurationExpr;
      readonly rhs: DurationExpr;
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'durationChoice';
      readonly name: 'min_of' | 'max_of';
      readonly lhs: DurationExpr;
      readonly rhs: DurationExpr;
      readonly range: SourceRange;
    };

/** The `@` modifier: a fixed time (ms UTC), or an end of the query's range. */
export type AtModifier = { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'start' | 'end' };

/** What may follow a selector or a subquery. */
export interface SelectorModifiers {
  readonly offset: DurationExpr | null;
  readonly at: AtModifier | null;
}

/** How a selector treats samples at the ends of its window (experimental in Prometheus); null is the usual way. */
export type WindowExtension = 'anchored' | 'smoothed' | null;

export interface NumberLiteral {
  readonly kind: 'numberLiteral';
  readonly value: number;
  readonly range: SourceRange;
}

export interface StringLiteral {
  readonly kind: 'stringLiteral';
  readonly value: string;
  readonly range: SourceRange;
}

/** `name` is the metric's name as written before the braces, else ''; it is then also the last matcher. */
export interface VectorSelector extends SelectorModifiers {
  readonly kind: 'vectorSelector';
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly extension: WindowExtension;
  readonly range: SourceRange;
}

export interface MatrixSelector extends SelectorModifiers {
  readonly kind: 'matrixSelector';
  readonly selector: VectorSelector;
  readonly duration: DurationExpr;
  readonly range: SourceRange;
}

export interface Subquery extends SelectorModifiers {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly duration: DurationExpr;
  readonly step: DurationExpr | null;
  readonly range: SourceRange;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly range: SourceRange;
}

export interface Aggregation {
  readonly kind: 'aggregation';
  readonly op: AggregationOperator;
  readonly expr: Expr;
  readonly param: Expr | null;
  readonly without: boolean;
  readonly grouping: readonly string[];
  readonly range: SourceRange;
}

/** Which series of two vectors belong together. `group` names the side that may have many. */
export interface VectorMatching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly group: 'left' | 'right' | null;
  readonly include: readonly string[];
  readonly fillLeft: number | null;
  readonly fillRight: number | null;
}

export interface BinaryExpr {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly returnBool: boolean;
  readonly matching: VectorMatching;
  /** The place of the operator and its modifiers. */
  readonly operatorRange: SourceRange;
  readonly range: SourceRange;
}

export interface UnaryExpr {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
  readonly range: SourceRange;
}

export interface ParenExpr {
  readonly kind: 'paren';
  readonly expr: Expr;
  readonly range: SourceRange;
}

/** A PromQL expression as Prometheus 3 defines it. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | BinaryExpr
  | UnaryExpr
  | ParenExpr;

const COMPARISONS: ReadonlySet<string> = new Set(COMPARISON_OPERATORS);
const SETS: ReadonlySet<string> = new Set(SET_OPERATORS);
const ARITHMETICS: ReadonlySet<string> = new Set(ARITHMETIC_OPERATORS);

export function isComparison(op: BinaryOperator): op is ComparisonOperator {
  return COMPARISONS.has(op);
}

export function isSetOperator(op: BinaryOperator): op is SetOperator {
  return SETS.has(op);
}

export function isArithmetic(op: BinaryOperator): op is ArithmeticOperator {
  return ARITHMETICS.has(op);
}

/** The expression without the parentheses around it. */
export function unwrapParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}
