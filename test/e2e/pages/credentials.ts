import type { Locator, Page } from '@playwright/test';

/** The credentials of an environment in Settings, the banner that tells of missing ones, and the dialog that takes them. */
export class CredentialsPage {
  readonly page: Page;
  readonly banner: Locator;
  readonly fill: Locator;
  readonly dialog: Locator;
  readonly value: Locator;
  readonly related: Locator;
  readonly sessionOnly: Locator;
  readonly save: Locator;
  readonly skip: Locator;

  constructor(page: Page) {
    this.page = page;
    this.banner = page.getByTestId('credential-banner');
    this.fill = page.getByTestId('credential-banner-fill');
    this.dialog = page.getByRole('dialog');
    this.value = page.getByTestId('credential-value');
    this.related = page.getByTestId('credential-related');
    this.sessionOnly = page.getByTestId('credential-session-only');
    this.save = page.getByTestId('credential-save');
    this.skip = page.getByTestId('credential-skip');
  }

  /** The row of a credential that this endpoint uses. */
  row(endpoint: string): Locator {
    const user = this.page.locator('bdi', { hasText: new RegExp(`\\b${endpoint}\\b`) });
    return this.page.getByTestId('credential').filter({ has: user });
  }

  /** The states of all rows, from the top. */
  async states(): Promise<(string | null)[]> {
    const rows = await this.page.getByTestId('credential').all();
    return Promise.all(rows.map((row) => row.getAttribute('data-state')));
  }
}
