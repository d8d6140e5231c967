import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { AppError } from '../../../shared/errors.ts';
import { MAX_EXPRESSION_DEPTH, tooDeep } from './depth-limit.ts';
import { estimateDepth, tokenize } from './tokenize.ts';

/** Longest text of an expression, in UTF-16 units. */
const MAX_TEXT_LENGTH = 262_144;

/** Words that the grammar for editors knows in lower case only. */
const LOWER_CASE_WORDS = /\b(?:step|range|min_of|max_of)\b(?=\s*\()/gi;
/** Functions that it knows as durations only, with stand-ins of the same length. */
const UNKNOWN_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['min_of', 'minute'],
  ['max_of', 'minute'],
]);
const TRAILING_DOT = /(?<![\w.])(\d+)\.(?![\w.])/g;

/** The one keyword that is also a metric's name in Prometheus' grammar and not in that for editors. */
const OFFSET_NAME =
  /(?<=(?:^|[-+*/%^=<>(,]|\b(?:and|or|unless|bool|atan2|group_(?:left|right))\b|\b(?:on|ignoring|group_left|group_right)\s*\([^()]*\))\s*)offset\b/gi;
const NAME_STAND_IN = 'metric';

/** Whether a text has comments; one that does not parse may say either. */
export function hasComments(text: string): boolean {
  let found = false;
  parser.parse(text).iterate({
    enter: ({ name }) => {
      found ||= name === 'LineComment';
    },
  });
  return found;
}

/**
 * The concrete syntax tree of an expression; errors are nodes in it, and node ranges hold for `text`. Throws AppError
 * `limit_exceeded` for a text that is too long or nested too deeply.
 */
export function parseTree(text: string): Tree {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new AppError(
      'limit_exceeded',
      `the expression has ${text.length} characters, more than the limit of ${MAX_TEXT_LENGTH}; split it into recording rules`,
    );
  }
  // The parser gives up on deep nesting with errors that say nothing of it.
  if (text.length > MAX_EXPRESSION_DEPTH && estimateDepth(tokenize(text)) > MAX_EXPRESSION_DEPTH)
    throw tooDeep();
  const tree = parser.parse(text);
  if (firstErrorNode(tree) === null) return tree;
  // Prometheus accepts some forms that its own grammar for editors lacks. A text of the same length with stand-ins
  // gives the tree that the grammar can't give; names and values are read from the real text.
  const lowered = maskText(text);
  const masked = maskFunctions(lowered, parser.parse(lowered));
  if (masked === text) return tree;
  const retried = parser.parse(masked);
  return firstErrorNode(retried) === null ? retried : tree;
}

/** The first error of a tree in the order of the text, or null where it has none. */
export function firstErrorNode(tree: Tree): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  tree.iterate({
    enter(node) {
      if (found !== null) return false;
      if (node.type.isError) found = node.node;
      return true;
    },
  });
  return found;
}

function maskText(text: string): string {
  return text
    .replace(LOWER_CASE_WORDS, (word) => word.toLowerCase())
    .replace(OFFSET_NAME, NAME_STAND_IN)
    .replace(TRAILING_DOT, (_, digits: string) => `${digits} `);
}

function maskFunctions(text: string, tree: Tree): string {
  let masked = text;
  tree.iterate({
    enter({ name, from, to }) {
      if (name !== 'Identifier') return;
      const standIn = UNKNOWN_FUNCTIONS.get(text.slice(from, to));
      if (standIn !== undefined && /^\s*\(/.test(text.slice(to, to + 64))) {
        masked = masked.slice(0, from) + standIn + masked.slice(to);
      }
    },
  });
  return masked;
}
