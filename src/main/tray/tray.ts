import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron';
import { drawTrayIcon, type TrayState } from './icon-bitmap.ts';

const SIZE_PX = 22;

/** What the tray's menu does. */
export interface TrayActions {
  open(): void;
  /** True while notifications are paused. */
  isPaused(): boolean;
  setPaused(paused: boolean): void;
  quit(): void;
  /** The items that switch to an environment. */
  environmentItems(): MenuItemConstructorOptions[];
}

/** The icon in the desktop's tray. */
export interface AppTray {
  update(environmentName: string | null, alertsFiring: number): void;
  /** The list of environments, or what is shown, is another. */
  refresh(): void;
}

function icon(state: TrayState): NativeImage {
  const image = nativeImage.createFromBitmap(drawTrayIcon(state, SIZE_PX), {
    width: SIZE_PX,
    height: SIZE_PX,
  });
  image.addRepresentation({
    scaleFactor: 2,
    width: SIZE_PX * 2,
    height: SIZE_PX * 2,
    buffer: nativeImage
      .createFromBitmap(drawTrayIcon(state, SIZE_PX * 2), { width: SIZE_PX * 2, height: SIZE_PX * 2 })
      .toPNG(),
  });
  return image;
}

function describe(environmentName: string | null, alertsFiring: number): string {
  if (environmentName === null) return 'Sextant: no environment is open';
  if (alertsFiring === 0) return `Sextant: ${environmentName}, no alert is firing`;
  return `Sextant: ${environmentName}, ${alertsFiring} ${alertsFiring === 1 ? 'alert is' : 'alerts are'} firing`;
}

/** Puts the icon into the tray; on a desktop without one nothing is seen and nothing fails. */
export function createTray(actions: TrayActions): AppTray {
  const tray = new Tray(icon('idle'));
  let text = describe(null, 0);

  function showMenu(): void {
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text, enabled: false },
        { type: 'separator' },
        { label: 'Open Sextant', click: () => actions.open() },
        { type: 'separator' },
        ...actions.environmentItems(),
        { type: 'separator' },
        {
          label: 'Pause notifications for 1 hour',
          type: 'checkbox',
          checked: actions.isPaused(),
          click: ({ checked }) => actions.setPaused(checked),
        },
        { type: 'separator' },
        { label: 'Quit', click: () => actions.quit() },
      ]),
    );
  }

  tray.on('click', () => actions.open());
  tray.setToolTip(text);
  showMenu();
  return {
    refresh: showMenu,
    update(environmentName, alertsFiring) {
      const next = describe(environmentName, alertsFiring);
      if (next === text) return;
      text = next;
      tray.setImage(icon(environmentName === null ? 'idle' : alertsFiring > 0 ? 'firing' : 'calm'));
      tray.setToolTip(text);
      showMenu();
    },
  };
}
