import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { onEvent } from '../ipc/client.ts';

const COLORS = { info: 'azure', warning: 'yellow', error: 'red' } as const;

/** Shows what the main process has to say to the user. */
export function NoticeListener() {
  useEffect(() => {
    const unsubscribes = [
      onEvent('app.notice', ({ level, title, message }) =>
        notifications.show({
          title,
          message,
          color: COLORS[level],
          autoClose: level === 'info' ? 6_000 : false,
        }),
      ),
      onEvent('engine.restarted', ({ message }) =>
        notifications.show({ title: 'Engine restarted', message, color: 'yellow' }),
      ),
    ];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, []);
  return null;
}
