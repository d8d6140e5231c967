import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `servers.*`. */
export function createServerHandlers(workspace: Workspace): HandlersOf<'servers'> {
  return {
    'servers.save': ({ server, secrets }) => workspace.saveServer(server, secrets),
    'servers.remove': ({ serverId }) => workspace.removeServer(serverId),
    'servers.chooseSources': (sources) => workspace.chooseSources(sources),
  };
}
