import type { Environment } from '../../../shared/domain/environment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { EngineAccess } from '../../engine-host/engine-access.ts';
import { listCredentials, requireNeed, storeTyped } from '../../environments/credentials.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { Vault } from '../../vault/vault.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `secrets.*`: states, keeping and clearing; there is no request that reads a secret. */
export function createSecretHandlers(
  workspace: Workspace,
  vault: Vault,
  engine: EngineAccess,
): HandlersOf<'secrets'> {
  function requireShown(): Environment {
    const environment = workspace.active();
    if (environment === null) throw new AppError('unavailable', 'No environment is open.');
    return environment;
  }

  return {
    async 'secrets.listCredentials'() {
      const environment = workspace.active();
      return environment === null ? [] : listCredentials(environment, vault);
    },
    async 'secrets.save'({ credentials, value, sessionOnly }) {
      const environment = requireShown();
      // All are known before the first is kept: half a rotation would be none.
      const needs = credentials.map((credential) => requireNeed(environment, credential));
      const keep = storeTyped(vault, () => sessionOnly);
      const notes: string[] = [];
      for (const need of needs) {
        const { note } = await keep(need, value);
        if (note !== null) notes.push(note);
      }
      // What was refused for want of it is tried at once; how that goes is told by the target.
      const users = needs.flatMap((need) => need.users).filter(({ kind }) => kind === 'endpoint');
      const ids = new Set(users.map(({ id }) => id));
      if (engine.isOpen()) void Promise.allSettled([...ids].map((id) => engine.api().scrapeNow(id)));
      return { note: notes[0] ?? null };
    },
    'secrets.keep': (credential) => vault.keep(requireNeed(requireShown(), credential)),
    'secrets.unlockKeychain': () => vault.probe(),
    async 'secrets.clear'({ secretRef }) {
      await vault.clear({ environmentId: requireShown().id, secretRef });
    },
  };
}
