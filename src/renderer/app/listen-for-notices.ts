import { notifications } from '@mantine/notifications';
import { onEvent } from '../ipc/client.ts';

const COLORS = { info: 'azure', warning: 'yellow', error: 'red' } as const;

/**
 * Shows what the main process has to say to the user, for as long as the page lives. To be called before the page's first
 * request, with which the notices that waited for it come.
 */
export function listenForNotices(): void {
  onEvent('app.notice', ({ level, title, message }) =>
    notifications.show({ title, message, color: COLORS[level], autoClose: level === 'info' ? 6_000 : false }),
  );
  onEvent('engine.restarted', ({ message }) =>
    notifications.show({ title: 'Engine restarted', message, color: 'yellow' }),
  );
}
