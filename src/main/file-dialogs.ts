import { dialog } from 'electron';
import type { FileDialogs } from './ipc/handlers/history-handlers.ts';

const FILTERS = [
  { name: 'OpenMetrics text', extensions: ['txt', 'om', 'prom'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's own dialogs. */
export function createFileDialogs(): FileDialogs {
  return {
    async chooseExportFile(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Export history',
        defaultPath: suggestedName,
        filters: FILTERS,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async chooseImportFile() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Import history',
        filters: FILTERS,
        properties: ['openFile'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
