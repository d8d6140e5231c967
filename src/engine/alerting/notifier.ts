import { randomUUID } from 'node:crypto';
import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import type { AlertNotice } from '../../shared/domain/alert-notice.ts';
import type { AlertSettings } from '../../shared/domain/alert-settings.ts';
import type { Clock } from '../ports.ts';
import { AlertGroups, type GroupNews, type Muting, type ToldGroup } from './alert-groups.ts';
import { DesktopGate } from './desktop-gate.ts';
import { describeDigest, describeNews } from './notices.ts';
import type { LocalMoment } from './quiet-hours.ts';

/** What was held back is looked at again after this, to be told when that is possible. */
const HELD_RETRY_MS = 60_000;

/** What notifying needs from around it. */
export interface NotifierPorts {
  readonly clock: Clock;
  settings(): AlertSettings;
  mutingOf(alert: Alert): Muting;
  toLocal(atMs: number): LocalMoment;
  notify(notice: AlertNotice): void;
  /** What was told changed, to be kept over a restart. */
  keepTold(told: readonly ToldGroup[]): void;
}

/** Turns changes of alerts into notifications, by the settings of grouping, quiet hours and the rate cap. */
export interface Notifier {
  take(transitions: readonly AlertTransition[]): void;
  /** Tells nothing any more. */
  close(): void;
}

/** Makes a notifier that has told some groups already. */
export function createNotifier(told: readonly ToldGroup[], ports: NotifierPorts): Notifier {
  const { clock } = ports;
  const groups = new AlertGroups();
  const gate = new DesktopGate(ports.toLocal);
  /** Keys of the groups whose notification was held back by quiet hours or the cap. */
  const held = new Set<string>();
  let cancelTimer: (() => void) | null = null;
  groups.restore(told);
  let keptTold = JSON.stringify(groups.listTold());

  function tell(news: GroupNews, settings: AlertSettings, nowMs: number): void {
    const notice = describeNews(news, settings, randomUUID(), nowMs);
    const hold = gate.admit(notice.severity, settings, nowMs);
    if ((hold === 'quiet_hours' || hold === 'rate_cap') && notice.kind !== 'resolved') held.add(news.key);
    ports.notify({ ...notice, held: hold });
  }

  function tellHeld(settings: AlertSettings, nowMs: number): void {
    if (held.size === 0) return;
    const firing = groups.listFiring(held).filter((alert) => ports.mutingOf(alert) === null);
    if (firing.length === 0) {
      held.clear();
      return;
    }
    const digest = describeDigest(firing, settings, randomUUID(), nowMs);
    if (!gate.isOpen(digest.severity, settings, nowMs)) return;
    if (gate.admit(digest.severity, settings, nowMs) !== null) return;
    held.clear();
    ports.notify(digest);
  }

  function keepTold(): void {
    const next = groups.listTold();
    const text = JSON.stringify(next);
    if (text === keptTold) return;
    keptTold = text;
    ports.keepTold(next);
  }

  function flush(): void {
    cancelTimer = null;
    const nowMs = clock.wallMs();
    const settings = ports.settings();
    tellHeld(settings, nowMs);
    const news = groups.flush(settings, nowMs, ports.mutingOf);
    for (const entry of news) tell(entry, settings, nowMs);
    keepTold();
    schedule();
  }

  function schedule(): void {
    cancelTimer?.();
    cancelTimer = null;
    const nowMs = clock.wallMs();
    const dueAtMs = Math.min(
      groups.nextDueAtMs() ?? Number.POSITIVE_INFINITY,
      held.size > 0 ? nowMs + HELD_RETRY_MS : Number.POSITIVE_INFINITY,
    );
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    cancelTimer = clock.setTimer(Math.max(0, dueAtMs - nowMs), flush);
  }

  return {
    take(transitions) {
      groups.take(transitions, ports.settings(), clock.wallMs());
      schedule();
    },
    close() {
      cancelTimer?.();
      cancelTimer = null;
    },
  };
}
