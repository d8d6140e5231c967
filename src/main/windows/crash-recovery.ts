import { type BrowserWindow, dialog } from 'electron';
import { takeReload } from './reload-bounds.ts';

/** Reloads the page after its process is gone; when that happens too often, asks. Scrapes and alerts go on meanwhile. */
export function recoverFromCrashes(
  window: BrowserWindow,
  monotonicMs: () => number,
  onGone: (reason: string) => void,
): void {
  const reloadedAtMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    onGone(reason);
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (takeReload(reloadedAtMs, monotonicMs())) {
      window.webContents.reload();
      return;
    }
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window’s page stopped several times.',
        detail: `Scraping and alerts go on. Reason: ${reason}.`,
        buttons: ['Load it again', 'Close'],
        cancelId: 1,
      })
      .then(({ response }) => {
        if (response === 0) window.webContents.reload();
        else window.close();
      });
  });
}
