import type { LabelPair, LabelSet } from './series.ts';

/** A rule as it is being written: durations are texts in Prometheus' notation, empty where there is none. */
export interface RuleDraft {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly expr: string;
  readonly forText: string;
  readonly keepFiringForText: string;
  readonly labels: readonly LabelPair[];
  readonly annotations: readonly LabelPair[];
}

/** Where a rule is or goes: the name of the rule file, and the group in it. */
export interface RulePlace {
  readonly file: string;
  readonly group: string;
}

/** A rule that stands in a file: `index` counts from 0 within the group. */
export interface StoredRulePlace extends RulePlace {
  readonly index: number;
  readonly name: string;
}

/** A rule as its file has it, ready to be edited. `intervalText` is the group's, empty for the default. */
export interface StoredRule {
  readonly draft: RuleDraft;
  readonly intervalText: string;
}

/** What is wrong with a draft; `start` and `end` are offsets in the expression, -1 where there is no place. */
export interface RuleProblem {
  /** Names a field, with a label's or annotation's name behind a slash: `labels/severity`. */
  readonly field: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A comparison with a number at the top of an expression; `start` and `end` are the number's offsets. */
export interface RuleThreshold {
  /** The other side of the comparison. */
  readonly expr: string;
  readonly op: string;
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** What the engine says of a draft without evaluating it. */
export interface RuleCheck {
  readonly problems: readonly RuleProblem[];
  /** null where no number can be replaced. */
  readonly threshold: RuleThreshold | null;
}

/** One series that a rule gives now, with its texts expanded; `value` is null for a histogram. */
export interface RulePreviewRow {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly value: number | null;
}

/** What a rule gives at one moment; `rows` holds the first of `count`. */
export interface RulePreview {
  readonly atMs: number;
  readonly count: number;
  readonly rows: readonly RulePreviewRow[];
}
