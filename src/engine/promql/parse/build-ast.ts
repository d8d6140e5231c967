import type { SyntaxNode } from '@lezer/common';
import { AppError } from '../../../shared/errors.ts';
import type {
  AggregationOperator,
  AtModifier,
  DurationExpr,
  Expr,
  MatrixSelector,
  SourceRange,
  Subquery,
  VectorSelector,
  WindowExtension,
} from '../ast.ts';
import { FUNCTION_SIGNATURES } from '../functions/signatures.ts';
import { buildModifiers, labelNames, operatorOf, signedNumber } from './build-binary.ts';
import { DurationBuilder } from './build-duration.ts';
import { buildSelector, stringValue } from './build-selector.ts';
import { parseError } from './source-error.ts';

/** Deepest nesting of an expression; what walks a tree may be recursive below it. */
export const MAX_EXPRESSION_DEPTH = 500;

const PARAM_OPERATORS: ReadonlySet<string> = new Set([
  'quantile',
  'topk',
  'bottomk',
  'limitk',
  'limit_ratio',
  'count_values',
]);
const EXPERIMENTAL_OPERATORS: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

type Selecting = VectorSelector | MatrixSelector | Subquery;

function isSelecting(expr: Expr): expr is Selecting {
  return expr.kind === 'vectorSelector' || expr.kind === 'matrixSelector' || expr.kind === 'subquery';
}

function rangeOf(node: SyntaxNode): SourceRange {
  return { start: node.from, end: node.to };
}

/** Turns the concrete tree of a text without syntax errors into an expression. */
export class AstBuilder {
  readonly #text: string;
  readonly #experimental: boolean;
  readonly #durations: DurationBuilder;
  #depth = 0;

  constructor(text: string, experimental: boolean) {
    this.#text = text;
    this.#experimental = experimental;
    this.#durations = new DurationBuilder(text, experimental);
  }

  /**
   * The expression of an expression node. Throws AppError `bad_data` with the place, or `limit_exceeded` for one that
   * is nested too deeply.
   */
  build(node: SyntaxNode): Expr {
    if (++this.#depth > MAX_EXPRESSION_DEPTH) {
      throw new AppError(
        'limit_exceeded',
        `the expression is nested more than ${MAX_EXPRESSION_DEPTH} levels deep; split it into recording rules`,
      );
    }
    const expr = this.#convert(node);
    this.#depth--;
    return expr;
  }

  #convert(node: SyntaxNode): Expr {
    const range = rangeOf(node);
    switch (node.name) {
      case 'NumberDurationLiteral':
        return { kind: 'numberLiteral', value: signedNumber(this.#text, node), range };
      case 'StringLiteral':
        return { kind: 'stringLiteral', value: stringValue(this.#text, node), range };
      case 'VectorSelector':
        return buildSelector(this.#text, node);
      case 'ParenExpr':
        return { kind: 'paren', expr: this.build(this.#operands(node)[0] as SyntaxNode), range };
      case 'UnaryExpr':
        return this.#unary(node);
      case 'BinaryExpr':
        return this.#binary(node);
      case 'AggregateExpr':
        return this.#aggregation(node);
      case 'FunctionCall':
        return this.#call(node);
      case 'MatrixSelector':
        return this.#matrix(node);
      case 'SubqueryExpr':
        return this.#subquery(node);
      case 'OffsetExpr':
        return this.#offset(node);
      case 'StepInvariantExpr':
        return this.#at(node);
      case 'AnchoredExpr':
        return this.#extended(node, 'anchored');
      case 'SmoothedExpr':
        return this.#extended(node, 'smoothed');
      default:
        throw this.#error(range, `unexpected ${node.name}`);
    }
  }

  #error(range: SourceRange, message: string): AppError {
    return parseError(this.#text, range, message);
  }

  #operands(node: SyntaxNode): SyntaxNode[] {
    return node.getChildren('Expr');
  }

  #unary(node: SyntaxNode): Expr {
    const [operand] = this.#operands(node);
    const sign = this.#text[node.from] as '+' | '-';
    return this.#signed(sign, this.build(operand as SyntaxNode), rangeOf(node));
  }

  #signed(op: '+' | '-', expr: Expr, range: SourceRange): Expr {
    if (expr.kind === 'numberLiteral') {
      return { ...expr, value: op === '-' ? -expr.value : expr.value, range };
    }
    return { kind: 'unary', op, expr, range };
  }

  #binary(node: SyntaxNode): Expr {
    const [left, right] = this.#operands(node) as [SyntaxNode, SyntaxNode];
    const operator = left.nextSibling as SyntaxNode;
    const op = operatorOf(this.#text, operator);
    const lhs = this.build(left);
    const rhs = this.build(right);
    const end = this.#text.slice(0, right.from).trimEnd().length;
    const modifiers = buildModifiers(this.#text, node, this.#experimental);
    const operatorRange = { start: operator.from, end };
    const binary = { kind: 'binary', op, rhs, ...modifiers, operatorRange } as const;
    const sign = this.#text[left.from];
    // The grammar reads the sign of "-2 ^ 2" as the number's; it binds less tightly than the power.
    if (op === '^' && lhs.kind === 'numberLiteral' && (sign === '-' || sign === '+')) {
      const unsigned = {
        ...lhs,
        value: sign === '-' ? -lhs.value : lhs.value,
        range: { start: lhs.range.start + 1, end: lhs.range.end },
      };
      const power: Expr = {
        ...binary,
        lhs: unsigned,
        range: { start: unsigned.range.start, end: node.to },
      };
      return this.#signed(sign, power, rangeOf(node));
    }
    return { ...binary, lhs, range: rangeOf(node) };
  }

  #aggregation(node: SyntaxNode): Expr {
    const range = rangeOf(node);
    const operator = node.getChild('AggregateOp') as SyntaxNode;
    const op = this.#text.slice(operator.from, operator.to).toLowerCase() as AggregationOperator;
    const modifier = node.getChild('AggregateModifier');
    const args = this.#args(node);
    if (args.length === 0) throw this.#error(range, 'no arguments for aggregate expression provided');
    if (EXPERIMENTAL_OPERATORS.has(op) && !this.#experimental) {
      throw this.#error(range, `${op}() is experimental and not enabled`);
    }
    const expected = PARAM_OPERATORS.has(op) ? 2 : 1;
    if (args.length !== expected) {
      throw this.#error(
        range,
        `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`,
      );
    }
    return {
      kind: 'aggregation',
      op,
      expr: args[expected - 1] as Expr,
      param: expected === 2 ? (args[0] as Expr) : null,
      without: modifier?.getChild('Without') != null,
      grouping: labelNames(this.#text, modifier?.getChild('GroupingLabels') ?? null),
      range,
    };
  }

  #args(node: SyntaxNode): Expr[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : this.#operands(body).map((arg) => this.build(arg));
  }

  #call(node: SyntaxNode): Expr {
    const identifier = node.getChild('FunctionIdentifier') as SyntaxNode;
    const written = this.#text.slice(identifier.from, identifier.to);
    const name = written.toLowerCase();
    const signature = FUNCTION_SIGNATURES.get(name);
    if (signature === undefined) {
      throw this.#error(rangeOf(identifier), `unknown function with name "${written}"`);
    }
    if (signature.experimental && !this.#experimental) {
      throw this.#error(rangeOf(identifier), `function "${written}" is not enabled`);
    }
    return { kind: 'call', name, args: this.#args(node), range: rangeOf(node) };
  }

  #matrix(node: SyntaxNode): Expr {
    const [operand] = this.#operands(node) as [SyntaxNode];
    const selector = this.build(operand);
    const brackets = {
      start: this.#text.indexOf('[', operand.to),
      end: node.to,
    };
    if (selector.kind !== 'vectorSelector') {
      throw this.#error(brackets, 'ranges only allowed for vector selectors');
    }
    if (selector.offset !== null) throw this.#error(brackets, 'no offset modifiers allowed before range');
    if (selector.at !== null) throw this.#error(brackets, 'no @ modifiers allowed before range');
    const duration = this.#durations.buildPositive(node.getChild('DurationExpr') as SyntaxNode);
    return { kind: 'matrixSelector', selector, duration, offset: null, at: null, range: rangeOf(node) };
  }

  #subquery(node: SyntaxNode): Expr {
    const [operand] = this.#operands(node) as [SyntaxNode];
    const [duration, step] = node.getChildren('DurationExpr') as [SyntaxNode, SyntaxNode | undefined];
    return {
      kind: 'subquery',
      expr: this.build(operand),
      duration: this.#durations.buildPositive(duration),
      step: step === undefined ? null : this.#durations.buildPositive(step),
      offset: null,
      at: null,
      range: rangeOf(node),
    };
  }

  #offset(node: SyntaxNode): Expr {
    const expr = this.build(this.#operands(node)[0] as SyntaxNode);
    if (!isSelecting(expr)) {
      throw this.#error(
        expr.range,
        'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      );
    }
    if (expr.offset !== null) throw this.#error(expr.range, 'offset may not be set multiple times');
    const offset: DurationExpr = this.#durations.build(node.getChild('OffsetDurationExpr') as SyntaxNode);
    return { ...expr, offset, range: rangeOf(node) };
  }

  #at(node: SyntaxNode): Expr {
    const expr = this.build(this.#operands(node)[0] as SyntaxNode);
    if (!isSelecting(expr)) {
      throw this.#error(
        expr.range,
        '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      );
    }
    if (expr.at !== null) throw this.#error(expr.range, '@ <timestamp> may not be set multiple times');
    return { ...expr, at: this.#atModifier(node, expr.range), range: rangeOf(node) };
  }

  #atModifier(node: SyntaxNode, range: SourceRange): AtModifier {
    const preprocessor = node.getChild('AtModifierPreprocessors');
    if (preprocessor !== null) {
      return { kind: preprocessor.getChild('AtStart') === null ? 'end' : 'start' };
    }
    const literals = node.getChildren('NumberDurationLiteral');
    const seconds = signedNumber(this.#text, literals.at(-1) as SyntaxNode);
    if (!Number.isFinite(seconds) || Math.abs(seconds) >= 2 ** 63) {
      throw this.#error(range, `timestamp out of bounds for @ modifier: ${seconds}`);
    }
    return { kind: 'time', ms: Math.round(seconds * 1000) };
  }

  #extended(node: SyntaxNode, extension: Exclude<WindowExtension, null>): Expr {
    const expr = this.build(this.#operands(node)[0] as SyntaxNode);
    const range = rangeOf(node);
    if (!this.#experimental) {
      throw this.#error(range, `${extension} modifier is experimental and not enabled`);
    }
    if (expr.kind !== 'vectorSelector' && expr.kind !== 'matrixSelector') {
      const what = expr.kind === 'subquery' ? 'supported for subqueries' : 'implemented';
      throw this.#error(range, `${extension} modifier is not ${what}`);
    }
    const selector = expr.kind === 'matrixSelector' ? expr.selector : expr;
    if (selector.extension !== null && selector.extension !== extension) {
      throw this.#error(range, 'anchored and smoothed modifiers cannot be used together');
    }
    return expr.kind === 'matrixSelector'
      ? { ...expr, selector: { ...selector, extension }, range }
      : { ...selector, extension, range };
  }
}
