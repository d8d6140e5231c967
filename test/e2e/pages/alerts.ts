import type { Locator, Page } from '@playwright/test';

/** The Alerts page and its rule editor. */
export class AlertsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  ruleState(rule: string): Locator {
    return this.#page.getByTestId(`rule-${rule}`).getByTestId('rule-state');
  }

  get history(): Locator {
    return this.#page.getByTestId('alert-history');
  }

  get errors(): Locator {
    return this.#page.getByTestId('rule-errors');
  }

  /** Writes a rule file in an environment that has none. */
  async addRules(name: string, text: string): Promise<void> {
    await this.#page.getByTestId('add-rules').click();
    await this.#page.getByTestId('rule-file-name').fill(name);
    await this.#page.getByTestId('rule-file-text').fill(text);
    await this.#page.getByTestId('rule-file-save').click();
  }
}
