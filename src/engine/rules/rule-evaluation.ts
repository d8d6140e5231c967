import type { AlertChange } from './alert-cycle.ts';
import type { RuleQuery, RuleSample } from './rule-query.ts';

/** Expands one template for one element of a rule's result; never fails, an error becomes the text. */
export type ExpandTemplate = (text: string, sample: RuleSample, atMs: number) => Promise<string>;

/** What one evaluation of a rule needs from around it. */
export interface RuleEvaluation {
  readonly atMs: number;
  readonly queryOffsetMs: number;
  /** Most alerts or series that the rule may make; 0 for no limit. */
  readonly limit: number;
  readonly query: RuleQuery;
  readonly expand: ExpandTemplate;
  readonly signal: AbortSignal;
}

/** What one evaluation of a rule made. */
export interface RuleOutcome {
  readonly samples: readonly RuleSample[];
  readonly changes: readonly AlertChange[];
  /** Why the rule failed although its query did not; nothing is written then. */
  readonly failure: string | null;
}
