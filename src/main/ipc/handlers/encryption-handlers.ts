import type { Environment } from '../../../shared/domain/environment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { EnginePool } from '../../engine-host/engine-pool.ts';
import type { EnvironmentStore } from '../../environments/environment-store.ts';
import type { HistoryKeys } from '../../history-keys/history-keys.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `encryption.*`. */
export function createEncryptionHandlers(
  keys: HistoryKeys,
  store: EnvironmentStore,
  engines: Pick<EnginePool, 'close' | 'isOpen' | 'open'>,
  active: () => Environment | null,
): HandlersOf<'encryption'> {
  function requireActive(): Environment {
    const environment = active();
    if (environment === null) throw new AppError('unavailable', 'No environment is open; create one first.');
    return environment;
  }
  return {
    'encryption.get': () => ({ encrypted: keys.isWanted(requireActive()) }),
    async 'encryption.set'({ encrypted }) {
      const environment = requireActive();
      if (keys.isWanted(environment) === encrypted) return { encrypted };
      await keys.choose(environment.id, encrypted);
      // The history is converted where its engine opens it.
      await engines.close(environment.id);
      await engines.open(environment, store.folderOf(environment.id));
      return { encrypted };
    },
  };
}
