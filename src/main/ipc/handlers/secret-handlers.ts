import { listSecretRefs } from '../../../shared/domain/endpoint.ts';
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
        listSecretRefs(endpoint.auth).map((secretRef) => ({ endpoint, secretRef })),
      );
      return Promise.all(
        uses.map(async ({ endpoint, secretRef }) => {
          const environmentId = environment?.id ?? '';
          const known = await vault.describe({ environmentId, secretRef, origin: originOf(endpoint) });
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
