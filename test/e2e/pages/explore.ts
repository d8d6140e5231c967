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

  /** The layer of the graph that answers the pointer. */
  get plot(): Locator {
    return this.#page.getByTestId('explore-chart').getByTestId('chart-overlay');
  }

  /** Drags over the graph from one share of its width to another; with Shift it moves the range. */
  async dragOver(from: number, to: number, modifier?: 'Shift'): Promise<void> {
    const box = await this.plot.boundingBox();
    if (box === null) throw new Error('the graph is not in sight');
    const y = box.y + box.height / 2;
    if (modifier !== undefined) await this.#page.keyboard.down(modifier);
    await this.#page.mouse.move(box.x + box.width * from, y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(box.x + box.width * to, y, { steps: 4 });
    await this.#page.mouse.up();
    if (modifier !== undefined) await this.#page.keyboard.up(modifier);
  }

  /** Chooses from the menu of the graph. */
  async chooseFromChart(name: string): Promise<void> {
    await this.plot.hover();
    await this.#page.getByTestId('explore-chart').getByTestId('chart-menu').click();
    await this.#page.getByRole('menuitem', { name, exact: true }).click();
  }

  async removeQuery(letter: string): Promise<void> {
    await this.query(letter).getByTestId('query-menu').click();
    await this.#page.getByTestId('query-remove').click();
  }

  async format(letter: string): Promise<void> {
    await this.query(letter).getByTestId('format-query').click();
  }

  /** Opens the list of expressions that were run. */
  async openHistory(): Promise<void> {
    await this.#page.getByTestId('query-history').click();
  }

  /** Takes back what was done last, by the notice that tells of it. */
  async undo(what: 'query-removed' | 'query-history-forgotten'): Promise<void> {
    await this.#page.getByTestId(`${what}-undo`).click();
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
