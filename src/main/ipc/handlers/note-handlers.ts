import { MAX_CHART_NOTES } from '../../../shared/domain/chart-note.ts';
import type { EnvironmentStore } from '../../environments/environment-store.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `notes.*`: notes are this computer's own, beside the environment's file and in no export. */
export function createNoteHandlers(store: EnvironmentStore): HandlersOf<'notes'> {
  return {
    'notes.list': ({ environmentId }) => store.getLocal(environmentId).notes,
    async 'notes.save'({ environmentId, note }) {
      const local = store.getLocal(environmentId);
      const others = local.notes.filter(({ id }) => id !== note.id);
      const notes = [...others, note].sort((a, b) => a.atMs - b.atMs).slice(-MAX_CHART_NOTES);
      await store.saveLocal(environmentId, { ...local, notes });
    },
    async 'notes.remove'({ environmentId, noteId }) {
      const local = store.getLocal(environmentId);
      const notes = local.notes.filter(({ id }) => id !== noteId);
      await store.saveLocal(environmentId, { ...local, notes });
    },
  };
}
