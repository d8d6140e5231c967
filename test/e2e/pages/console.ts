import { expect, type Locator, type Page } from '@playwright/test';
import { EndpointFormPage } from './endpoint-form.ts';

type PageName = 'overview' | 'explore' | 'dashboards' | 'alerts' | 'targets' | 'settings';

/** The window as a user sees it: rail, pages and what they show. */
export class ConsolePage {
  readonly page: Page;
  readonly endpointForm: EndpointFormPage;

  constructor(page: Page) {
    this.page = page;
    this.endpointForm = new EndpointFormPage(page);
  }

  /** Until the engine has answered for the first time. */
  async ready(): Promise<void> {
    await this.page.locator('[data-app-state="ready"]').waitFor();
  }

  async open(name: PageName): Promise<void> {
    await this.page.getByTestId(`nav-${name}`).click();
    await this.page.getByTestId(`page-${name}`).waitFor();
  }

  target(endpointId: string): Locator {
    return this.page.getByTestId(`target-${endpointId}`);
  }

  targetHealth(endpointId: string): Locator {
    return this.target(endpointId).getByTestId('target-health');
  }

  /** Canvases that have drawn at least one point. */
  drawnCharts(): Locator {
    return this.page.locator('canvas[data-point-count]:not([data-point-count="0"])');
  }

  async expectDrawnCharts(atLeast: number): Promise<void> {
    await expect.poll(() => this.drawnCharts().count(), { timeout: 20_000 }).toBeGreaterThanOrEqual(atLeast);
  }
}
