import type { LabelMatcher } from './label-matcher.ts';

/** One condition of a silence or of a filter of alerts. */
export type AlertMatcher = LabelMatcher;

/** What a person writes of a silence; `id` is null for a new one. Times are ms UTC. */
export interface SilenceDraft {
  readonly id: string | null;
  /** All must match an alert for it to be silenced. */
  readonly matchers: readonly AlertMatcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly comment: string;
  readonly createdBy: string;
}

/** A time in which alerts that match make no notification. */
export interface Silence extends SilenceDraft {
  readonly id: string;
  readonly updatedAtMs: number;
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** Where in its life a silence is at a moment. */
export function silenceState(silence: Pick<Silence, 'startsAtMs' | 'endsAtMs'>, nowMs: number): SilenceState {
  if (nowMs >= silence.endsAtMs) return 'expired';
  return nowMs < silence.startsAtMs ? 'pending' : 'active';
}
