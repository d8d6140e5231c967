import type { Alert } from '../../shared/domain/alert.ts';
import type { AlertNotice, NoticedAlert } from '../../shared/domain/alert-notice.ts';
import type { AlertSettings } from '../../shared/domain/alert-settings.ts';
import { labelValue } from '../../shared/domain/series.ts';
import type { GroupNews } from './alert-groups.ts';
import { highestSeverity, severityOf } from './severity.ts';

/** More alerts than this are counted and not listed. */
const ALERTS_LISTED = 50;

function toNoticed(
  { fingerprint, ruleName, labels, annotations }: Alert,
  state: NoticedAlert['state'],
): NoticedAlert {
  const summary = labelValue(annotations, 'summary') || labelValue(annotations, 'description');
  return { fingerprint, ruleName, labels, summary, state };
}

function severityOfAll(alerts: readonly Alert[], { severity }: AlertSettings): AlertNotice['severity'] {
  return highestSeverity(alerts.map(({ labels }) => severityOf(labels, severity)));
}

/** A group's news as a notification that was not held back. */
export function describeNews(
  news: GroupNews,
  settings: AlertSettings,
  id: string,
  atMs: number,
): AlertNotice {
  const { kind, labels, fresh, firing, resolved } = news;
  const known = firing.filter((alert) => !fresh.includes(alert));
  const told =
    kind === 'resolved'
      ? resolved.map((alert) => toNoticed(alert, 'resolved'))
      : [
          ...[...fresh, ...known].map((alert) => toNoticed(alert, 'firing')),
          ...resolved.map((alert) => toNoticed(alert, 'resolved')),
        ];
  return {
    id,
    atMs,
    kind,
    severity: severityOfAll(kind === 'resolved' ? resolved : firing, settings),
    groupLabels: labels,
    alerts: told.slice(0, ALERTS_LISTED),
    firingCount: firing.length,
    resolvedCount: resolved.length,
    held: null,
  };
}

/** What was held back and still fires, told at once. */
export function describeDigest(
  firing: readonly Alert[],
  settings: AlertSettings,
  id: string,
  atMs: number,
): AlertNotice {
  return {
    id,
    atMs,
    kind: 'digest',
    severity: severityOfAll(firing, settings),
    groupLabels: [],
    alerts: firing.slice(0, ALERTS_LISTED).map((alert) => toNoticed(alert, 'firing')),
    firingCount: firing.length,
    resolvedCount: 0,
    held: null,
  };
}
