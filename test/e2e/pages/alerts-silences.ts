import { expect, type Locator, type Page } from '@playwright/test';

/** Silences, acknowledgements and notifications in the app. */
export class SilencesPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get alert(): Locator {
    return this.#page.getByTestId('alert').first();
  }

  /** The badges of a muted alert. */
  get silenced(): Locator {
    return this.alert.getByTestId('alert-silenced');
  }

  get acknowledged(): Locator {
    return this.alert.getByTestId('alert-acknowledged');
  }

  get preview(): Locator {
    return this.#page.getByTestId('silence-preview');
  }

  get silences(): Locator {
    return this.#page.getByTestId('silence');
  }

  get timelineRows(): Locator {
    return this.#page.getByTestId('timeline-row');
  }

  get bell(): Locator {
    return this.#page.getByTestId('notifications');
  }

  get notices(): Locator {
    return this.#page.getByTestId('notice');
  }

  /** How often what still fires is told, on the Settings page. */
  async setRepeatInterval(duration: string): Promise<void> {
    await this.#page.getByLabel('Repeat interval').fill(duration);
    await this.#page.getByTestId('notification-settings-save').click();
    await expect(this.#page.getByTestId('notification-settings-save')).toBeDisabled();
  }

  /** Opens the form of a silence with the alert's labels filled in. */
  async startSilence(): Promise<void> {
    await this.alert.getByTestId('alert-actions').click();
    await this.#page.getByTestId('alert-silence').click();
  }

  async saveSilence(duration: string, comment: string): Promise<void> {
    await this.#page.getByTestId('silence-duration').fill(duration);
    await this.#page.getByTestId('silence-comment').fill(comment);
    await this.#page.getByTestId('silence-save').click();
  }

  async expireSilence(): Promise<void> {
    await this.#page.getByTestId('silence-expire').click();
  }

  async openSilences(): Promise<void> {
    await this.#page.getByTestId('open-silences').click();
  }

  async closeDrawer(): Promise<void> {
    await this.#page.keyboard.press('Escape');
  }

  async acknowledge(comment: string): Promise<void> {
    await this.alert.getByTestId('alert-actions').click();
    await this.#page.getByTestId('alert-acknowledge').click();
    await this.#page.getByTestId('acknowledge-comment').fill(comment);
    await this.#page.getByTestId('acknowledge-save').click();
  }

  async filter(text: string): Promise<void> {
    await this.#page.getByTestId('alert-filter').fill(text);
  }
}
