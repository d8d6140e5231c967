import type { BrowserWindow, WebContents } from 'electron';
import type { Environment } from '../../shared/domain/environment.ts';
import { createEventSender, type EventSender } from '../ipc/event-sender.ts';
import { recoverFromCrashes } from './crash-recovery.ts';
import { kindIcon } from './kind-icon.ts';
import { type MainWindowOptions, openMainWindow } from './main-window.ts';
import { windowTitle } from './window-title.ts';

/** One window of the app, whether it is open or not. */
export interface AppWindow {
  readonly events: EventSender;
  open(options: MainWindowOptions): void;
  /** Resolves when the window's place is on disk. */
  rememberPlace(): Promise<void>;
  /** Brings the window to the front. */
  focus(): void;
  owns(contents: WebContents): boolean;
  isFocused(): boolean;
  /** True once the page has drawn. */
  isReady(): boolean;
  /** Names the window's environment in the title, and shows its kind by the icon. */
  setEnvironment(environment: Environment | null): void;
  /** The page as PNG; null while there is none. */
  capture(): Promise<Buffer | null>;
}

/** What a window's owner hears of it. */
export interface AppWindowOwner {
  onPageGone(reason: string): void;
  onPageHangs(): void;
  onClosed(): void;
}

/** Makes the holder of a window; it is opened later. */
export function createAppWindow(owner: AppWindowOwner): AppWindow {
  let window: BrowserWindow | null = null;
  let isReady = false;
  let remember = (): Promise<void> => Promise.resolve();
  let environment: Environment | null = null;
  let pageTitle = '';
  const events = createEventSender((channel, payload) => window?.webContents.send(channel, payload));

  function showEnvironment(): void {
    window?.setTitle(windowTitle(environment, pageTitle));
    if (process.platform !== 'darwin') window?.setIcon(kindIcon(environment?.kind ?? null));
  }

  return {
    events,
    open(options) {
      const { window: opened, rememberPlace } = openMainWindow(options);
      window = opened;
      remember = rememberPlace;
      showEnvironment();
      opened.once('ready-to-show', () => {
        isReady = true;
      });
      opened.on('page-title-updated', (_event, title) => {
        pageTitle = title;
        showEnvironment();
      });
      // A page that was loaded anew listens once it has made its first request.
      opened.webContents.on('did-navigate', () => events.windowGone());
      opened.on('closed', () => {
        window = null;
        isReady = false;
        events.windowGone();
        owner.onClosed();
      });
      recoverFromCrashes(opened, {
        monotonicMs: () => performance.now(),
        onGone: owner.onPageGone,
        onHangs: owner.onPageHangs,
        onReload() {
          events.windowGone();
          events.send('app.notice', {
            level: 'warning',
            title: 'The window was loaded again',
            message: 'Its page had stopped. Scraping and alerts went on; the log says why it stopped.',
          });
        },
      });
    },
    rememberPlace: () => remember(),
    focus() {
      if (window === null) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    owns: (contents) => window !== null && contents === window.webContents,
    isFocused: () => window?.isFocused() ?? false,
    isReady: () => isReady,
    setEnvironment(next) {
      environment = next;
      showEnvironment();
    },
    async capture() {
      if (window === null || !isReady) return null;
      return (await window.webContents.capturePage()).toPNG();
    },
  };
}
