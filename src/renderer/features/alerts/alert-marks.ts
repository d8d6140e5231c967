import type { AlertMark } from '../../../shared/domain/alert-timeline.ts';
import type { RuleGroupView } from '../../../shared/domain/rule.ts';
import type { AlertMatcher } from '../../../shared/domain/silence.ts';
import type { AppError } from '../../../shared/errors.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';

/** What is known of the active alerts that fit the filter, by fingerprint; null while it loads. */
export interface AlertMarks {
  readonly marks: ReadonlyMap<string, AlertMark> | null;
  /** What is wrong with the filter. */
  readonly error: AppError | null;
}

/** Asks for the marks whenever alerts change. */
export function useAlertMarks(matchers: AlertMatcher[]): AlertMarks {
  const { data, error } = useLiveData(
    () => request('alerts.listMarks', { matchers }),
    'alerts',
    JSON.stringify(matchers),
  );
  return {
    marks: data === null ? null : new Map(data.map((mark) => [mark.alert.fingerprint, mark])),
    error,
  };
}

/** The groups with only the alerts that have a mark, and only the rules that have such alerts. */
export function keepMarked(
  groups: readonly RuleGroupView[],
  marks: ReadonlyMap<string, AlertMark>,
): readonly RuleGroupView[] {
  return groups.map((group) => ({
    ...group,
    rules: group.rules
      .map((rule) => ({ ...rule, alerts: rule.alerts.filter(({ fingerprint }) => marks.has(fingerprint)) }))
      .filter(({ alerts }) => alerts.length > 0),
  }));
}
