import type { Alert, AlertState } from './alert.ts';
import type { LabelSet } from './series.ts';

export type RuleHealth = 'unknown' | 'ok' | 'error';

/** A rule as the Alerts page shows it. `state` is the highest of its alerts; null for a recording rule. */
export interface RuleView {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly expr: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly state: AlertState | null;
  readonly health: RuleHealth;
  readonly lastError: string | null;
  readonly lastEvaluationAtMs: number | null;
  readonly evaluationMs: number;
  readonly alerts: readonly Alert[];
}

/** A group of rules, evaluated in order on its own grid. `file` is the name of the rule file it came from. */
export interface RuleGroupView {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number;
  /** Alerts or series that one rule may give, 0 for no limit. */
  readonly limit: number;
  readonly rules: readonly RuleView[];
}

/** Where a rule file is wrong: `line` counts from 1, 0 where it is not known. */
export interface RuleFileError {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** A rule file's text in Prometheus' format. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}
