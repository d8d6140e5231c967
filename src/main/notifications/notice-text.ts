import type { AlertNotice, LoggedNotice } from '../../shared/domain/alert-notice.ts';
import { notificationText } from './notification-text.ts';

/** A notification of the desktop; `fingerprint` is that of the alert that a click opens, null for none. */
export interface AlertNotification {
  readonly title: string;
  readonly body: string;
  readonly fingerprint: string | null;
  readonly urgent: boolean;
}

const VERBS = { firing: 'firing', repeat: 'still firing', digest: 'firing', resolved: 'resolved' } as const;

function countOf({ kind, firingCount, resolvedCount }: AlertNotice): number {
  return kind === 'resolved' ? resolvedCount : firingCount;
}

function titleOf(notice: AlertNotice): string {
  const names = [...new Set(notice.alerts.map(({ ruleName }) => ruleName))];
  const verb = VERBS[notice.kind];
  const count = countOf(notice);
  if (count === 1) return `${names[0] ?? 'An alert'} is ${verb}`;
  return names.length === 1 ? `${count} alerts ${verb}: ${names[0]}` : `${count} alerts ${verb}`;
}

function bodyOf(notice: AlertNotice): string {
  const names = [...new Set(notice.alerts.map(({ ruleName }) => ruleName))];
  if (names.length > 1) return names.join(', ');
  return notice.alerts.map(({ summary }) => summary).find((text) => text !== '') ?? '';
}

/** What a desktop notification says: the environment stands in its title, because alerts of several look alike. */
export function describeNotice(notice: LoggedNotice): AlertNotification {
  return {
    title: notificationText(`${titleOf(notice)} · ${notice.environmentName}`, 'title'),
    body: notificationText(bodyOf(notice), 'body'),
    fingerprint: notice.alerts[0]?.fingerprint ?? null,
    urgent: notice.severity === 'critical' && notice.kind !== 'resolved',
  };
}
