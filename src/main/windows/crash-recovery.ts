import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { takeReload } from './reload-bounds.ts';

const GOES_ON = 'Scraping and alerts go on meanwhile.';

/** What the owner of a page hears of it. */
export interface PageOwner {
  readonly monotonicMs: () => number;
  /** The page's process is gone; why, as Chromium names it. */
  onGone(reason: string): void;
  /** The page took no input for some seconds. */
  onHangs(): void;
  /** The page is being loaded again. */
  onReload(): void;
}

/** Offers to load a page again that takes no input any more; the offer goes away when it does again. */
function offerReload(window: BrowserWindow, onHangs: () => void): void {
  let offer: AbortController | null = null;
  window.webContents.on('unresponsive', () => {
    onHangs();
    if (offer !== null) return;
    const asked = new AbortController();
    offer = asked;
    const question: MessageBoxOptions = {
      type: 'warning',
      message: 'The window does not respond.',
      detail: `${GOES_ON} Loading the page again keeps the page and the time range; what was typed into a form is lost.`,
      buttons: ['Wait', 'Load it again'],
      defaultId: 0,
      cancelId: 0,
      signal: asked.signal,
    };
    void dialog.showMessageBox(window, question).then(({ response }) => {
      if (offer === asked) offer = null;
      // A page that is busy can't be reloaded; one whose process is gone is.
      if (response === 1 && !asked.signal.aborted && !window.isDestroyed())
        window.webContents.forcefullyCrashRenderer();
    });
  });
  window.webContents.on('responsive', () => {
    offer?.abort();
    offer = null;
  });
}

/** Loads the page again after its process is gone; when that happens too often, asks. */
export function recoverFromCrashes(window: BrowserWindow, owner: PageOwner): void {
  const reloadedAtMs: number[] = [];
  const reload = (): void => {
    owner.onReload();
    window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    owner.onGone(`${reason}, code ${exitCode}`);
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (takeReload(reloadedAtMs, owner.monotonicMs())) {
      reload();
      return;
    }
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window’s page stopped several times.',
        detail: `${GOES_ON} Reason: ${reason}.`,
        buttons: ['Load it again', 'Close'],
        cancelId: 1,
      })
      .then(({ response }) => {
        if (window.isDestroyed()) return;
        if (response === 0) reload();
        else window.close();
      });
  });
  offerReload(window, owner.onHangs);
}
