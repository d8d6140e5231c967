import type { Alert, AlertState, AlertTransition } from './alert.ts';
import type { Severity } from './alert-settings.ts';
import type { LabelSet } from './series.ts';
import type { AlertMatcher } from './silence.ts';
import type { TimeRange } from './time-range.ts';

/** A time in which no rule was evaluated, ms UTC: the computer slept, or the environment was not open. */
export interface EvaluationHole {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: 'asleep' | 'closed';
}

/** Which past changes of alerts are asked for; an empty list of states means all. */
export interface AlertHistoryFilter {
  readonly range: TimeRange;
  readonly states: readonly AlertState[];
  readonly matchers: readonly AlertMatcher[];
}

/** Changes of alerts, newest first, and the times in which nothing was evaluated. */
export interface AlertHistoryPage {
  readonly transitions: readonly AlertTransition[];
  readonly holes: readonly EvaluationHole[];
  /** There are more than are listed. */
  readonly truncated: boolean;
}

export interface AlertSpan {
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly fromMs: number;
  readonly toMs: number;
}

/** The life of one alert over a time range, spans in order and without overlaps. */
export interface AlertTimelineRow {
  readonly fingerprint: string;
  readonly ruleName: string;
  readonly labels: LabelSet;
  readonly spans: readonly AlertSpan[];
}

export interface AlertTimeline {
  readonly startMs: number;
  readonly endMs: number;
  readonly rows: readonly AlertTimelineRow[];
  readonly holes: readonly EvaluationHole[];
  readonly truncated: boolean;
}

/** A person has seen an alert; holds until it resolves. */
export interface Acknowledgement {
  readonly atMs: number;
  readonly by: string;
  readonly comment: string;
}

/** What is known of an active alert beside its state. */
export interface AlertMark {
  readonly alert: Alert;
  readonly severity: Severity;
  /** Ids of the silences that hide it. */
  readonly silencedBy: readonly string[];
  readonly acknowledgement: Acknowledgement | null;
}
