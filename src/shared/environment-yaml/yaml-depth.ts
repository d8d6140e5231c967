import { Lexer } from 'yaml';

/** Levels of brackets; people's files have three or four. */
const MAX_BRACKETS = 100;
/** Columns of indentation and indicators before a line's text: more than its levels. */
const MAX_INDENT = 300;
const DEEP_LINE = new RegExp(`^[ \\t?:-]{${MAX_INDENT}}`, 'm');

function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code === 0x5b || code === 0x7b) && ++count > MAX_BRACKETS) return true;
  }
  return false;
}

/**
 * Whether a YAML text nests deeper than anybody writes. The parser recurses: where its stack ends within a regular
 * expression the runtime ends the whole process, which nothing can catch, so this is asked before.
 */
export function isNestedTooDeep(text: string): boolean {
  if (DEEP_LINE.test(text)) return true;
  if (!hasManyBrackets(text)) return false;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MAX_BRACKETS) return true;
  }
  return false;
}
