import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Navigation } from '../../shared/domain/settings.ts';

// In the order of the window's navigation, which tells the same keys.
const PAGES: readonly (readonly [label: string, page: Navigation['page']])[] = [
  ['Overview', 'overview'],
  ['Explore', 'explore'],
  ['Dashboards', 'dashboards'],
  ['Alerts', 'alerts'],
  ['Targets', 'targets'],
  ['Settings', 'settings'],
];

/** What the menu does. */
export interface MenuActions {
  navigate(page: Navigation['page']): void;
  openDataFolder(): void;
  openLogFolder(): void;
  showAbout(): void;
}

/** Sets the application's menu; reloading and the developer tools are there in development only. */
export function setApplicationMenu(actions: MenuActions, isDevelopment: boolean): void {
  const pages = PAGES.map(
    ([label, page], i): MenuItemConstructorOptions => ({
      label,
      accelerator: `CmdOrCtrl+${i + 1}`,
      click: () => actions.navigate(page),
    }),
  );
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { label: 'File', submenu: [{ role: 'quit' }] },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          ...pages,
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(isDevelopment ? development : []),
        ],
      },
      {
        label: 'Help',
        role: 'help',
        submenu: [
          { label: 'Open Data Folder', click: () => actions.openDataFolder() },
          { label: 'Open Log Folder', click: () => actions.openLogFolder() },
          { type: 'separator' },
          { label: 'About Sextant', click: () => actions.showAbout() },
        ],
      },
    ]),
  );
}
