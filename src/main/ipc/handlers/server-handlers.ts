import type { Workspace } from '../../environments/workspace.ts';
import type { AllowToken } from '../../token-sources/token-sources.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `servers.*`. */
export function createServerHandlers(workspace: Workspace, allowToken: AllowToken): HandlersOf<'servers'> {
  return {
    async 'servers.save'({ server, secrets, templates }) {
      await allowToken(server);
      return workspace.saveServer(server, secrets, templates);
    },
    'servers.remove': ({ serverId }) => workspace.removeServer(serverId),
    'servers.chooseSources': (sources) => workspace.chooseSources(sources),
  };
}
