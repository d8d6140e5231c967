import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `rules.*`. */
export function createRuleHandlers(workspace: Workspace): HandlersOf<'rules'> {
  return {
    'rules.saveFile': (file) => workspace.saveRuleFile(file),
    'rules.removeFile': ({ name }) => workspace.removeRuleFile(name),
  };
}
