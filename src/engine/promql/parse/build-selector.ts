import type { SyntaxNode } from '@lezer/common';
import { METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { compileMatcher, type Matcher, type MatchType } from '../../model/matcher.ts';
import type { VectorSelector } from '../ast.ts';
import { unquoteString } from './literals.ts';
import { parseError } from './source-error.ts';

/** The value of a string literal node. Throws AppError `bad_data` for a bad escape. */
export function stringValue(text: string, node: SyntaxNode): string {
  const literal = text.slice(node.from, node.to);
  const value = unquoteString(literal);
  if (value === null) {
    throw parseError(
      text,
      { start: node.from, end: node.to },
      `error unquoting string ${literal.slice(0, 40)}: invalid syntax`,
    );
  }
  return value;
}

/** The selector of a VectorSelector node. Throws AppError `bad_data` with the place. */
export function buildSelector(text: string, node: SyntaxNode): VectorSelector {
  const identifier = node.getChild('Identifier');
  const name = identifier === null ? '' : text.slice(identifier.from, identifier.to);
  const matchers: Matcher[] = [];
  const list = node.getChild('LabelMatchers');
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    const matcher = buildMatcher(text, child);
    if (matcher !== null) matchers.push(matcher);
  }
  if (name !== '') matchers.push({ name: METRIC_NAME_LABEL, type: '=', value: name });
  return {
    kind: 'vectorSelector',
    name,
    matchers,
    extension: null,
    offset: null,
    at: null,
    range: { start: node.from, end: node.to },
  };
}

function buildMatcher(text: string, node: SyntaxNode): Matcher | null {
  switch (node.name) {
    case 'QuotedLabelName':
      return { name: METRIC_NAME_LABEL, type: '=', value: stringValue(text, node) };
    case 'UnquotedLabelMatcher':
    case 'QuotedLabelMatcher': {
      const label = node.firstChild as SyntaxNode;
      const value = node.getChild('StringLiteral') as SyntaxNode;
      const operator = node.getChild('MatchOp') as SyntaxNode;
      const matcher: Matcher = {
        name:
          node.name === 'QuotedLabelMatcher' ? stringValue(text, label) : text.slice(label.from, label.to),
        type: text.slice(operator.from, operator.to) as MatchType,
        value: stringValue(text, value),
      };
      checkRegex(text, node, matcher);
      return matcher;
    }
    default:
      return null;
  }
}

function checkRegex(text: string, node: SyntaxNode, matcher: Matcher): void {
  try {
    compileMatcher(matcher);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw parseError(text, { start: node.from, end: node.to }, error.message);
  }
}
