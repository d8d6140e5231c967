import type { Locator, Page } from '@playwright/test';

/** The Targets page. */
export class TargetsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The names of the targets that are listed, in their order. */
  get names(): Locator {
    return this.#page.getByRole('list', { name: 'Targets' }).getByRole('heading');
  }

  /** Unfolds what failed lately at a target. */
  async openFailures(endpointId: string): Promise<void> {
    const target = this.#page.getByTestId(`target-${endpointId}`);
    await target.getByRole('button', { name: /failed scrape/ }).click();
    await target.getByTestId('failure-run').first().waitFor();
  }

  async search(text: string): Promise<void> {
    await this.#page.getByTestId('target-filter').fill(text);
  }

  /** A state as the filter names it, before its count. */
  async chooseState(name: 'All' | 'Up' | 'Down'): Promise<void> {
    await this.#page
      .getByTestId('target-state-filter')
      .getByText(new RegExp(`^${name} \\d`))
      .click();
  }
}
