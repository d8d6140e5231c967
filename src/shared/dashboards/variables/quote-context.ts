/** What of PromQL a place is in: a string's quotes, or none; `regex` where that string is the value of `=~` or `!~`. */
export interface QuoteContext {
  readonly quote: '"' | "'" | '`' | null;
  readonly regex: boolean;
}

const CODE: QuoteContext = { quote: null, regex: false };

/**
 * The context of each of the given offsets (ascending) of a PromQL text. Mentions of variables hold no quotes, so that
 * the text can be read before they are filled.
 */
export function quoteContexts(expr: string, offsets: readonly number[]): QuoteContext[] {
  const contexts: QuoteContext[] = [];
  let context = CODE;
  let inComment = false;
  let lastSigns = '';
  let i = 0;
  for (const offset of offsets) {
    for (; i < offset; i++) {
      const char = expr.charAt(i);
      if (inComment) inComment = char !== '\n';
      else if (context.quote !== null) {
        if (char === '\\' && context.quote !== '`') i += 1;
        else if (char === context.quote) context = CODE;
      } else if (char === '"' || char === "'" || char === '`') {
        context = { quote: char, regex: lastSigns === '=~' || lastSigns === '!~' };
        lastSigns = '';
      } else if (char === '#') inComment = true;
      else if (char.trim() !== '') lastSigns = (lastSigns + char).slice(-2);
    }
    contexts.push(context);
  }
  return contexts;
}
