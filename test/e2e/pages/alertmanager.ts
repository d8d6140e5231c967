import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

/** The Alertmanager's part of the Alerts page, and the form of its connection. */
export class AlertmanagerPage {
  readonly #page: Page;
  readonly dialog: Locator;
  readonly url: Locator;
  readonly status: Locator;
  /** What it holds. */
  readonly alerts: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole('dialog');
    this.url = page.getByTestId(testIds.alerts.alertmanagerUrl);
    this.status = page.getByTestId(testIds.alerts.alertmanagerStatus);
    this.alerts = page.getByRole('table', { name: 'Alerts in the Alertmanager' });
  }

  async open(): Promise<void> {
    await this.#page.getByTestId(testIds.alerts.alertmanagerEdit).click();
    await this.url.waitFor();
  }

  async save(): Promise<void> {
    await this.#page.getByTestId(testIds.alerts.alertmanagerSave).click();
  }
}
