import { escapeRegex } from './escape.ts';

/** The values that stand for a variable, and how they are shown. */
export interface FormatInput {
  readonly name: string;
  readonly values: readonly string[];
  readonly text: string;
}

function quoteAll(values: readonly string[], quote: string, escaped: string): string {
  return values.map((value) => quote + value.replaceAll(quote, escaped) + quote).join(',');
}

/** One value as it is, several in braces and alternatives as regular expressions write them. */
function formatRegex(values: readonly string[]): string {
  const escaped = values.map(escapeRegex);
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`;
}

function escapeLucene(value: string): string {
  return value.replace(/([!*+\-=<>\s&|()[\]{}^~?:\\/"])/g, '\\$1');
}

/** `a-b_c.d` may stay; all else is percent-encoded, also what encodeURIComponent leaves. */
function percentEncode(text: string): string {
  const encode = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, encode);
}

function queryParameter({ name, values }: FormatInput, key = `var-${name}`): string {
  return values.map((value) => `${encodeURIComponent(key.toWellFormed())}=${percentEncode(value)}`).join('&');
}

const HTML_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

type Formatter = (input: FormatInput, argument: string) => string;

const FORMATTERS: ReadonlyMap<string, Formatter> = new Map<string, Formatter>([
  ['raw', ({ values }) => values.join(',')],
  ['csv', ({ values }) => values.join(',')],
  ['join', ({ values }, separator) => values.join(separator === '' ? ',' : separator)],
  ['pipe', ({ values }) => values.join('|')],
  ['regex', ({ values }) => formatRegex(values)],
  ['glob', ({ values }) => (values.length > 1 ? `{${values.join(',')}}` : values.join(''))],
  ['json', ({ values }) => JSON.stringify(values.length === 1 ? values[0] : values)],
  ['doublequote', ({ values }) => quoteAll(values, '"', '\\"')],
  ['singlequote', ({ values }) => quoteAll(values, "'", "\\'")],
  ['sqlstring', ({ values }) => quoteAll(values, "'", "''")],
  ['text', ({ text }) => text],
  ['queryparam', (input) => queryParameter(input)],
  ['customqueryparam', (input, key) => queryParameter(input, key === '' ? input.name : key)],
  [
    'percentencode',
    ({ values }) => percentEncode(values.length > 1 ? `{${values.join(',')}}` : values.join('')),
  ],
  [
    'uriencode',
    ({ values }) => encodeURI((values.length > 1 ? `{${values.join(',')}}` : values.join('')).toWellFormed()),
  ],
  ['html', ({ values }) => values.join(', ').replace(/[&<>"']/g, (char) => HTML_ENTITIES.get(char) ?? char)],
  [
    'distributed',
    ({ name, values }) => values.map((value, i) => (i === 0 ? value : `${name}=${value}`)).join(','),
  ],
  [
    'lucene',
    ({ values }) =>
      values.length === 1
        ? escapeLucene(values[0] as string)
        : `(${values.map((value) => `"${escapeLucene(value)}"`).join(' OR ')})`,
  ],
]);

/**
 * A variable's values in one of the formats that a mention can ask for (`${name:csv}`, `${name:join:;}`); undefined for a
 * format that is not known.
 */
export function formatValues(format: string, input: FormatInput): string | undefined {
  const colon = format.indexOf(':');
  const formatter = FORMATTERS.get(colon < 0 ? format : format.slice(0, colon));
  return formatter?.(input, colon < 0 ? '' : format.slice(colon + 1));
}
