import { expect, type Locator, type Page } from '@playwright/test';

/** The Overview page. */
export class OverviewPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A section by its id: `http`, `host`, `jvm` and so on. */
  section(id: string): Locator {
    return this.#page.getByTestId(`section-${id}`);
  }

  /** The metrics that the filter leaves. */
  get found(): Locator {
    return this.#page.getByTestId('metrics-found');
  }

  /** A metric's tile. */
  tile(family: string): Locator {
    return this.#page.getByTestId(`panel-family:${family}`);
  }

  /** A metric's tile when it is grouped by a label. */
  tileBy(label: string, family: string): Locator {
    return this.#page.getByTestId(`panel-by:${label}:${family}`);
  }

  get breakdown(): Locator {
    return this.#page.getByTestId('breakdown');
  }

  async showAllMetrics(): Promise<void> {
    await this.#page.getByTestId('overview-view').getByText('All metrics').click();
    await expect(this.found).toBeVisible();
  }

  async showSections(): Promise<void> {
    await this.#page.getByTestId('overview-view').getByText('Sections').click();
  }

  async search(text: string): Promise<void> {
    await this.#page.getByTestId('metric-filter').fill(text);
  }

  async groupBy(label: string): Promise<void> {
    await this.#page.getByTestId('metric-label').click();
    await this.#page.getByRole('option', { name: label, exact: true }).click();
  }

  async breakDown(family: string): Promise<void> {
    await this.tile(family).getByTestId('break-down').click();
  }

  /** Pins a metric's tile to a new dashboard and opens that. */
  async pinToNew(family: string): Promise<void> {
    await this.tile(family).getByTestId('pin-panel').click();
    await this.#page.getByTestId('pin-new').click();
    await this.#page.getByTestId('open-pinned').click();
  }
}
