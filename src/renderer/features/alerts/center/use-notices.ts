import { useEffect, useState } from 'react';
import type { LoggedNotice } from '../../../../shared/domain/alert-notice.ts';
import { onEvent, request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';

/** The notifications of all environments, newest first; follows what main tells. */
export function useNotices(): readonly LoggedNotice[] {
  const [notices, setNotices] = useState<readonly LoggedNotice[]>([]);
  useEffect(() => {
    let dropped = false;
    const load = (): void => {
      request('notices.list').then((list) => {
        if (!dropped) setNotices(list);
      }, reportFailure('Notifications could not be listed'));
    };
    load();
    const unsubscribe = onEvent('notices.changed', load);
    return () => {
      dropped = true;
      unsubscribe();
    };
  }, []);
  return notices;
}
