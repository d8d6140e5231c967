import { requireReadableRegexes } from '../../../shared/environment-yaml/relabel-regex.ts';
import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { AllowToken } from '../../token-sources/token-sources.ts';
import type { Vault } from '../../vault/vault.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `endpoints.*`. */
export function createEndpointHandlers(
  workspace: Workspace,
  supervisor: EngineAccess,
  vault: Vault,
  allowToken: AllowToken,
): HandlersOf<'endpoints'> {
  return {
    async 'endpoints.save'({ endpoint, secrets, templates }) {
      requireReadableRegexes(endpoint);
      await allowToken(endpoint);
      return workspace.saveEndpoint(endpoint, secrets, templates);
    },
    'endpoints.remove': ({ endpointId }) => workspace.removeEndpoint(endpointId),
    async 'endpoints.testConnection'({ endpoint, secrets }) {
      await allowToken(endpoint);
      for (const [, value] of secrets) vault.watch(value);
      return supervisor.api().testConnection(endpoint, secrets);
    },
    'endpoints.probeUrl'({ endpoint, secrets }) {
      for (const [, value] of secrets) vault.watch(value);
      return supervisor.api().probeUrl(endpoint, secrets);
    },
    'endpoints.fetchPage': ({ endpointId }) => supervisor.api().fetchExposition(endpointId),
    'endpoints.lintText': ({ text }) => supervisor.api().lintText(text),
    'endpoints.scrapeNow': ({ endpointId }) => supervisor.api().scrapeNow(endpointId),
  };
}
