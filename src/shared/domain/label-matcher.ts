/** How a matcher compares a label's value; an absent label counts as '', regular expressions are RE2 and anchored. */
export const MATCH_TYPES = ['=', '!=', '=~', '!~'] as const;

/** One condition on a label. */
export interface LabelMatcher {
  readonly name: string;
  readonly type: (typeof MATCH_TYPES)[number];
  readonly value: string;
}
