/** A word of an expression's text. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\s+|#[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`?|(?:0x[\da-f]+|\d[\w.]*|\.\d[\w.]*)|[A-Za-z_:][\w:]*|==|!=|<=|>=|<\/|>\/|=~|!~|[\s\S]/giy;

const CHAINING: ReadonlySet<string> = new Set(
  '+ - * / % ^ == != < > <= >= </ >/ [ @ and or unless atan2 offset'.split(' '),
);

/** The words of a text, good enough to say what is wrong with it; blanks and comments are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if (/^\s|^#/.test(token)) continue;
    tokens.push({ text: token, start: match.index, end: match.index + token.length });
  }
  return tokens;
}

/** How deep an expression nests at most: brackets, and operators in a row. */
export function estimateDepth(tokens: readonly Token[]): number {
  const chains = [0];
  let deepest = 0;
  for (const { text } of tokens) {
    if (CHAINING.has(text.toLowerCase())) chains[chains.length - 1] = (chains.at(-1) as number) + 1;
    if ('([{'.includes(text)) chains.push(0);
    else if (')]}'.includes(text) && chains.length > 1) chains.pop();
    else if (text === ',') chains[chains.length - 1] = 0;
    deepest = Math.max(deepest, chains.length + (chains.at(-1) as number));
  }
  return deepest;
}
