import type { HoldReason, LoggedNotice } from '../../../../shared/domain/alert-notice.ts';

const VERBS = { firing: 'firing', repeat: 'still firing', digest: 'firing', resolved: 'resolved' } as const;

const HOLDS: Readonly<Record<HoldReason, string>> = {
  quiet_hours: 'Not shown on the desktop: quiet hours',
  rate_cap: 'Not shown on the desktop: too many at once',
  severity: 'Not shown on the desktop: its severity is only listed',
};

/** A notification's title in the list. */
export function noticeTitle({ kind, firingCount, resolvedCount, alerts }: LoggedNotice): string {
  const count = kind === 'resolved' ? resolvedCount : firingCount;
  const names = [...new Set(alerts.map(({ ruleName }) => ruleName))];
  if (count === 1) return `${names[0] ?? 'An alert'} is ${VERBS[kind]}`;
  return `${count} alerts ${VERBS[kind]}${names.length === 1 ? `: ${names[0]}` : ''}`;
}

/** What stands below the title: the first summary, or the names of the rules where there are several. */
export function noticeDetail({ alerts }: LoggedNotice): string {
  const names = [...new Set(alerts.map(({ ruleName }) => ruleName))];
  if (names.length > 1) return names.join(', ');
  return alerts.map(({ summary }) => summary).find((text) => text !== '') ?? '';
}

/** Why a notification was held back, '' where it was not. */
export function holdText(held: HoldReason | null): string {
  return held === null ? '' : HOLDS[held];
}
