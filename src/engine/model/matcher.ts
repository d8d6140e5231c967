/** How a matcher compares a label's value; an absent label counts as ''. */
export type MatchType = '=' | '!=' | '=~' | '!~';

/** A label matcher as Prometheus defines it: regular expressions are RE2 and anchored at both ends. */
export interface Matcher {
  readonly name: string;
  readonly type: MatchType;
  readonly value: string;
}
