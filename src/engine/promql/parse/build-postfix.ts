import type { SyntaxNode } from '@lezer/common';
import type { AppError } from '../../../shared/errors.ts';
import type {
  AtModifier,
  Expr,
  MatrixSelector,
  SourceRange,
  Subquery,
  VectorSelector,
  WindowExtension,
} from '../ast.ts';
import { signedNumber } from './build-binary.ts';
import type { DurationBuilder } from './build-duration.ts';
import type { PostfixName } from './linearize.ts';
import { parseError } from './source-error.ts';

const MAX_INT64 = 2 ** 63;

type Selecting = VectorSelector | MatrixSelector | Subquery;

function isSelecting(expr: Expr): expr is Selecting {
  return expr.kind === 'vectorSelector' || expr.kind === 'matrixSelector' || expr.kind === 'subquery';
}

/** Applies what follows an operand: ranges, subqueries, `offset`, `@`, `anchored`, `smoothed`. */
export class PostfixBuilder {
  readonly #text: string;
  readonly #durations: DurationBuilder;
  readonly #experimental: boolean;

  constructor(text: string, durations: DurationBuilder, experimental: boolean) {
    this.#text = text;
    this.#durations = durations;
    this.#experimental = experimental;
  }

  /** The operand with one postfix; `node` is where that was found. Throws AppError `bad_data` with the place. */
  apply(name: PostfixName, node: SyntaxNode, operand: Expr): Expr {
    const range = { start: operand.range.start, end: node.to };
    switch (name) {
      case 'MatrixSelector':
        return this.#matrix(node, operand, range);
      case 'SubqueryExpr':
        return this.#subquery(node, operand, range);
      case 'OffsetExpr':
        return this.#offset(node, operand, range);
      case 'StepInvariantExpr':
        return this.#at(node, operand, range);
      case 'AnchoredExpr':
        return this.#extended('anchored', operand, range);
      case 'SmoothedExpr':
        return this.#extended('smoothed', operand, range);
    }
  }

  #error(range: SourceRange, message: string): AppError {
    return parseError(this.#text, range, message);
  }

  #matrix(node: SyntaxNode, selector: Expr, range: SourceRange): MatrixSelector {
    const brackets = { start: this.#text.indexOf('[', selector.range.end), end: node.to };
    if (selector.kind !== 'vectorSelector') {
      throw this.#error(brackets, 'ranges only allowed for vector selectors');
    }
    if (selector.offset !== null) throw this.#error(brackets, 'no offset modifiers allowed before range');
    if (selector.at !== null) throw this.#error(brackets, 'no @ modifiers allowed before range');
    const duration = this.#durations.buildPositive(node.getChild('DurationExpr') as SyntaxNode);
    return { kind: 'matrixSelector', selector, duration, offset: null, at: null, range };
  }

  #subquery(node: SyntaxNode, expr: Expr, range: SourceRange): Subquery {
    const [duration, step] = node.getChildren('DurationExpr') as [SyntaxNode, SyntaxNode | undefined];
    return {
      kind: 'subquery',
      expr,
      duration: this.#durations.buildPositive(duration),
      step: step === undefined ? null : this.#durations.buildPositive(step),
      offset: null,
      at: null,
      range,
    };
  }

  #offset(node: SyntaxNode, expr: Expr, range: SourceRange): Expr {
    if (!isSelecting(expr)) {
      throw this.#error(
        expr.range,
        'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      );
    }
    if (expr.offset !== null) throw this.#error(expr.range, 'offset may not be set multiple times');
    const offset = this.#durations.build(node.getChild('OffsetDurationExpr') as SyntaxNode);
    return { ...expr, offset, range };
  }

  #at(node: SyntaxNode, expr: Expr, range: SourceRange): Expr {
    if (!isSelecting(expr)) {
      throw this.#error(
        expr.range,
        '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      );
    }
    if (expr.at !== null) throw this.#error(expr.range, '@ <timestamp> may not be set multiple times');
    return { ...expr, at: this.#atModifier(node, expr.range), range };
  }

  #atModifier(node: SyntaxNode, range: SourceRange): AtModifier {
    const preprocessor = node.getChild('AtModifierPreprocessors');
    if (preprocessor !== null) {
      return { kind: preprocessor.getChild('AtStart') === null ? 'end' : 'start' };
    }
    // The operand may be a number too; the time stands last.
    const seconds = signedNumber(this.#text, node.lastChild as SyntaxNode);
    if (!Number.isFinite(seconds) || Math.abs(seconds) >= MAX_INT64) {
      throw this.#error(range, `timestamp out of bounds for @ modifier: ${seconds}`);
    }
    return { kind: 'time', ms: Math.round(seconds * 1000) };
  }

  #extended(extension: Exclude<WindowExtension, null>, expr: Expr, range: SourceRange): Expr {
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
