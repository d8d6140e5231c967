import { isDeepStrictEqual } from 'node:util';
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

/** Keeps the window's place in its file, soon after it changed; the result saves it now. */
function rememberState(window: BrowserWindow, options: MainWindowOptions): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  let saving = Promise.resolve();
  const save = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed()) return saving;
    const state = {
      schemaVersion: 1,
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
    } as const;
    // While the app quits it is saved first and the window closed then: a second write would be cut off.
    if (isDeepStrictEqual(state, options.state.get())) return saving;
    saving = options.state
      .save(state)
      .catch((error: unknown) => options.warn('the window’s place was not saved', error));
    return saving;
  };
  const saveSoon = (): void => {
    timer ??= setTimeout(() => void save(), SAVE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => void save());
  return save;
}

/** The open window. */
export interface OpenedWindow {
  readonly window: BrowserWindow;
  /** Saves the window's place; resolves when it is on disk. */
  rememberPlace(): Promise<void>;
}

/** Opens the main window where it was last; it is shown once the page has drawn. */
export function openMainWindow(options: MainWindowOptions): OpenedWindow {
  const { bounds, maximized } = options.state.get();
  const workAreas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(bounds, workAreas),
    minWidth: MIN_WINDOW.width,
    minHeight: MIN_WINDOW.height,
    show: false,
    // The menu is for its accelerators; Alt shows it.
    autoHideMenuBar: true,
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
  const rememberPlace = rememberState(window, options);
  // The title names the environment and is set by main alone.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  window.loadURL(options.url).catch((error: unknown) => options.warn('the page could not be loaded', error));
  return { window, rememberPlace };
}
