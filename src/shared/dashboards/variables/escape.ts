import type { QuoteContext } from './quote-context.ts';

const REGEX_SIGNS = /[\\^$.*+?()[\]{}|]/g;

/** A text as an RE2 expression that matches exactly that text. */
export function escapeRegex(text: string): string {
  return text.replace(REGEX_SIGNS, '\\$&');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * A text as it must stand between the quotes of a PromQL string, so that it can't end it. In backquotes nothing can be
 * escaped: a backquote is left out there. Outside of strings the text stays as it is.
 */
export function escapeInQuotes(text: string, quote: QuoteContext['quote']): string {
  if (quote === null) return text;
  if (quote === '`') return text.replaceAll('`', '');
  return text.replace(/[\\\n\r\t"']/g, (char) =>
    char === '"' || char === "'" ? (char === quote ? `\\${char}` : char) : (ESCAPES.get(char) ?? char),
  );
}
