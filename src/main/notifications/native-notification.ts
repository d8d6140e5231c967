import { Notification } from 'electron';
import type { AlertNotification } from './notice-text.ts';

// A notification that is not held on to loses its click handler to the garbage collector.
const shown = new Set<Notification>();

/** Shows a notification of the operating system where it has any. */
export function showNativeNotification(notification: AlertNotification, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const native = new Notification({
    title: notification.title,
    body: notification.body,
    urgency: notification.urgent ? 'critical' : 'normal',
  });
  shown.add(native);
  native.on('click', onClick);
  native.on('close', () => shown.delete(native));
  native.on('failed', () => shown.delete(native));
  native.show();
}
