import type { BrowserWindow, WebContents } from 'electron';
import type { Environment } from '../../shared/domain/environment.ts';
import { displayName } from '../environments/display-name.ts';
import { createEventSender, type EventSender } from '../ipc/event-sender.ts';
import { recoverFromCrashes } from './crash-recovery.ts';
import { type MainWindowOptions, openMainWindow } from './main-window.ts';

/** The one window, whether it is open or not. */
export interface FrontWindow {
  readonly events: EventSender;
  open(options: MainWindowOptions): void;
  /** Resolves when the window's place is on disk. */
  rememberPlace(): Promise<void>;
  /** Brings the window to the front. */
  focus(): void;
  owns(contents: WebContents): boolean;
  /** True once the page has drawn. */
  isReady(): boolean;
  /** Names the open environment in the title. */
  setEnvironment(environment: Environment | null): void;
  /** The page as PNG; null while there is none. */
  capture(): Promise<Buffer | null>;
}

function titleOf(environment: Environment | null): string {
  return environment === null ? 'Sextant' : `${displayName(environment)} — Sextant`;
}

/** Makes the holder of the window; it is opened later. */
export function createFrontWindow(onPageGone: (reason: string) => void): FrontWindow {
  let window: BrowserWindow | null = null;
  let isReady = false;
  let remember = (): Promise<void> => Promise.resolve();
  let title = titleOf(null);
  const events = createEventSender((channel, payload) => window?.webContents.send(channel, payload));

  return {
    events,
    open(options) {
      const { window: opened, rememberPlace } = openMainWindow(options);
      window = opened;
      remember = rememberPlace;
      opened.setTitle(title);
      opened.once('ready-to-show', () => {
        isReady = true;
      });
      // A page that was loaded anew listens once it has made its first request.
      opened.webContents.on('did-navigate', () => events.windowGone());
      opened.on('closed', () => {
        window = null;
        isReady = false;
        events.windowGone();
      });
      recoverFromCrashes(opened, () => performance.now(), onPageGone);
    },
    rememberPlace: () => remember(),
    focus() {
      if (window === null) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    owns: (contents) => window !== null && contents === window.webContents,
    isReady: () => isReady,
    setEnvironment(environment) {
      title = titleOf(environment);
      window?.setTitle(title);
    },
    async capture() {
      if (window === null || !isReady) return null;
      return (await window.webContents.capturePage()).toPNG();
    },
  };
}
