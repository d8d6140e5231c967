import { Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMANDS, type Command } from '../../shared/domain/shortcut.ts';
import { type EnvironmentMenuActions, environmentMenu } from './environment-menu.ts';

// In the order of the window's navigation.
const PAGES: readonly Command[] = [
  'open-overview',
  'open-explore',
  'open-dashboards',
  'open-alerts',
  'open-targets',
  'open-settings',
];
const TIME: readonly Command[] = [
  'time-back',
  'time-forward',
  'time-zoom-out',
  'time-zoom-in',
  'time-earlier',
  'time-later',
  'toggle-pause',
  'refresh',
];

/** What the menu does. */
export interface MenuActions {
  /** Asks the window to run a command. */
  run(command: Command): void;
  openDataFolder(): void;
  openLogFolder(): void;
  readonly environments: EnvironmentMenuActions;
}

/** Keys of a command that a menu can hold: those with a modifier, in Electron's notation; sequences are the window's alone. */
function acceleratorOf(command: Command): string | undefined {
  const keys = (COMMANDS[command].keys as readonly string[]).find((each) => /^(mod|alt)\+[^ ]+$/.test(each));
  return keys
    ?.split('+')
    .map((part) =>
      part === 'mod' ? 'CmdOrCtrl' : part === 'arrowleft' ? 'Left' : part === 'arrowright' ? 'Right' : part,
    )
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');
}

/** Sets the application's menu; reloading and the developer tools are there in development only. */
export function setApplicationMenu(actions: MenuActions, isDevelopment: boolean): void {
  const item = (command: Command): MenuItemConstructorOptions => {
    const accelerator = acceleratorOf(command);
    return {
      id: command,
      label: COMMANDS[command].label,
      ...(accelerator === undefined ? {} : { accelerator }),
      click: () => actions.run(command),
    };
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      {
        label: 'File',
        submenu: [
          item('add-endpoint'),
          item('toggle-scraping'),
          separator,
          isMac ? { role: 'close' } : { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          item('open-palette'),
          separator,
          ...PAGES.map(item),
          separator,
          item('cycle-theme'),
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(isDevelopment
            ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
            : []),
        ],
      },
      {
        label: 'Time',
        submenu: [item('choose-range'), separator, ...TIME.map(item), separator, item('toggle-utc')],
      },
      environmentMenu(actions.environments),
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [
          item('show-shortcuts'),
          separator,
          item('report-problem'),
          { label: 'Open data folder', click: () => actions.openDataFolder() },
          { label: 'Open log folder', click: () => actions.openLogFolder() },
          separator,
          item('show-about'),
        ],
      },
    ]),
  );
}
