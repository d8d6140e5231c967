import type { EnvironmentStore } from '../../environments/environment-store.ts';
import type { ProductionLock } from '../../environments/production-lock.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `environments.*`. */
export function createEnvironmentHandlers(
  store: EnvironmentStore,
  workspace: Workspace,
  lock: ProductionLock,
  isRunning: (environmentId: string) => boolean,
  openWindow: (environmentId: string) => Promise<void>,
): HandlersOf<'environments'> {
  return {
    async 'environments.list'() {
      await workspace.settled();
      const activeId = workspace.active()?.id;
      return store.list().map((environment) => {
        const { id, name, kind, endpoints, servers, demo } = environment;
        return {
          id,
          name,
          kind,
          endpointCount: endpoints.length,
          serverCount: servers.length,
          active: id === activeId,
          running: isRunning(id),
          readOnly: lock.isReadOnly(environment),
          unlockedUntilMs: lock.unlockedUntilMs(environment),
          demo,
        };
      });
    },
    // While an environment is being opened there is none, which would look like a first run.
    async 'environments.getActive'() {
      await workspace.settled();
      return workspace.active();
    },
    'environments.create': ({ name, kind }) => workspace.create(name, kind),
    'environments.activate': ({ id }) => workspace.activate(id),
    'environments.rename': ({ id, name, kind }) => workspace.rename(id, name, kind),
    'environments.setRetention': ({ id, retention }) => workspace.setRetention(id, retention),
    'environments.setLimits': ({ id, limits }) =>
      workspace.update(id, (environment) => ({ ...environment, limits })),
    'environments.setExperimentalPromql': ({ id, allowed }) =>
      workspace.update(id, ({ experimentalPromql: _, ...environment }) =>
        allowed ? { ...environment, experimentalPromql: true } : environment,
      ),
    'environments.refuseAddresses': ({ id, refused }) =>
      workspace.update(id, (environment) => ({ ...environment, refusedAddresses: refused })),
    'environments.remove': ({ id }) => workspace.remove(id),
    'environments.startDemo': () => workspace.startDemo(),
    'environments.activatePrevious': () => workspace.activatePrevious(),
    'environments.openWindow': ({ id }) => openWindow(id),
    'environments.unlock': ({ id, name, minutes }) => lock.unlock(store.get(id), name, minutes),
    'environments.lock': ({ id }) => lock.lock(id),
  };
}
