import type { RuleDraft, RulePlace } from './rule-draft.ts';
import type { LabelSet } from './series.ts';
import type { TimeRange } from './time-range.ts';

/** A rule to replay over stored history; a newer backtest of the same key ends the one before. */
export interface BacktestRequest {
  readonly key: string;
  readonly rule: RuleDraft;
  /** The group's name and file decide at which moments of its interval a rule is evaluated. */
  readonly place: RulePlace;
  readonly intervalMs: number;
  readonly range: TimeRange;
  /** Replaces the number that the expression compares with; null leaves it. */
  readonly threshold: number | null;
}

/** A stretch in which an alert was pending or firing, with its value and texts at its start. */
export interface BacktestSpan {
  readonly state: 'pending' | 'firing';
  readonly startMs: number;
  /** The evaluation that ended it, or the end of the range. */
  readonly endMs: number;
  /** Whether it lasted to the end of the range. */
  readonly open: boolean;
  readonly value: number;
  readonly annotations: LabelSet;
}

/** One alert over the range, by its labels. */
export interface BacktestAlert {
  readonly labels: LabelSet;
  readonly spans: readonly BacktestSpan[];
}

/** What a rule would have done. All times are ms UTC. */
export interface BacktestResult {
  readonly startMs: number;
  readonly endMs: number;
  readonly intervalMs: number;
  readonly evaluations: number;
  /** The alerts that were pending or firing, those that fired longest first; `alertCount` counts those left out too. */
  readonly alerts: readonly BacktestAlert[];
  readonly alertCount: number;
  /** How many times an alert began to fire, and was resolved. */
  readonly firedCount: number;
  readonly resolvedCount: number;
  /** Notifications when alerts that change at the same evaluation share one: of firing, and of resolved. */
  readonly firingNotices: number;
  readonly resolvedNotices: number;
  /** Evaluations that failed, and the first failure. */
  readonly failureCount: number;
  readonly failure: { readonly atMs: number; readonly message: string } | null;
}

/** How far a backtest is, in evaluations. */
export interface BacktestProgress {
  readonly done: number;
  readonly total: number;
}
