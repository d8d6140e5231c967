import type { Core, EnvironmentView } from '../core.ts';
import type { ViewAnswerer } from '../ipc/view-answerer.ts';
import { type AppWindow, createAppWindow } from './app-window.ts';
import type { MainWindowOptions } from './main-window.ts';
import type { WindowEntry, WindowSet } from './window-set.ts';

/** What is needed to open a window for an environment. */
export interface EnvironmentWindowsOptions {
  readonly windows: WindowSet;
  readonly core: Core;
  answererFor(view: EnvironmentView): ViewAnswerer;
  /** How the window of an environment is opened: where it was last, among others. */
  windowOptions(environmentId: string): Promise<MainWindowOptions>;
  onPageGone(reason: string): void;
  onPageHangs(): void;
  failure(message: string, error: unknown): void;
}

/** Opens a window that shows an environment, or brings another one that does to the front. */
export function createEnvironmentWindows(
  options: EnvironmentWindowsOptions,
): (environmentId: string) => Promise<void> {
  const { windows, core } = options;

  function forget(entry: WindowEntry): void {
    windows.remove(entry);
    core
      .closeView(entry.view)
      .catch((error: unknown) => options.failure('the engine of a closed window was not closed', error));
  }

  return async (environmentId) => {
    // Who asks for what it shows itself wants it beside, not to stay where it is.
    const asking = windows.inFront();
    const shown = windows
      .list()
      .find((entry) => entry !== asking && entry.view.workspace.active()?.id === environmentId);
    if (shown !== undefined) {
      shown.window.focus();
      return;
    }
    const view = core.openView();
    try {
      await view.workspace.activate(environmentId);
    } catch (error) {
      await core.closeView(view);
      throw error;
    }
    const window: AppWindow = createAppWindow({
      onPageGone: options.onPageGone,
      onPageHangs: options.onPageHangs,
      onClosed: () => forget(entry),
    });
    const entry: WindowEntry = { window, view, answer: options.answererFor(view) };
    windows.add(entry);
    window.setEnvironment(view.workspace.active());
    window.open(await options.windowOptions(environmentId));
  };
}
