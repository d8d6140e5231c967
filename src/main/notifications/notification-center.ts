import { type AlertNotification, type AlertNotifier, createAlertNotifier } from './alert-notifier.ts';
import { showNativeNotification } from './native-notification.ts';

const PAUSE_MS = 3_600_000;

/** The notifier with the desktop's notifications behind it, which can be paused for an hour. */
export interface NotificationCenter extends AlertNotifier {
  isPaused(): boolean;
  setPaused(paused: boolean): void;
}

/** Makes it; `record` hears of each notification that is shown. */
export function createNotificationCenter(options: {
  isEnabled(): boolean;
  onClick(notification: AlertNotification): void;
  record(notification: AlertNotification): void;
}): NotificationCenter {
  const monotonicMs = (): number => performance.now();
  let pausedUntilMs = 0;
  const isPaused = (): boolean => monotonicMs() < pausedUntilMs;
  const notifier = createAlertNotifier({
    isEnabled: () => options.isEnabled() && !isPaused(),
    show(notification) {
      options.record(notification);
      showNativeNotification(notification, () => options.onClick(notification));
    },
    monotonicMs,
    setTimer(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  return {
    ...notifier,
    isPaused,
    setPaused(paused) {
      pausedUntilMs = paused ? monotonicMs() + PAUSE_MS : 0;
    },
  };
}
