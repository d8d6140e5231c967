import type { LabelSet } from '../../../../shared/domain/series.ts';
import type { AlertMatcher } from '../../../../shared/domain/silence.ts';

/** Matchers out of a text, or the place at which it is none. */
export type ParsedMatchers =
  | { readonly ok: true; readonly matchers: readonly AlertMatcher[] }
  | { readonly ok: false; readonly message: string };

const MATCHER = /\s*([A-Za-z_][\w.:]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"{}]+))\s*,?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Reads `severity="critical" job=~"api.*"`, with or without commas, braces and quotes around simple values. */
export function parseMatchers(text: string): ParsedMatchers {
  const inner = text.trim().replace(/^\{([\s\S]*)\}$/, '$1');
  const matchers: AlertMatcher[] = [];
  let at = 0;
  while (inner.slice(at).trim() !== '') {
    MATCHER.lastIndex = at;
    const found = MATCHER.exec(inner);
    if (found === null) {
      return { ok: false, message: `Write matchers as label="value": "${inner.slice(at).trim()}" is none.` };
    }
    const [, name = '', type, quoted, plain] = found;
    const value = quoted?.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? `\\${char}`) ?? plain ?? '';
    matchers.push({ name, type: type as AlertMatcher['type'], value });
    at = MATCHER.lastIndex;
  }
  return { ok: true, matchers };
}

/** A matcher as people write it. */
export function formatMatcher({ name, type, value }: AlertMatcher): string {
  return `${name}${type}${JSON.stringify(value)}`;
}

/** Matchers of exactly these labels. */
export function matchersOf(labels: LabelSet): readonly AlertMatcher[] {
  return labels.map(([name, value]) => ({ name, type: '=', value }));
}
