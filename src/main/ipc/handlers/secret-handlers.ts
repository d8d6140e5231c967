import { listSecretUses } from '../../../shared/domain/secret-uses.ts';
import { AppError } from '../../../shared/errors.ts';
import { originOf } from '../../environments/origin.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { Vault } from '../../vault/vault.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `secrets.*`: states and clearing; there is no request that reads a secret. */
export function createSecretHandlers(workspace: Workspace, vault: Vault): HandlersOf<'secrets'> {
  return {
    async 'secrets.listStatus'() {
      const environment = workspace.active();
      const uses = [...(environment?.endpoints ?? []), ...(environment?.servers ?? [])].flatMap((endpoint) =>
        listSecretUses(endpoint).map((use) => ({ endpoint, use })),
      );
      return Promise.all(
        uses.map(async ({ endpoint, use }) => {
          const environmentId = environment?.id ?? '';
          const { secretRef } = use;
          const known = await vault.describe({ environmentId, secretRef, origin: originOf(use) });
          return { secretRef, endpointId: endpoint.id, ...known };
        }),
      );
    },
    async 'secrets.clear'({ secretRef }) {
      const environment = workspace.active();
      if (environment === null) throw new AppError('unavailable', 'No environment is open.');
      await vault.clear({ environmentId: environment.id, secretRef });
    },
  };
}
