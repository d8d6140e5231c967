import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron';
import { drawTrayIcon, type TrayState } from './icon-bitmap.ts';

const SIZE_PX = 22;
const PAUSE_MS = 3_600_000;

/** What the tray's menu does. */
export interface TrayActions {
  open(): void;
  /** Pauses notifications for an hour, or ends the pause. */
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

function timeOfDay(ms: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(ms);
}

/** Puts the icon into the tray; on a desktop without one nothing is seen and nothing fails. */
export function createTray(actions: TrayActions): AppTray {
  const tray = new Tray(icon('idle'));
  let text = describe(null, 0);
  let pausedUntil = '';
  let pauseEnd: NodeJS.Timeout | undefined;

  function setPaused(paused: boolean): void {
    actions.setPaused(paused);
    clearTimeout(pauseEnd);
    pausedUntil = paused ? timeOfDay(Date.now() + PAUSE_MS) : '';
    // The menu of some desktops is a copy, which does not change by itself when the hour is over.
    if (paused) pauseEnd = setTimeout(() => setPaused(false), PAUSE_MS).unref();
    show();
  }

  function show(): void {
    tray.setToolTip(pausedUntil === '' ? text : `${text}; notifications paused until ${pausedUntil}`);
    showMenu();
  }

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
          label:
            pausedUntil === ''
              ? 'Pause notifications for 1 hour'
              : `Notifications paused until ${pausedUntil}`,
          type: 'checkbox',
          checked: pausedUntil !== '',
          click: ({ checked }) => setPaused(checked),
        },
        { type: 'separator' },
        { label: 'Quit', click: () => actions.quit() },
      ]),
    );
  }

  tray.on('click', () => actions.open());
  show();
  return {
    refresh: showMenu,
    update(environmentName, alertsFiring) {
      const next = describe(environmentName, alertsFiring);
      if (next === text) return;
      text = next;
      tray.setImage(icon(environmentName === null ? 'idle' : alertsFiring > 0 ? 'firing' : 'calm'));
      show();
    },
  };
}
