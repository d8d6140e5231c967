import type { Matcher } from '../model/matcher.ts';
import { parseExpr } from './parse/parse-expr.ts';

/** The matchers of all selectors in an expression. Throws AppError `bad_data` for one that is none. */
export function listSelectors(text: string): readonly (readonly Matcher[])[] {
  const found: (readonly Matcher[])[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const part of node) walk(part);
    } else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && node.kind === 'vectorSelector' && 'matchers' in node) {
        found.push(node.matchers as readonly Matcher[]);
      } else walk(Object.values(node));
    }
  };
  walk(parseExpr(text, { experimental: true }));
  return found;
}
