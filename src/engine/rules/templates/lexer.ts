import { TemplateError } from './value.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'identifier'
  | 'keyword'
  | 'variable'
  | 'field'
  | 'dot'
  | 'nil'
  | 'bool'
  | 'number'
  | 'char'
  | 'string'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'declare'
  | 'assign'
  | 'comma'
  | 'space'
  | 'end';

/** A piece of a template; `position` is its offset in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly position: number;
}

const KEYWORDS = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

const ACTION_TOKENS: readonly (readonly [RegExp, TokenKind])[] = [
  [/\s+/y, 'space'],
  [/:=/y, 'declare'],
  [/=/y, 'assign'],
  [/\|/y, 'pipe'],
  [/\(/y, 'leftParen'],
  [/\)/y, 'rightParen'],
  [/,/y, 'comma'],
  [/"(?:[^"\\\n]|\\.)*"|`[^`]*`/y, 'string'],
  [/'(?:[^'\\\n]|\\[^\n])+'/y, 'char'],
  [
    /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[\d_]+)?|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?)i?/y,
    'number',
  ],
  [/\$[\p{L}\p{N}_]*/uy, 'variable'],
  [/\.[\p{L}_][\p{L}\p{N}_]*/uy, 'field'],
  [/\./y, 'dot'],
  [/[\p{L}_][\p{L}\p{N}_]*/uy, 'identifier'],
];

/** Cuts a template into tokens; white space that trim markers remove is gone from the texts. Throws TemplateError. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let trimNext = false;
  while (position < source.length) {
    const open = source.indexOf('{{', position);
    const end = open < 0 ? source.length : open;
    const trimBefore = open >= 0 && /^-\s/.test(source.slice(open + 2, open + 4));
    pushText(tokens, source.slice(position, end), position, trimNext, trimBefore);
    if (open < 0) break;
    const comment = readComment(source, open + (trimBefore ? 3 : 2), trimBefore);
    const close = comment ?? readAction(source, open, open + (trimBefore ? 3 : 2), tokens);
    trimNext = close.trim;
    position = close.position;
  }
  tokens.push({ kind: 'end', text: '', position: source.length });
  return tokens;
}

interface Close {
  readonly position: number;
  readonly trim: boolean;
}

function pushText(
  tokens: Token[],
  raw: string,
  position: number,
  trimStart: boolean,
  trimEnd: boolean,
): void {
  let text = trimStart ? raw.replace(/^[ \t\r\n]+/, '') : raw;
  if (trimEnd) text = text.replace(/[ \t\r\n]+$/, '');
  if (text !== '') tokens.push({ kind: 'text', text, position });
}

/** A comment, which begins right behind the delimiter, or one blank behind a trim marker. */
function readComment(source: string, start: number, isTrimmed: boolean): Close | null {
  const begin = start + (isTrimmed ? 1 : 0);
  if (!source.startsWith('/*', begin)) return null;
  const end = source.indexOf('*/', begin + 2);
  if (end < 0) throw new TemplateError('unclosed comment');
  const close = readClose(source, end + 2);
  if (close === null) throw new TemplateError('comment ends before closing delimiter');
  return close;
}

function readClose(source: string, position: number): Close | null {
  const match = /^(\s+-)?\}\}/.exec(source.slice(position, position + 1_000));
  return match === null ? null : { position: position + match[0].length, trim: match[1] !== undefined };
}

function readAction(source: string, open: number, start: number, tokens: Token[]): Close {
  tokens.push({ kind: 'open', text: '{{', position: open });
  let position = start;
  for (;;) {
    const close = readClose(source, position);
    if (close !== null) {
      tokens.push({ kind: 'close', text: '}}', position });
      return close;
    }
    const token = readToken(source, position);
    tokens.push(token);
    position += token.text.length;
  }
}

function readToken(source: string, position: number): Token {
  if (position >= source.length) throw new TemplateError('unclosed action');
  for (const [pattern, kind] of ACTION_TOKENS) {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind: kind === 'identifier' ? wordKind(text) : kind, text, position };
  }
  const character = source[position] as string;
  if (character === '"' || character === '`') throw new TemplateError('unterminated quoted string');
  if (character === "'") throw new TemplateError('unterminated character constant');
  const code = (source.codePointAt(position) as number).toString(16).toUpperCase().padStart(4, '0');
  throw new TemplateError(`unrecognized character in action: U+${code} '${character}'`);
}

function wordKind(word: string): TokenKind {
  if (KEYWORDS.has(word)) return 'keyword';
  if (word === 'true' || word === 'false') return 'bool';
  return word === 'nil' ? 'nil' : 'identifier';
}
