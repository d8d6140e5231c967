import { BrowserWindow, screen } from 'electron';
import type { Document } from '../files/document.ts';
import { MIN_WINDOW, placeWindow, type WindowState } from './window-state.ts';

const SAVE_DELAY_MS = 500;

/** What the main window is made with. */
export interface MainWindowOptions {
  readonly preloadPath: string;
  /** The page to load. */
  readonly url: string;
  /** Colour behind the page until it has drawn. */
  readonly backgroundColor: string;
  readonly state: Document<WindowState>;
  warn(message: string, error: unknown): void;
}

function rememberState(window: BrowserWindow, options: MainWindowOptions): void {
  let timer: NodeJS.Timeout | null = null;
  const save = (): void => {
    timer = null;
    if (window.isDestroyed()) return;
    const state: WindowState = {
      schemaVersion: 1,
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
    };
    options.state
      .save(state)
      .catch((error: unknown) => options.warn('the window’s place was not saved', error));
  };
  const saveSoon = (): void => {
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => {
    if (timer !== null) clearTimeout(timer);
    save();
  });
}

/** Opens the main window where it was last; it is shown once the page has drawn. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { bounds, maximized } = options.state.get();
  const workAreas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(bounds, workAreas),
    minWidth: MIN_WINDOW.width,
    minHeight: MIN_WINDOW.height,
    show: false,
    backgroundColor: options.backgroundColor,
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Charts go on drawing while another window is in front of this one.
      backgroundThrottling: false,
    },
  });
  if (maximized) window.maximize();
  rememberState(window, options);
  // The title names the environment and is set by main alone.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  window.loadURL(options.url).catch((error: unknown) => options.warn('the page could not be loaded', error));
  return window;
}
