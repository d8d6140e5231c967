import { app, clipboard, dialog, shell } from 'electron';
import { AppError } from '../shared/errors.ts';
import { createFileDialogs } from './file-dialogs.ts';
import type { Desktop } from './ipc/handlers/app-handlers.ts';
import type { RunOptions } from './run-options.ts';

/** What the page may ask of the desktop, over Electron. */
export function createDesktop(options: RunOptions): Omit<Desktop, 'openWindow'> {
  return {
    ...createFileDialogs(),
    versions: {
      version: app.getVersion(),
      electronVersion: process.versions.electron ?? '',
      chromeVersion: process.versions.chrome ?? '',
      nodeVersion: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      dataFolder: options.dataFolder,
      logFolder: options.logFolder,
    },
    async openFolder(folder) {
      const fault = await shell.openPath(folder);
      if (fault !== '') {
        throw new AppError('unavailable', `The folder can't be opened (${fault}); it is ${folder}.`);
      }
    },
    copyText: (text) => clipboard.writeText(text),
    async confirm(question) {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: question,
        detail:
          'Allow it only if you know where it comes from: it is done on this computer, with your rights.',
        buttons: ['Don’t allow', 'Allow'],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
  };
}
