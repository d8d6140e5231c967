import { expect, type Locator, type Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

/** The Dashboards page: list, import, an open dashboard. */
export class DashboardsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get empty(): Locator {
    return this.#page.getByTestId('dashboards-empty');
  }

  get title(): Locator {
    return this.#page.getByTestId('dashboard-title');
  }

  get rows(): Locator {
    return this.#page.getByTestId('dashboard-row');
  }

  card(id: string): Locator {
    return this.#page.getByTestId(`dashboard-card-${id}`);
  }

  panel(id: number): Locator {
    return this.#page.getByTestId(`dashboard-panel-${id}`);
  }

  panelValue(id: number): Locator {
    return this.panel(id).getByTestId('panel-value').first();
  }

  variable(name: string): Locator {
    return this.#page.getByTestId(`variable-${name}`);
  }

  /** The filters by label that are chosen. */
  get filters(): Locator {
    return this.#page.getByTestId('adhoc-filter');
  }

  /** The switch of an annotation query. */
  annotation(name: string): Locator {
    return this.#page.getByTestId(`annotation-of-${name}`);
  }

  async addFilter(label: string, operator: string, value: string): Promise<void> {
    await this.#page.getByTestId('adhoc-add').click();
    await this.#page.getByTestId('adhoc-label').fill(label);
    await this.#page.getByRole('option', { name: label, exact: true }).click();
    await this.#page.getByTestId('adhoc-operator').click();
    await this.#page.getByRole('option', { name: operator, exact: true }).click();
    await this.#page.getByTestId('adhoc-value').fill(value);
    await this.#page.getByTestId('adhoc-apply').click();
  }

  async removeFilter(text: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Remove the filter ${text}` }).click();
  }

  /** Points into a panel's chart, `share` of its width from the left. */
  async hoverPanel(id: number, share: number): Promise<void> {
    const overlay = this.panel(id).getByTestId('chart-overlay');
    const box = await overlay.boundingBox();
    if (box === null) throw new Error('The chart is not shown.');
    await overlay.hover({ position: { x: box.width * share, y: box.height / 2 } });
  }

  /** Clicks into a panel's chart with keys held down. */
  async pointAt(id: number, share: number, modifiers: readonly 'ControlOrMeta'[]): Promise<void> {
    const overlay = this.panel(id).getByTestId('chart-overlay');
    const box = await overlay.boundingBox();
    if (box === null) throw new Error('The chart is not shown.');
    await overlay.click({ position: { x: box.width * share, y: box.height / 2 }, modifiers: [...modifiers] });
  }

  figure(name: 'drawn' | 'undrawn' | 'variables' | 'unmapped'): Locator {
    return this.#page.getByTestId(`report-${name}`);
  }

  get importFailure(): Locator {
    return this.#page.getByTestId('import-failure');
  }

  /** Pastes a dashboard's text; the report is there when it was taken. */
  async importText(text: string): Promise<void> {
    await this.#page.getByTestId('import-dashboard').click();
    await this.#page.getByTestId('import-text').fill(text);
    await this.#page.getByTestId('import-submit').click();
  }

  /** Chooses a dashboard's file. */
  async importFile(filePath: string): Promise<void> {
    await this.#page.getByTestId('import-dashboard').click();
    await this.#page.getByTestId('import-file').setInputFiles(filePath);
  }

  async openImported(): Promise<void> {
    await this.#page.getByTestId('open-imported').click();
    await this.#page.getByTestId('dashboard').waitFor();
  }

  async chooseOption(variable: string, option: string): Promise<void> {
    await this.variable(variable).click();
    await this.#page.getByRole('option', { name: option, exact: true }).click();
    await this.#page.keyboard.press('Escape');
  }

  async openInExplore(panelId: number): Promise<void> {
    await this.panel(panelId).getByTestId('panel-menu').click();
    await this.#page.getByTestId('explore-A').click();
  }

  async remove(): Promise<void> {
    await this.#page.getByTestId('dashboard-menu').click();
    await this.#page.getByTestId('dashboard-remove').click();
  }

  async undoRemoval(): Promise<void> {
    await this.#page.getByTestId('dashboard-undo').click();
  }

  async back(): Promise<void> {
    await this.#page.getByTestId('dashboard-back').click();
  }

  /** What a panel without data says of the reason. */
  emptyReason(panelId: number): Locator {
    return this.panel(panelId).getByTestId(testIds.dashboards.panelEmpty);
  }

  /** Until each panel has drawn points, one after the other as they come into view. */
  async expectAllDrawn(panelIds: readonly number[]): Promise<void> {
    for (const id of panelIds) {
      await this.panel(id).scrollIntoViewIfNeeded();
      await this.expectDrawn(id);
    }
  }

  /** Until the canvas of a panel has drawn points. */
  async expectDrawn(panelId: number): Promise<void> {
    const canvas = this.panel(panelId).locator('canvas[data-point-count]:not([data-point-count="0"])');
    await expect(canvas.first()).toBeAttached({ timeout: 20_000 });
  }
}
