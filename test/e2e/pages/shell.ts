import { expect, type Locator, type Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

type Scheme = 'system' | 'dark' | 'light' | 'contrast-dark' | 'contrast-light';

/** What stands around every page: top bar, palette, keyboard map, About. */
export class ShellPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get shortcuts(): Locator {
    return this.#page.getByTestId(testIds.shell.shortcuts);
  }

  get about(): Locator {
    return this.#page.getByTestId(testIds.shell.about);
  }

  get rangePanel(): Locator {
    return this.#page.getByTestId(testIds.shell.timeRangePanel);
  }

  /** The button that tells the chosen range and opens the panel. */
  get range(): Locator {
    return this.#page.getByTestId(testIds.shell.timeRangeMore);
  }

  get dialogs(): Locator {
    return this.#page.locator('[role="dialog"][aria-modal="true"]');
  }

  /** Types a sequence as it is written in the table of shortcuts. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** Closes the window over the page, until it is gone. */
  async closeDialog(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await expect(this.dialogs).toHaveCount(0);
  }

  /** Opens the palette, types and runs the first thing it finds. */
  async runFromPalette(text: string, name: string): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.#page.getByRole('textbox', { name: 'Search pages, metrics and actions' }).fill(text);
    await this.#page.getByRole('dialog').getByRole('button', { name }).first().click();
    await expect(this.dialogs.filter({ has: this.#page.getByPlaceholder('Search pages') })).toHaveCount(0);
  }

  async chooseRange(text: string): Promise<void> {
    await this.range.click();
    await this.#page.getByTestId(testIds.shell.timeRangeFrom).fill(text);
    await this.#page.getByTestId(testIds.shell.timeRangeApply).click();
    await expect(this.rangePanel).toHaveCount(0);
  }

  /** Chooses a part of time that does not follow now. */
  async chooseFixedRange(from: string, to: string): Promise<void> {
    await this.range.click();
    await this.#page.getByTestId(testIds.shell.timeRangeFrom).fill(from);
    await this.#page.getByTestId(testIds.shell.timeRangeTo).fill(to);
    await this.#page.getByTestId(testIds.shell.timeRangeApply).click();
    await expect(this.rangePanel).toHaveCount(0);
  }

  /** Chooses how often charts refresh, by the choice's name. */
  async chooseRefresh(name: string): Promise<void> {
    await this.#page.getByTestId(testIds.shell.refreshPicker).click();
    await this.#page.getByRole('menuitem', { name, exact: true }).click();
  }

  async chooseScheme(colorScheme: Scheme): Promise<void> {
    await this.#page.evaluate(async (scheme) => {
      const current = await window.sextant.request['settings.get'](undefined);
      if (!current.ok) throw new Error(current.error.message);
      await window.sextant.request['settings.update']({ ...current.value, colorScheme: scheme });
    }, colorScheme);
    if (colorScheme === 'system') return;
    const shade = colorScheme.replace('contrast-', '');
    const html = this.#page.locator('html');
    await expect(html).toHaveAttribute('data-mantine-color-scheme', shade);
    await expect(html).toHaveAttribute('data-contrast', colorScheme === shade ? 'normal' : 'high');
  }

  /** Chooses an item of the application's menu, as its accelerator does. */
  async chooseMenuItem(
    electron: { evaluate<R, A>(fn: (e: typeof import('electron'), arg: A) => R, arg: A): Promise<R> },
    id: string,
  ): Promise<void> {
    await electron.evaluate(
      ({ Menu }, itemId) => Menu.getApplicationMenu()?.getMenuItemById(itemId)?.click(),
      id,
    );
  }
}
