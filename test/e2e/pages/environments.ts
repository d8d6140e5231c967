import { expect, type Locator, type Page } from '@playwright/test';

/** Switching between environments, and the lock of production. */
export class EnvironmentsPage {
  readonly page: Page;
  readonly switcher: Locator;
  readonly productionBar: Locator;

  constructor(page: Page) {
    this.page = page;
    this.switcher = page.getByTestId('environment-switcher');
    this.productionBar = page.getByTestId('production-bar');
  }

  /** Makes an environment and shows it. */
  async create(name: string, kind: 'Development' | 'Staging' | 'Production'): Promise<void> {
    await this.switcher.click();
    await this.page.getByRole('menuitem', { name: 'New environment' }).click();
    await this.page.getByTestId('environment-name').fill(name);
    await this.page.getByRole('dialog').getByText(kind, { exact: true }).click();
    await this.page.getByTestId('environment-create').click();
    await expect(this.switcher).toContainText(name);
  }

  /** Switches by key to the environment that has this place in the list, counted from 1. */
  async switchTo(place: number, name: string): Promise<void> {
    await this.page.keyboard.press(`Control+${place}`);
    await expect(this.switcher).toContainText(name);
  }

  async switchBack(): Promise<void> {
    await this.page.keyboard.press('Control+`');
  }

  /** Answers the question that a change of production asks. */
  async unlockFor(name: string): Promise<void> {
    await this.page.getByTestId('unlock-name').fill(name);
    await this.page.getByTestId('unlock-confirm').click();
  }
}
