import type { SyntaxNode } from '@lezer/common';
import type { AppError } from '../../../shared/errors.ts';
import type { AggregationOperator, BinaryOperator, Expr, SourceRange } from '../ast.ts';
import { FUNCTION_SIGNATURES } from '../functions/signatures.ts';
import { POWER_PRECEDENCE, precedenceOf } from '../precedence.ts';
import { buildModifiers, labelNames } from './build-binary.ts';
import { DurationBuilder } from './build-duration.ts';
import { PostfixBuilder } from './build-postfix.ts';
import { buildSelector, stringValue } from './build-selector.ts';
import { MAX_EXPRESSION_DEPTH, tooDeep } from './depth-limit.ts';
import { linearize, type Piece } from './linearize.ts';
import { parseNumberLiteral } from './literals.ts';
import { parseError } from './source-error.ts';

const PARAM_OPERATORS: ReadonlySet<string> = new Set([
  'quantile',
  'topk',
  'bottomk',
  'limitk',
  'limit_ratio',
  'count_values',
]);
const EXPERIMENTAL_OPERATORS: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

function rangeOf(node: SyntaxNode): SourceRange {
  return { start: node.from, end: node.to };
}

/** An expression with the depth of its tree. */
interface Built {
  readonly expr: Expr;
  readonly depth: number;
}

/** Pieces of one expression, read from the left. */
interface PieceReader {
  readonly pieces: readonly Piece[];
  at: number;
}

/** Turns the concrete tree of a text without syntax errors into an expression. */
export class AstBuilder {
  readonly #text: string;
  readonly #experimental: boolean;
  readonly #postfixes: PostfixBuilder;
  #nesting = 0;

  constructor(text: string, experimental: boolean) {
    this.#text = text;
    this.#experimental = experimental;
    this.#postfixes = new PostfixBuilder(text, new DurationBuilder(text, experimental), experimental);
  }

  /**
   * The expression of an expression node. Throws AppError `bad_data` with the place, or `limit_exceeded` for one that
   * is nested too deeply.
   */
  build(node: SyntaxNode): Expr {
    return this.#build(node).expr;
  }

  #build(node: SyntaxNode): Built {
    return this.#nested(() => {
      const reader = { pieces: linearize(this.#text, node), at: 0 };
      return this.#climb(reader, 0);
    });
  }

  #nested<T>(build: () => T): T {
    if (++this.#nesting > MAX_EXPRESSION_DEPTH) throw tooDeep();
    const built = build();
    this.#nesting--;
    return built;
  }

  #built(expr: Expr, ...operands: readonly Built[]): Built {
    const depth = 1 + Math.max(0, ...operands.map((operand) => operand.depth));
    if (depth > MAX_EXPRESSION_DEPTH) throw tooDeep();
    return { expr, depth };
  }

  /** Precedence climbing: an operand, then all operators that bind at least as tightly as `least`. */
  #climb(reader: PieceReader, least: number): Built {
    let left = this.#operand(reader);
    for (;;) {
      const piece = reader.pieces[reader.at];
      if (piece?.kind !== 'binary') return left;
      const precedence = precedenceOf(piece.op);
      if (precedence < least) return left;
      reader.at++;
      const isRight = precedence === POWER_PRECEDENCE;
      const right = this.#nested(() => this.#climb(reader, isRight ? precedence : precedence + 1));
      left = this.#binary(piece.op, piece.node, piece.operator, left, right);
    }
  }

  #operand(reader: PieceReader): Built {
    const piece = reader.pieces[reader.at++];
    if (piece?.kind === 'sign') {
      // A sign binds less tightly than the power and whatever follows an operand.
      const operand = this.#nested(() => this.#climb(reader, POWER_PRECEDENCE));
      const range = { start: piece.start, end: operand.expr.range.end };
      return this.#signed(piece.op, operand, range);
    }
    if (piece?.kind !== 'primary') throw new Error('an expression must begin with an operand');
    let operand = this.#primary(piece.node, piece.start);
    for (let next = reader.pieces[reader.at]; next?.kind === 'postfix'; next = reader.pieces[reader.at]) {
      operand = this.#built(this.#postfixes.apply(next.name, next.node, operand.expr), operand);
      reader.at++;
    }
    return operand;
  }

  #signed(op: '+' | '-', operand: Built, range: SourceRange): Built {
    const { expr } = operand;
    if (expr.kind !== 'numberLiteral') return this.#built({ kind: 'unary', op, expr, range }, operand);
    return this.#built({ ...expr, value: op === '-' ? -expr.value : expr.value, range });
  }

  #binary(op: BinaryOperator, node: SyntaxNode, operator: SyntaxNode, left: Built, right: Built): Built {
    const lhs = left.expr;
    const rhs = right.expr;
    const modifiers = buildModifiers(this.#text, node, this.#experimental);
    let end = rhs.range.start;
    while (end > operator.to && /\s/.test(this.#text[end - 1] as string)) end--;
    const operatorRange = { start: operator.from, end };
    const range = { start: lhs.range.start, end: rhs.range.end };
    return this.#built({ kind: 'binary', op, lhs, rhs, ...modifiers, operatorRange, range }, left, right);
  }

  #primary(node: SyntaxNode, start: number): Built {
    const range = rangeOf(node);
    switch (node.name) {
      case 'NumberDurationLiteral': {
        const text = this.#text.slice(start, node.to).trimEnd();
        const value = parseNumberLiteral(text);
        if (value === null) throw this.#error(range, `error parsing number: "${text}"`);
        return this.#built({ kind: 'numberLiteral', value, range: { start, end: node.to } });
      }
      case 'StringLiteral':
        return this.#built({ kind: 'stringLiteral', value: stringValue(this.#text, node), range });
      case 'VectorSelector':
        return this.#built(buildSelector(this.#text, node));
      case 'ParenExpr': {
        const inner = this.#build(node.getChild('Expr') as SyntaxNode);
        return this.#built({ kind: 'paren', expr: inner.expr, range }, inner);
      }
      case 'AggregateExpr':
        return this.#aggregation(node);
      case 'FunctionCall':
        return this.#call(node);
      default:
        throw this.#error(range, `unexpected ${node.name}`);
    }
  }

  #error(range: SourceRange, message: string): AppError {
    return parseError(this.#text, range, message);
  }

  #args(node: SyntaxNode): Built[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : body.getChildren('Expr').map((arg) => this.#build(arg));
  }

  #aggregation(node: SyntaxNode): Built {
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
    const [first, second] = args.map(({ expr }) => expr) as [Expr, Expr | undefined];
    const aggregation: Expr = {
      kind: 'aggregation',
      op,
      expr: second ?? first,
      param: second === undefined ? null : first,
      without: modifier?.getChild('Without') != null,
      grouping: labelNames(this.#text, modifier?.getChild('GroupingLabels') ?? null),
      range,
    };
    return this.#built(aggregation, ...args);
  }

  #call(node: SyntaxNode): Built {
    const identifier = node.getChild('FunctionIdentifier') as SyntaxNode;
    const name = this.#text.slice(identifier.from, identifier.to);
    // Words of the language are known in any case, names of functions in lower case only.
    const known = CASELESS_FUNCTIONS.has(name.toLowerCase()) ? name.toLowerCase() : name;
    const signature = FUNCTION_SIGNATURES.get(known);
    if (signature === undefined) {
      throw this.#error(rangeOf(identifier), `unknown function with name "${name}"`);
    }
    if (signature.experimental && !this.#experimental) {
      throw this.#error(rangeOf(identifier), `function "${name}" is not enabled`);
    }
    const args = this.#args(node);
    const call: Expr = {
      kind: 'call',
      name: known,
      args: args.map(({ expr }) => expr),
      range: rangeOf(node),
    };
    return this.#built(call, ...args);
  }
}

const CASELESS_FUNCTIONS: ReadonlySet<string> = new Set([
  'start',
  'end',
  'step',
  'range',
  'min_of',
  'max_of',
]);
