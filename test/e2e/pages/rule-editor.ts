import type { Locator, Page } from '@playwright/test';

/** The editor of a rule, which slides over the Alerts page. */
export class RuleEditorPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get root(): Locator {
    return this.#page.getByTestId('rule-editor');
  }

  async openNew(): Promise<void> {
    await this.#page.getByTestId('new-rule').click();
    await this.#page.getByTestId('rule-save').waitFor();
  }

  async openRule(name: string): Promise<void> {
    await this.#page.getByTestId(`rule-${name}`).getByTestId('rule-edit').click();
    await this.#page.getByTestId('rule-save').waitFor();
  }

  /** A field by its part of the test id: `name`, `for`, `keep-firing-for`, `group`, `interval` or `file`. */
  field(name: string): Locator {
    return this.#page.getByTestId(`rule-${name}`);
  }

  get expression(): Locator {
    return this.#page.getByTestId('rule-expr');
  }

  async writeExpression(text: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: 'Expression of the rule' }).fill(text);
  }

  async writeAnnotation(name: string, text: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: `Value of the annotation ${name}` }).fill(text);
  }

  get preview(): Locator {
    return this.#page.getByTestId('rule-preview');
  }

  get backtestSummary(): Locator {
    return this.#page.getByTestId('backtest-summary');
  }

  /** The stretches of a state in the timeline of the backtest. */
  spans(state: 'Pending' | 'Firing'): Locator {
    return this.#page
      .getByTestId('backtest-timeline')
      .getByRole('img', { name: new RegExp(`^${state} from`) });
  }

  async chooseRange(label: string): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: 'Range of the backtest' })
      .getByText(label, { exact: true })
      .click();
  }

  slider(name: 'for' | 'keep-firing-for' | 'threshold'): Locator {
    return this.#page.getByTestId(`slider-${name}`).getByRole('slider');
  }

  async adoptSliders(): Promise<void> {
    await this.#page.getByTestId('adopt-values').click();
  }

  async save(): Promise<void> {
    await this.#page.getByTestId('rule-save').click();
  }

  async saveAndClose(): Promise<void> {
    await this.save();
    await this.#page.getByTestId('rule-save').waitFor({ state: 'detached' });
  }

  async deleteRule(): Promise<void> {
    await this.#page.getByTestId('rule-delete').click();
    await this.#page.getByTestId('rule-save').waitFor({ state: 'detached' });
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId('undo').click();
  }
}
