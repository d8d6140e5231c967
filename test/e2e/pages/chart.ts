import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

/** A chart anywhere in the window: what the pointer and its menu do with it. */
export class ChartPart {
  readonly #page: Page;
  readonly #root: Locator;

  constructor(page: Page, root: Locator) {
    this.#page = page;
    this.#root = root;
  }

  get canvas(): Locator {
    return this.#root.getByTestId(testIds.charts.chartCanvas);
  }

  /** The accessible twin, while it is shown. */
  get data(): Locator {
    return this.#root.getByTestId(testIds.charts.chartData);
  }

  get resetZoom(): Locator {
    return this.#root.getByTestId(testIds.charts.resetZoom);
  }

  legendItem(name: string): Locator {
    return this.#root.getByTestId(testIds.charts.legendItem).filter({ hasText: name });
  }

  /** The head of a column of the legend's table. */
  legendColumn(name: string): Locator {
    return this.#root.getByTestId(testIds.charts.chartLegend).getByRole('columnheader', { name });
  }

  /** The names in the legend from the top down. */
  async legendNames(): Promise<readonly string[]> {
    return this.#root.getByTestId(testIds.charts.legendItem).allInnerTexts();
  }

  /** What is drawn: time in ms UTC, and the number of series. */
  async drawn(): Promise<{ readonly startMs: number; readonly endMs: number; readonly series: number }> {
    const data = await this.canvas.evaluate((canvas) => ({ ...(canvas as HTMLCanvasElement).dataset }));
    return {
      startMs: Number(data.startMs),
      endMs: Number(data.endMs),
      series: Number(data.seriesCount),
    };
  }

  /** Drags over the plot, from and to as shares of its width; with Shift it pans, without it zooms. */
  async drag(from: number, to: number, withShift = false): Promise<void> {
    const box = await this.#root.getByTestId(testIds.charts.chartOverlay).boundingBox();
    if (box === null) throw new Error('The chart is not shown.');
    const y = box.y + box.height / 2;
    const { mouse, keyboard } = this.#page;
    if (withShift) await keyboard.down('Shift');
    await mouse.move(box.x + box.width * from, y);
    await mouse.down();
    await mouse.move(box.x + box.width * to, y, { steps: 5 });
    await mouse.up();
    if (withShift) await keyboard.up('Shift');
  }

  async doubleClick(): Promise<void> {
    await this.#root.getByTestId(testIds.charts.chartOverlay).dblclick();
  }

  /** Chooses from the chart's own menu. */
  async choose(item: string): Promise<void> {
    await this.canvas.hover({ force: true });
    await this.#root.getByTestId(testIds.charts.chartMenu).click();
    await this.#page.getByRole('menuitem', { name: item, exact: true }).click();
  }
}
