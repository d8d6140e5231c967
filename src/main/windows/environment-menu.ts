import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { EnvironmentKind } from '../../shared/domain/environment.ts';

/** An environment in a menu. */
export interface MenuEnvironment {
  readonly id: string;
  readonly label: string;
  readonly kind: EnvironmentKind;
  readonly shown: boolean;
}

/** What the menus of environments do. */
export interface EnvironmentMenuActions {
  listEnvironments(): readonly MenuEnvironment[];
  show(environmentId: string): void;
  showPrevious(): void;
  openWindow(environmentId: string): void;
  icon(kind: EnvironmentKind): NativeImage;
}

const KEYED_PLACES = 9;

/** The items that switch to an environment, with their keys where the menu is the application's. */
export function switchItems(
  actions: Pick<EnvironmentMenuActions, 'listEnvironments' | 'show' | 'icon'>,
  withKeys: boolean,
): MenuItemConstructorOptions[] {
  return actions.listEnvironments().map(
    ({ id, label, kind, shown }, i): MenuItemConstructorOptions => ({
      label,
      type: 'checkbox',
      checked: shown,
      icon: actions.icon(kind),
      click: () => actions.show(id),
      // The page hears the keys first; here they are told, and work where no page has the focus.
      ...(withKeys && i < KEYED_PLACES ? { accelerator: `CmdOrCtrl+${i + 1}` } : {}),
    }),
  );
}

/** The application menu's part about environments. */
export function environmentMenu(actions: EnvironmentMenuActions): MenuItemConstructorOptions {
  return {
    label: 'Environment',
    submenu: [
      ...switchItems(actions, true),
      { type: 'separator' },
      { label: 'Previous Environment', accelerator: 'Ctrl+`', click: () => actions.showPrevious() },
      {
        label: 'Open in New Window',
        submenu: actions.listEnvironments().map(({ id, label, kind }) => ({
          label,
          icon: actions.icon(kind),
          click: () => actions.openWindow(id),
        })),
      },
    ],
  };
}
