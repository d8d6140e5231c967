import { dialog } from 'electron';
import type { EnvironmentDialogs } from './ipc/handlers/environment-file-handlers.ts';
import type { FileDialogs } from './ipc/handlers/history-handlers.ts';

const FILTERS = [
  { name: 'OpenMetrics text', extensions: ['txt', 'om', 'prom'] },
  { name: 'All files', extensions: ['*'] },
];

const ENVIRONMENT_FILTERS = [
  { name: 'Environment or Prometheus configuration', extensions: ['yaml', 'yml', 'age'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's own dialogs. */
export function createFileDialogs(): FileDialogs & EnvironmentDialogs {
  return {
    async chooseEnvironmentFile() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Import an environment',
        filters: ENVIRONMENT_FILTERS,
        properties: ['openFile'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseFolder(title) {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title,
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseEnvironmentExport(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Export the environment',
        defaultPath: suggestedName,
        filters: ENVIRONMENT_FILTERS,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async chooseBundleExport(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Export the environment with its credentials, encrypted',
        defaultPath: suggestedName,
        filters: [{ name: 'Encrypted with age', extensions: ['age'] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
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
