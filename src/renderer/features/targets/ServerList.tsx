import { defaultSourceOf } from '../../../shared/domain/environment.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { ServerCard } from './ServerCard.tsx';
import classes from './TargetsPage.module.css';
import type { SecretStatus } from './use-secret-status.ts';

/** The environment's servers; nothing where it has none. */
export function ServerList({ secrets }: { readonly secrets: readonly SecretStatus[] }) {
  const environment = useEnvironment((state) => state.active);
  const statuses = useEngine((state) => state.status?.servers);
  if (environment === null || environment.servers.length === 0) return null;
  const defaultSource = defaultSourceOf(environment);
  return (
    <ul className={classes.list} aria-label="Servers">
      {environment.servers.map((server) => (
        <ServerCard
          key={server.id}
          server={server}
          status={statuses?.find(({ id }) => id === server.id) ?? null}
          isDefault={server.id === defaultSource}
          secrets={secrets.filter(({ endpointId }) => endpointId === server.id)}
        />
      ))}
    </ul>
  );
}
