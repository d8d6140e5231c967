import type { LabelSet } from './series.ts';

/** States of an alert; a resolved one is inactive and was firing before. */
export const ALERT_STATES = ['inactive', 'pending', 'firing', 'resolved'] as const;

export type AlertState = (typeof ALERT_STATES)[number];

/** One alert instance; times are ms UTC, null where the state was not reached. */
export interface Alert {
  /** Equal for the same rule and labels over all evaluations. */
  readonly fingerprint: string;
  readonly groupName: string;
  readonly ruleName: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly state: AlertState;
  readonly value: number;
  readonly activeAtMs: number;
  readonly firedAtMs: number | null;
  readonly resolvedAtMs: number | null;
  readonly keepFiringSinceMs: number | null;
}

/** An alert's change of state at one evaluation; `alert` is as it is after the change. */
export interface AlertTransition {
  readonly from: AlertState;
  readonly to: AlertState;
  readonly atMs: number;
  readonly alert: Alert;
}
