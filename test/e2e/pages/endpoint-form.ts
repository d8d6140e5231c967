import type { Locator, Page } from '@playwright/test';

type Auth = 'None' | 'Bearer token' | 'Basic' | 'API key header';
/** The first words of a method behind *Other*. */
type OtherAuth = 'OAuth 2.0' | 'Authorization header' | 'Session cookie' | 'Token from';
type Section = 'TLS' | 'Proxy and redirects' | 'Secret headers' | 'Limits';

/** The form that adds and edits an endpoint. */
export class EndpointFormPage {
  readonly #page: Page;
  readonly #form: Locator;
  readonly report: Locator;
  /** What the report says in one sentence. */
  readonly verdict: Locator;
  /** The button that leads to the setting which mends it. */
  readonly mend: Locator;
  /** The names of the steps that failed. */
  readonly failedSteps: Locator;
  readonly failure: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#form = page.getByRole('dialog');
    this.report = page.getByTestId('connection-report');
    this.verdict = this.report.getByRole('heading');
    this.failedSteps = this.report.locator('[data-state="failed"] > span:nth-of-type(1)');
    this.mend = page.getByTestId('connection-mend');
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
    await this.#form.getByText(auth, { exact: true }).click();
  }

  async chooseOtherAuth(method: OtherAuth): Promise<void> {
    await this.#form.getByText('Other', { exact: true }).click();
    await this.choose('Method', method);
  }

  /** Opens a section of the form that is folded away at first. */
  async openSection(name: Section): Promise<void> {
    const control = this.#form.getByRole('button', { name, exact: true });
    if ((await control.getAttribute('aria-expanded')) !== 'true') await control.click();
  }

  /** Fills the field of a label. */
  async fill(label: string, text: string): Promise<void> {
    await this.#form.getByLabel(label, { exact: true }).fill(text);
  }

  /** Picks an option of the list of a label by its first words. */
  async choose(label: string, option: string): Promise<void> {
    await this.#form
      .getByRole('combobox', { name: label, exact: true })
      .or(this.#form.getByRole('textbox', { name: label, exact: true }))
      .click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  /** Picks a segment or ticks a box by its text. */
  async pick(text: string): Promise<void> {
    await this.#form.getByText(text, { exact: true }).click();
  }

  async chooseArchive(content: Buffer): Promise<void> {
    await this.#form
      .locator('input[type="file"]')
      .setInputFiles({ name: 'client.p12', mimeType: 'application/x-pkcs12', buffer: content });
  }

  async fillUsername(name: string): Promise<void> {
    await this.#page.getByTestId('endpoint-username').fill(name);
  }

  async fillSecret(secret: string): Promise<void> {
    await this.#page.getByTestId('endpoint-secret').fill(secret);
  }

  async fillProxyPassword(password: string): Promise<void> {
    await this.#page.getByTestId('endpoint-proxy-password').fill(password);
  }

  /** A program and its arguments, one a line. */
  async fillTokenSource(text: string): Promise<void> {
    await this.#page.getByTestId('endpoint-token-source').fill(text);
  }

  async testConnection(): Promise<void> {
    await this.#page.getByTestId('endpoint-test').click();
  }

  /** Closes the form without saving it. */
  async cancel(): Promise<void> {
    await this.#form.getByRole('button', { name: 'Cancel' }).click();
    await this.#page.getByTestId('endpoint-url').waitFor({ state: 'detached' });
  }

  /** A field of the section of limits. */
  limit(name: 'sample-limit' | 'bucket-limit' | 'bucket-factor'): Locator {
    return this.#page.getByTestId(`endpoint-${name}`);
  }

  /** Tries to save what is not right yet. */
  async trySave(): Promise<void> {
    await this.#page.getByTestId('endpoint-save').click();
  }

  async save(): Promise<void> {
    await this.#page.getByTestId('endpoint-save').click();
    await this.#page.getByTestId('endpoint-url').waitFor({ state: 'detached' });
  }
}
