import type { Locator, Page } from '@playwright/test';

type Auth = 'None' | 'Bearer token' | 'Basic' | 'API key header';

/** The form that adds and edits an endpoint. */
export class EndpointFormPage {
  readonly #page: Page;
  readonly report: Locator;
  readonly failure: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.report = page.getByTestId('connection-report');
    this.failure = page.getByTestId('endpoint-failure');
  }

  async open(): Promise<void> {
    await this.#page.getByTestId('add-endpoint').click();
    await this.#page.getByTestId('endpoint-url').waitFor();
  }

  async fillUrl(url: string): Promise<void> {
    await this.#page.getByTestId('endpoint-url').fill(url);
  }

  async fillName(name: string): Promise<void> {
    await this.#page.getByTestId('endpoint-name').fill(name);
  }

  async fillInterval(text: string): Promise<void> {
    await this.#page.getByTestId('endpoint-interval').fill(text);
    await this.#page.getByTestId('endpoint-timeout').fill(text);
  }

  async chooseAuth(auth: Auth): Promise<void> {
    await this.#page.getByRole('dialog').getByText(auth, { exact: true }).click();
  }

  async fillUsername(name: string): Promise<void> {
    await this.#page.getByTestId('endpoint-username').fill(name);
  }

  async fillSecret(secret: string): Promise<void> {
    await this.#page.getByTestId('endpoint-secret').fill(secret);
  }

  async testConnection(): Promise<void> {
    await this.#page.getByTestId('endpoint-test').click();
  }

  async save(): Promise<void> {
    await this.#page.getByTestId('endpoint-save').click();
    await this.#page.getByTestId('endpoint-url').waitFor({ state: 'detached' });
  }
}
