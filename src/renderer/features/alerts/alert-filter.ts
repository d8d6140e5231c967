import type { AlertState } from '../../../shared/domain/alert.ts';
import type { AlertMatcher } from '../../../shared/domain/silence.ts';
import type { TimeRange } from '../../../shared/domain/time-range.ts';

/** What of the past is shown: the page's time range and label filter, and for the history its states. */
export interface AlertFilter {
  readonly range: TimeRange;
  readonly states: AlertState[];
  readonly matchers: AlertMatcher[];
}
