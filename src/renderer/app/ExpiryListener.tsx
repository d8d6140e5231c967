import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { listExpiryWarnings } from '../../shared/domain/expiry.ts';
import { request } from '../ipc/client.ts';
import { useEnvironment } from '../state/environment-store.ts';

const FIRST_LOOK_MS = 10_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** Told in this session. */
const told = new Set<string>();

async function look(environmentId: string): Promise<void> {
  const [targets, status] = await Promise.all([
    request('engine.listTargets', { source: 'local' }),
    request('engine.getStatus'),
  ]);
  const servers = (status?.servers ?? []).map((server) => ({ ...server, endpointName: server.name }));
  const warnings = listExpiryWarnings([...targets, ...servers], status?.nowMs ?? Date.now());
  for (const { key, isOver, message } of warnings) {
    if (told.has(`${environmentId} ${key}`)) continue;
    told.add(`${environmentId} ${key}`);
    const title = isOver ? 'Expired' : 'Expires soon';
    notifications.show({ title, message, color: isOver ? 'red' : 'yellow', autoClose: false });
  }
}

/** Warns of certificates and tokens of endpoints and servers that end, once at each of thirty, seven and one days ahead. */
export function ExpiryListener() {
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  useEffect(() => {
    if (environmentId === null) return;
    // What could not be asked now is asked the next time; the pages tell why it can't be.
    const lookAgain = (): void => void look(environmentId).catch(() => undefined);
    const first = setTimeout(lookAgain, FIRST_LOOK_MS);
    const timer = setInterval(lookAgain, LOOK_EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [environmentId]);
  return null;
}
