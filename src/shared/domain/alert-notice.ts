import type { Severity } from './alert-settings.ts';
import type { LabelSet } from './series.ts';

/** An alert in a notification. */
export interface NoticedAlert {
  readonly fingerprint: string;
  readonly ruleName: string;
  readonly labels: LabelSet;
  /** Its annotation `summary`, or else `description`. */
  readonly summary: string;
  readonly state: 'firing' | 'resolved';
}

/** Why a notification was not shown on the desktop. */
export const HOLD_REASONS = ['quiet_hours', 'rate_cap', 'severity'] as const;

export type HoldReason = (typeof HOLD_REASONS)[number];

/** One notification: what became of a group of alerts. */
export interface AlertNotice {
  readonly id: string;
  readonly atMs: number;
  /** `repeat` reminds of what still fires; `digest` tells what was held back before and still fires. */
  readonly kind: 'firing' | 'resolved' | 'repeat' | 'digest';
  readonly severity: Severity;
  /** The labels that the group's alerts share; empty for a digest. */
  readonly groupLabels: LabelSet;
  /** Some of its alerts, those that are news first. */
  readonly alerts: readonly NoticedAlert[];
  readonly firingCount: number;
  readonly resolvedCount: number;
  readonly held: HoldReason | null;
}

/** A notification in the list that is kept of them. */
export interface LoggedNotice extends AlertNotice {
  readonly environmentId: string;
  readonly environmentName: string;
  readonly read: boolean;
}
