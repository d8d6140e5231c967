import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { HandlersOf } from '../router.ts';

/** Asks the user for a file; null where none was chosen. */
export interface FileDialogs {
  chooseExportFile(suggestedName: string): Promise<string | null>;
  chooseImportFile(): Promise<string | null>;
}

/** Handlers of `history.*`. */
export function createHistoryHandlers(
  supervisor: EngineAccess,
  dialogs: FileDialogs,
  environmentId: () => string | null,
): HandlersOf<'history'> {
  return {
    async 'history.export'({ range, selector }) {
      const engine = supervisor.api();
      const path = await dialogs.chooseExportFile(`${environmentId() ?? 'history'}.om.txt`);
      return path === null ? null : engine.exportHistory({ path, range, selector });
    },
    async 'history.import'() {
      const engine = supervisor.api();
      const path = await dialogs.chooseImportFile();
      return path === null ? null : engine.importHistory(path);
    },
    'history.getState': () => (supervisor.isOpen() ? supervisor.api().getTransferState() : null),
    'history.cancel': () => supervisor.api().cancelTransfer(),
  };
}
