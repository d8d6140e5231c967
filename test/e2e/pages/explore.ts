import { expect, type Locator, type Page } from '@playwright/test';

/** The Explore page. */
export class ExplorePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The row of a query, by its letter. */
  query(letter: string): Locator {
    return this.#page.getByTestId(`query-${letter}`);
  }

  get chart(): Locator {
    return this.#page.getByTestId('explore-chart').getByTestId('chart-canvas');
  }

  get legendRows(): Locator {
    return this.#page.getByTestId('explore-chart').getByRole('row');
  }

  get stats(): Locator {
    return this.#page.getByTestId('query-stats');
  }

  get error(): Locator {
    return this.#page.getByTestId('query-error');
  }

  get explained(): Locator {
    return this.#page.getByTestId('explain-node');
  }

  get tableRows(): Locator {
    return this.#page.getByTestId('instant-row');
  }

  get raw(): Locator {
    return this.#page.getByTestId('raw-samples');
  }

  /** The way out of a range without samples. */
  get resetZoom(): Locator {
    return this.#page.getByTestId('reset-zoom');
  }

  get cardinality(): Locator {
    return this.#page.getByTestId('cardinality');
  }

  /** Writes an expression into a query's editor and runs it. */
  async run(letter: string, expr: string): Promise<void> {
    const editor = this.query(letter).getByRole('textbox');
    await editor.fill(expr);
    await editor.press('Escape');
    await this.query(letter).getByTestId('run-query').click();
  }

  /** Points at the first word of a query's expression. */
  async pointAtStart(letter: string): Promise<void> {
    // The line is as wide as the editor, the word is at its left end.
    await this.query(letter)
      .locator('.cm-line')
      .hover({ position: { x: 40, y: 10 } });
  }

  /** What the expression's editor tells of the metric that is pointed at. */
  get metricCard(): Locator {
    return this.#page.locator('.cm-tooltip-hover');
  }

  async addQuery(): Promise<void> {
    await this.#page.getByTestId('add-query').click();
  }

  async chooseView(name: 'Graph' | 'Table' | 'Heatmap' | 'Raw' | 'Explain'): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: 'Result as' }).getByText(name, { exact: true }).click();
  }

  async chooseScale(name: string): Promise<void> {
    await this.#page.getByTestId('graph-scale').click();
    await this.#page.getByRole('option', { name }).click();
  }

  async openCardinality(): Promise<void> {
    await this.#page.getByTestId('open-cardinality').click();
    await expect(this.cardinality).toBeVisible();
  }

  async toggleFavourite(letter: string): Promise<void> {
    await this.query(letter).getByTestId('query-favourite').click();
  }

  /** Runs an expression that was kept. */
  async openFavourite(expr: string): Promise<void> {
    await this.#page.getByTestId('query-favourites').click();
    await this.#page.getByRole('menuitem', { name: expr }).click();
  }
}
