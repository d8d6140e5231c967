import type { SyntaxNode } from '@lezer/common';
import type { AppError } from '../../../shared/errors.ts';
import type { DurationExpr, SourceRange } from '../ast.ts';
import { parseNumberLiteral } from './literals.ts';
import { parseError } from './source-error.ts';

/** 2^63 ns, the longest duration that Prometheus can hold, in seconds. */
const MAX_DURATION_SECONDS = 9_223_372_036;

type DurationOperator = '+' | '-' | '*' | '/' | '%' | '^';

function rangeOf(node: SyntaxNode): SourceRange {
  return { start: node.from, end: node.to };
}

/** Builds durations; `text` is the whole expression. Throws AppError `bad_data` with the place. */
export class DurationBuilder {
  readonly #text: string;
  readonly #experimental: boolean;

  constructor(text: string, experimental: boolean) {
    this.#text = text;
    this.#experimental = experimental;
  }

  /** The duration of a DurationExpr or OffsetDurationExpr node. */
  build(node: SyntaxNode): DurationExpr {
    const duration = this.#convert(node);
    if (duration.kind !== 'durationLiteral' && !this.#experimental) {
      throw this.#error(duration.range, 'experimental duration expression is not enabled');
    }
    return duration;
  }

  /** As `build`; a literal must be greater than 0. */
  buildPositive(node: SyntaxNode): DurationExpr {
    const duration = this.build(node);
    if (duration.kind === 'durationLiteral' && !(duration.seconds > 0)) {
      throw this.#error(duration.range, 'duration must be greater than 0');
    }
    return duration;
  }

  #error(range: SourceRange, message: string): AppError {
    return parseError(this.#text, range, message);
  }

  #convert(node: SyntaxNode): DurationExpr {
    const operands: SyntaxNode[] = [];
    let operator: SyntaxNode | null = null;
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.name === 'LineComment') continue;
      if (child.name === 'DurationExpr' || child.name === 'OffsetDurationExpr') operands.push(child);
      else operator = child;
    }
    const range = rangeOf(node);
    const [first, second] = operands;
    if (operator === null) {
      // Only parentheses around.
      return first === undefined ? this.#literal(node) : { ...this.#convert(first), range };
    }
    switch (operator.name) {
      case 'NumberDurationLiteralInDurationContext':
        return this.#literal(operator);
      case 'DurationStep':
        return { kind: 'durationContext', name: 'step', range };
      case 'DurationRange':
        return { kind: 'durationContext', name: 'range', range };
      case 'DurationMinOf':
      case 'DurationMaxOf':
        return {
          kind: 'durationChoice',
          name: operator.name === 'DurationMinOf' ? 'min_of' : 'max_of',
          lhs: this.#convert(first as SyntaxNode),
          rhs: this.#convert(second as SyntaxNode),
          range,
        };
      case 'UnaryOp':
        return this.#unary(operator, first as SyntaxNode, range);
      default:
        return this.#binary(operator, first as SyntaxNode, second as SyntaxNode, range);
    }
  }

  #unary(operator: SyntaxNode, operand: SyntaxNode, range: SourceRange): DurationExpr {
    const negative = this.#text[operator.from] === '-';
    const expr = this.#convert(operand);
    if (expr.kind === 'durationLiteral') {
      return { kind: 'durationLiteral', seconds: negative ? -expr.seconds : expr.seconds, range };
    }
    return { kind: 'durationUnary', op: negative ? '-' : '+', expr, range };
  }

  #binary(operator: SyntaxNode, left: SyntaxNode, right: SyntaxNode, range: SourceRange): DurationExpr {
    const op = this.#text.slice(operator.from, operator.to) as DurationOperator;
    const lhs = this.#convert(left);
    const rhs = this.#convert(right);
    if (rhs.kind === 'durationLiteral' && rhs.seconds === 0 && (op === '/' || op === '%')) {
      throw this.#error(rangeOf(operator), op === '/' ? 'division by zero' : 'modulo by zero');
    }
    return { kind: 'durationBinary', op, lhs, rhs, range };
  }

  #literal(node: SyntaxNode): DurationExpr {
    const range = rangeOf(node);
    const text = this.#text.slice(node.from, node.to);
    const seconds = parseNumberLiteral(text);
    if (seconds === null || Number.isNaN(seconds)) {
      throw this.#error(range, `not a valid duration string: "${text}"`);
    }
    if (Math.abs(seconds) > MAX_DURATION_SECONDS) throw this.#error(range, 'duration out of range');
    return { kind: 'durationLiteral', seconds, range };
  }
}
