import type { Menu } from 'electron';
import type { RunningApp } from '../fixtures/running-app.ts';

declare global {
  var sextantTrayMenu: Menu | undefined;
}

/** The menu of the icon in the tray: no page shows it, and a virtual display has no tray to click. */
export class TrayMenu {
  readonly #app: RunningApp;

  constructor(app: RunningApp) {
    this.#app = app;
  }

  /** Keeps the tray's menu of each change from now on at hand. */
  async watch(): Promise<void> {
    await this.#app.electron.evaluate(({ Menu: Menus }) => {
      const build = Menus.buildFromTemplate;
      Menus.buildFromTemplate = (template) => {
        const menu = build.call(Menus, template);
        // The first line of the tray's menu is its text.
        if (template[0]?.label?.startsWith('Sextant: ')) globalThis.sextantTrayMenu = menu;
        return menu;
      };
    });
  }

  /** The labels from the top; none before the first change. */
  async labels(): Promise<readonly string[]> {
    return this.#app.electron.evaluate(
      () => globalThis.sextantTrayMenu?.items.map(({ label }) => label) ?? [],
    );
  }

  async click(label: string): Promise<void> {
    await this.#app.electron.evaluate((_, wanted) => {
      const item = globalThis.sextantTrayMenu?.items.find((each) => each.label === wanted);
      if (item === undefined) throw new Error(`the tray has no ${wanted}`);
      item.click();
    }, label);
  }
}
