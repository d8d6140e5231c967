import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/shared/test-ids.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The open dashboard while it is changed, and its panel editor. */
export class DashboardEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get preview(): Locator {
    return this.#page.getByTestId('panel-preview');
  }

  get unsaved(): Locator {
    return this.#page.getByTestId('dashboard-unsaved');
  }

  panel(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  handle(title: string): Locator {
    return this.#page.getByRole('button', { name: `Move ${title}`, exact: true });
  }

  /** A new dashboard, open to be edited. */
  async create(): Promise<void> {
    await this.#page.getByTestId('new-dashboard').click();
    await this.#page.getByTestId('edit-add').waitFor();
  }

  async start(): Promise<void> {
    await this.#page.getByTestId('dashboard-edit').click();
  }

  /** Opens the editor with a new panel in it. */
  async addPanel(kind: string, title: string, expr: string): Promise<void> {
    await this.#page.getByTestId('edit-add').click();
    await this.#page.getByTestId(`add-${kind}`).click();
    await this.setTitle(title);
    await this.#page.getByRole('textbox', { name: 'Expression of query A' }).fill(expr);
  }

  async setTitle(title: string): Promise<void> {
    await this.#page.getByTestId('option-title').fill(title);
  }

  async apply(): Promise<void> {
    await this.#page.getByTestId('editor-apply').click();
  }

  async save(message: string): Promise<void> {
    await this.#page.getByTestId('edit-save').click();
    await this.#page.getByTestId('save-message').fill(message);
    await this.#page.getByTestId('save-submit').click();
    await this.unsaved.waitFor({ state: 'detached' });
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId('edit-undo').click();
  }

  async discard(): Promise<void> {
    await this.#page.getByTestId('edit-discard').click();
  }

  /** An override in the panel editor. */
  override(at: number): Locator {
    return this.#page.getByTestId('override').nth(at);
  }

  /** Adds an override for what a name or pattern fits. */
  async addOverride(match: string, by?: string): Promise<void> {
    const at = await this.#page.getByTestId('override').count();
    await this.#page.getByTestId('override-add').click();
    if (by !== undefined) await this.#choose(this.override(at).getByTestId('override-by'), by);
    await this.override(at).getByTestId('override-match').fill(match);
  }

  async setOverride(at: number, property: string, text: string): Promise<void> {
    await this.#choose(this.override(at).getByTestId('override-property'), property);
    await this.override(at).getByLabel(property, { exact: true }).fill(text);
  }

  async switchOverride(at: number, property: string): Promise<void> {
    await this.#choose(this.override(at).getByTestId('override-property'), property);
    await this.override(at).getByLabel(property, { exact: true }).click();
  }

  async #choose(field: Locator, option: string): Promise<void> {
    await field.click();
    await this.#page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Chooses from a panel's menu. */
  async menu(panel: Locator, item: string): Promise<void> {
    await panel.getByTestId('panel-menu').click();
    await this.#page.getByTestId(item).click();
  }

  async pressOnHandle(title: string, keys: readonly string[]): Promise<void> {
    await this.handle(title).focus();
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** Takes hold of an element and lets it go so many pixels away. */
  async drag(element: Locator, byX: number, byY: number): Promise<void> {
    const { x, y, width, height } = await this.boxOf(element);
    const { mouse } = this.#page;
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.down();
    await mouse.move(x + width / 2 + byX, y + height / 2 + byY, { steps: 5 });
    await mouse.up();
  }

  async boxOf(element: Locator): Promise<Box> {
    const box = await element.boundingBox();
    if (box === null) throw new Error('It is not shown.');
    return box;
  }

  async placeOf(title: string): Promise<Box> {
    return this.boxOf(this.panel(title));
  }

  /** Opens the annotations in the dashboard's settings. */
  async openAnnotations(): Promise<void> {
    await this.#page.getByTestId(testIds.dashboards.dashboardMenu).click();
    await this.#page.getByTestId(testIds.dashboards.dashboardSettings).click();
    await this.#page.getByTestId(testIds.dashboards.annotationsTab).click();
  }

  /** The annotations or variables in the open settings, in order. */
  entries(label: 'Annotations' | 'Variables'): Locator {
    return this.#page.getByRole('list', { name: label }).getByRole('listitem');
  }

  async restoreVersion(message: string): Promise<void> {
    await this.#page.getByTestId('dashboard-menu').click();
    await this.#page.getByTestId('dashboard-versions').click();
    await this.#page.getByTestId('version').filter({ hasText: message }).getByRole('button').click();
    await this.#page.getByTestId('version-restore').click();
  }
}
