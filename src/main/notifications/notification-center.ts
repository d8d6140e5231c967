import type { AlertNotice, LoggedNotice } from '../../shared/domain/alert-notice.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import { showNativeNotification } from './native-notification.ts';
import type { NoticeLog } from './notice-log.ts';
import { type AlertNotification, describeNotice } from './notice-text.ts';

const PAUSE_MS = 3_600_000;

/** Keeps the list of notifications and shows them on the desktop, which can be paused for an hour. */
export interface NotificationCenter {
  /** Takes what an environment's engine has to tell. */
  take(notice: AlertNotice, environment: Pick<Environment, 'id' | 'name'>): void;
  /** Keeps notifications off the desktop for an hour, or shows them again. */
  setPaused(paused: boolean): void;
}

/** Makes it; `record` hears of each notification that is shown on the desktop. */
export function createNotificationCenter(options: {
  readonly log: Pick<NoticeLog, 'add' | 'markRead'>;
  isEnabled(): boolean;
  onClick(notice: LoggedNotice): void;
  record(notification: AlertNotification): void;
}): NotificationCenter {
  const { log } = options;
  let pausedUntilMs = 0;
  const isPaused = (): boolean => performance.now() < pausedUntilMs;
  return {
    take(notice, { id, name }) {
      const logged: LoggedNotice = { ...notice, environmentId: id, environmentName: name, read: false };
      log.add(logged);
      if (notice.held !== null || !options.isEnabled() || isPaused()) return;
      const notification = describeNotice(logged);
      options.record(notification);
      showNativeNotification(notification, () => {
        log.markRead([logged.id]);
        options.onClick(logged);
      });
    },
    setPaused(paused) {
      pausedUntilMs = paused ? performance.now() + PAUSE_MS : 0;
    },
  };
}
