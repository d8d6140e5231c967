import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `alerts.*`. */
export function createAlertHandlers(workspace: Workspace): HandlersOf<'alerts'> {
  return { 'alerts.listHistory': () => workspace.history() };
}
