import type { SyntaxNode } from '@lezer/common';
import type { AppError } from '../../../shared/errors.ts';
import { FUNCTION_SIGNATURES } from '../functions/signatures.ts';
import { parseError } from './source-error.ts';
import { type Token, tokenize } from './tokenize.ts';

const KEYWORDS: ReadonlySet<string> = new Set(
  'and or unless atan2 bool on ignoring group_left group_right by without offset'.split(' '),
);
const OPERATORS: ReadonlySet<string> = new Set('+ - * / % ^ == != < > <= >= =~ !~ </ >/'.split(' '));
const CLOSERS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const BRACKET_NAMES: ReadonlyMap<string, string> = new Map([
  ['(', 'left parenthesis'],
  ['[', 'left bracket'],
  ['{', 'left brace'],
  [')', 'right parenthesis'],
  [']', 'right bracket'],
  ['}', 'right brace'],
]);

/** What is wrong with a text that the grammar refuses, in Prometheus' words and with the place. */
export function describeSyntaxError(text: string, error: SyntaxNode): AppError {
  const tokens = tokenize(text);
  if (tokens.length === 0) return parseError(text, { start: 0, end: 0 }, 'no expression found in input');
  return (
    findBadString(text, tokens) ??
    findUnbalanced(text, tokens) ??
    findUnknownFunction(text, tokens) ??
    unexpectedToken(text, tokens, error)
  );
}

function findBadString(text: string, tokens: readonly Token[]): AppError | null {
  for (const token of tokens) {
    const quote = token.text[0] as string;
    if (!'"\'`'.includes(quote)) continue;
    if (token.text.length < 2 || !token.text.endsWith(quote)) {
      return parseError(text, token, `unterminated ${quote === '`' ? 'raw' : 'quoted'} string`);
    }
  }
  return null;
}

function findUnbalanced(text: string, tokens: readonly Token[]): AppError | null {
  const open: Token[] = [];
  for (const token of tokens) {
    if ('([{'.includes(token.text)) open.push(token);
    const opener = CLOSERS.get(token.text);
    if (opener === undefined) continue;
    const last = open.pop();
    if (last === undefined || last.text !== opener) {
      return parseError(text, token, `unexpected ${BRACKET_NAMES.get(token.text)} '${token.text}'`);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return null;
  const end = { start: text.length, end: text.length };
  return unclosed.text === '{'
    ? parseError(text, end, 'unexpected end of input inside braces')
    : parseError(text, end, `unclosed ${BRACKET_NAMES.get(unclosed.text)}`);
}

const NAMES_BEFORE_PAREN: ReadonlySet<string> = new Set(
  (
    'and or unless atan2 bool on ignoring group_left group_right by without offset fill fill_left fill_right ' +
    'sum avg min max count group stddev stdvar quantile topk bottomk limitk limit_ratio count_values ' +
    'start end step range min_of max_of'
  ).split(' '),
);

function findUnknownFunction(text: string, tokens: readonly Token[]): AppError | null {
  for (const [i, token] of tokens.entries()) {
    if (tokens[i + 1]?.text !== '(' || !/^[A-Za-z_]/.test(token.text)) continue;
    const isKnown = NAMES_BEFORE_PAREN.has(token.text.toLowerCase()) || FUNCTION_SIGNATURES.has(token.text);
    if (isKnown) continue;
    return parseError(text, token, `unknown function with name "${token.text}"`);
  }
  return null;
}

function unexpectedToken(text: string, tokens: readonly Token[], error: SyntaxNode): AppError {
  const token = tokens.find((candidate) => candidate.end > error.from);
  const context = contextOf(error);
  const suffix = context === '' ? '' : ` in ${context}`;
  if (token === undefined) {
    const end = { start: text.length, end: text.length };
    return parseError(text, end, `unexpected end of input${suffix}`);
  }
  return parseError(text, token, `unexpected ${describeToken(token.text)}${suffix}`);
}

function contextOf(error: SyntaxNode): string {
  for (let node: SyntaxNode | null = error.parent; node !== null; node = node.parent) {
    switch (node.name) {
      case 'LabelMatchers':
      case 'UnquotedLabelMatcher':
      case 'QuotedLabelMatcher':
        return 'label matching';
      case 'GroupingLabels':
        return 'grouping opts, expected label';
      case 'AggregateExpr':
        return 'aggregation';
      case 'MatrixSelector':
      case 'SubqueryExpr':
        return 'subquery or range';
      case 'OffsetExpr':
        return 'offset, expected number, duration, step(), or range()';
      case 'StepInvariantExpr':
        return '@, expected timestamp';
    }
  }
  return '';
}

function describeToken(token: string): string {
  const quoted = token.length > 10 ? `${JSON.stringify(token.slice(0, 10))}...` : JSON.stringify(token);
  if ('"\'`'.includes(token[0] as string)) return `string ${quoted}`;
  if (/^[\d.]/.test(token)) return `number ${quoted}`;
  if (KEYWORDS.has(token.toLowerCase())) return `<${token.toLowerCase()}>`;
  if (/^[A-Za-z_:]/.test(token)) return `identifier "${token}"`;
  if (OPERATORS.has(token)) return `<op:${token}>`;
  if ('()[]{},:=@'.includes(token)) return JSON.stringify(token);
  return `character: '${token}'`;
}
