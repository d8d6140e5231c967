import type { SyntaxNode } from '@lezer/common';
import type { VectorMatching } from '../ast.ts';
import { stringValue } from './build-selector.ts';
import { parseNumberLiteral } from './literals.ts';
import { parseError } from './source-error.ts';

const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The names of a GroupingLabels node. Throws AppError `bad_data` for one that can't be a label's name. */
export function labelNames(text: string, node: SyntaxNode | null): string[] {
  const names: string[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name === 'LabelName') {
      const name = text.slice(child.from, child.to);
      if (!LABEL_NAME.test(name)) {
        throw parseError(
          text,
          { start: child.from, end: child.to },
          `invalid label name for grouping: "${name}"`,
        );
      }
      names.push(name);
    } else if (child.name === 'QuotedLabelName') {
      const name = stringValue(text, child);
      if (name === '') {
        throw parseError(text, { start: child.from, end: child.to }, 'invalid label name for grouping: ""');
      }
      names.push(name);
    }
  }
  return names;
}

/** What stands between a binary operator and its right operand. */
export interface BinaryModifiers {
  readonly returnBool: boolean;
  readonly matching: VectorMatching;
}

/** The modifiers of a BinaryExpr node. Throws AppError `bad_data` with the place. */
export function buildModifiers(text: string, node: SyntaxNode, experimental: boolean): BinaryModifiers {
  const clause = node.getChild('MatchingModifierClause');
  const labelLists = clause?.getChildren('GroupingLabels') ?? [];
  const isLeft = clause?.getChild('GroupLeft') != null;
  const isRight = clause?.getChild('GroupRight') != null;
  const fill = node.getChild('FillModifier');
  if (fill !== null && !experimental) {
    throw parseError(
      text,
      { start: fill.from, end: fill.to },
      'binop fill modifiers are experimental and not enabled',
    );
  }
  const both = fillValue(text, fill, 'FillClause');
  return {
    returnBool: node.getChild('BoolModifier') !== null,
    matching: {
      on: clause?.getChild('On') != null,
      labels: labelNames(text, labelLists[0] ?? null),
      group: isLeft ? 'left' : isRight ? 'right' : null,
      include: labelNames(text, labelLists[1] ?? null),
      fillLeft: fillValue(text, fill, 'FillLeftClause') ?? both,
      fillRight: fillValue(text, fill, 'FillRightClause') ?? both,
    },
  };
}

function fillValue(text: string, fill: SyntaxNode | null, clauseName: string): number | null {
  const literal = fill?.getChild(clauseName)?.getChild('NumberDurationLiteral');
  return literal == null ? null : signedNumber(text, literal);
}

/** The value of a NumberDurationLiteral node, which may carry a sign. Throws AppError `bad_data`. */
export function signedNumber(text: string, node: SyntaxNode): number {
  const literal = text.slice(node.from, node.to);
  const sign = literal[0] === '-' ? -1 : 1;
  const value = parseNumberLiteral(literal.replace(/^[+-]\s*/, '').trimEnd());
  if (value === null) {
    throw parseError(text, { start: node.from, end: node.to }, `error parsing number: "${literal}"`);
  }
  return sign * value;
}
