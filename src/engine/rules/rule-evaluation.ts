import type { LabelSet } from '../../shared/domain/series.ts';
import type { AlertChange } from './alert-cycle.ts';
import type { RuleQuery, RuleSample } from './rule-query.ts';

/** What templates know of the installation: labels that name it, and the address that links lead to. */
export interface ExternalNames {
  readonly labels: LabelSet;
  readonly url: string;
}

/** What one evaluation of a rule needs from around it. */
export interface RuleEvaluation {
  readonly atMs: number;
  readonly queryOffsetMs: number;
  /** Most alerts or series that the rule may make; 0 for no limit. */
  readonly limit: number;
  readonly query: RuleQuery;
  readonly external: ExternalNames;
  readonly signal: AbortSignal;
}

/** What one evaluation of a rule made. */
export interface RuleOutcome {
  readonly samples: readonly RuleSample[];
  readonly changes: readonly AlertChange[];
  /** Why the rule failed although its query did not; nothing is written then. */
  readonly failure: string | null;
}
