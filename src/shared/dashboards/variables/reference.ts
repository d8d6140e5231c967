/** A mention of a variable: `$name`, `${name.path:format}` or `[[name:format]]`. */
export interface VariableReference {
  readonly name: string;
  /** After a dot: `text` or `value` of the choice; empty for none. */
  readonly path: string;
  /** Empty for the place's own format. */
  readonly format: string;
  readonly start: number;
  readonly end: number;
}

// Each alternative starts with its own sign and has no nested repetition: time is linear in the text.
const REFERENCE =
  /\$(\w+)|\$\{(\w+)(?:\.([^:}]{0,200}))?(?::([^}]{0,200}))?\}|\[\[(\w+)(?:\.([^:\]]{0,200}))?(?::([^\]]{0,200}))?\]\]/g;

/** All mentions in a text, in order. */
export function findReferences(text: string): VariableReference[] {
  return [...text.matchAll(REFERENCE)].map((match) => ({
    name: match[1] ?? match[2] ?? match[5] ?? '',
    path: match[3] ?? match[6] ?? '',
    format: match[4] ?? match[7] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
