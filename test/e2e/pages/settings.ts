import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

/** The Settings page: its sections, and the search over them. */
export class SettingsPage {
  readonly #page: Page;
  readonly search: Locator;
  readonly nothingFound: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.search = page.getByTestId(testIds.settings.search);
    this.nothingFound = page.getByTestId(testIds.settings.nothingFound);
  }

  /** The labels of the rows in sight. */
  get labels(): Locator {
    return this.#page.locator('[data-setting]:visible > div:first-child > div:first-child');
  }

  /** An entry of the list of sections, by its section's id. */
  section(id: string): Locator {
    return this.#page.getByTestId(testIds.settings.section(id));
  }

  /** The card of a section. */
  card(title: string): Locator {
    return this.#page.getByRole('heading', { name: title, exact: true });
  }

  async openAbout(): Promise<void> {
    await this.#page.getByTestId(testIds.settings.openAbout).click();
    await this.#page.getByTestId(testIds.shell.about).waitFor();
  }
}
