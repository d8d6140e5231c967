import { displayName } from '../environments/display-name.ts';
import type { EnvironmentStore } from '../environments/environment-store.ts';
import type { EnvironmentMenuActions } from './environment-menu.ts';
import { kindIcon } from './kind-icon.ts';
import type { WindowSet } from './window-set.ts';

const ICON_PX = 16;

/** What the menus of environments do, in the window that is in front. */
export function environmentMenuActions(options: {
  readonly windows: WindowSet;
  readonly store: EnvironmentStore;
  openWindow(environmentId: string): Promise<void>;
  failure(message: string, error: unknown): void;
}): EnvironmentMenuActions {
  const { windows, store } = options;

  function tell(message: string): (error: unknown) => void {
    return (error) => {
      options.failure(message, error);
      const reason = error instanceof Error ? error.message : String(error);
      windows
        .inFront()
        ?.window.events.send('app.notice', { level: 'error', title: message, message: reason });
    };
  }

  return {
    listEnvironments() {
      const shownId = windows.inFront()?.view.workspace.active()?.id;
      return store.list().map((environment) => ({
        id: environment.id,
        label: displayName(environment),
        kind: environment.kind,
        shown: environment.id === shownId,
      }));
    },
    show(id) {
      const entry = windows.inFront();
      entry?.window.focus();
      entry?.view.workspace.activate(id).catch(tell('The environment was not opened'));
    },
    showPrevious() {
      windows.inFront()?.view.workspace.activatePrevious().catch(tell('There is nothing to go back to'));
    },
    openWindow(id) {
      options.openWindow(id).catch(tell('The window was not opened'));
    },
    icon: (kind) => kindIcon(kind).resize({ width: ICON_PX, height: ICON_PX }),
  };
}
