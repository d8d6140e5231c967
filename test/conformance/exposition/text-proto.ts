/** A message in protobuf's text form: the values of each field in order; an embedded message is a map again. */
export type TextMessage = Map<string, (string | TextMessage)[]>;

const TOKEN = /\s*(?:#[^\n]*\n\s*)*([A-Za-z_][A-Za-z0-9_]*|"(?:[^"\\]|\\.)*"|[{}:]|[-+0-9.][-+0-9.A-Za-z]*)/y;

const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['t', 9],
  ['r', 13],
  ['"', 34],
  ["'", 39],
  ['\\', 92],
]);

function unquote(token: string): string {
  const bytes: number[] = [];
  const inner = Buffer.from(token.slice(1, -1), 'utf8').toString('latin1');
  for (const match of inner.matchAll(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)|([^\\])/gs)) {
    const [, escaped, plain] = match;
    if (plain !== undefined) bytes.push(plain.charCodeAt(0));
    else if (escaped !== undefined && /^[0-7]/.test(escaped)) bytes.push(Number.parseInt(escaped, 8));
    else if (escaped?.startsWith('x')) bytes.push(Number.parseInt(escaped.slice(1), 16));
    else bytes.push(ESCAPES.get(escaped ?? '') ?? (escaped ?? '').charCodeAt(0));
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Reads text form without extensions and lists in brackets. Throws on what is none. */
export function parseTextProto(text: string): TextMessage {
  let at = 0;
  const next = (): string | null => {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      if (/^\s*(?:#[^\n]*\n?\s*)*$/.test(text.slice(at))) return null;
      throw new Error(`no token at offset ${at}`);
    }
    at = TOKEN.lastIndex;
    return match[1] as string;
  };
  const message = (isOuter: boolean): TextMessage => {
    const fields: TextMessage = new Map();
    for (;;) {
      const name = next();
      if (name === null || name === '}') {
        if ((name === null) !== isOuter) throw new Error(`unbalanced braces at offset ${at}`);
        return fields;
      }
      const values = fields.get(name) ?? [];
      fields.set(name, values);
      let token = next();
      if (token === ':') token = next();
      if (token === '{') values.push(message(false));
      else values.push(token?.startsWith('"') ? unquote(token) : (token ?? ''));
    }
  };
  return message(true);
}
