import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';

const PAGES = ['overview', 'explore', 'dashboards', 'alerts', 'targets', 'settings'] as const;

/** What axe finds once nothing moves any more: a window that fades in has no contrast yet. */
async function findViolations(page: Page, name: string): Promise<string[]> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    return Promise.all(ending.map((animation) => animation.finished)).then(() => undefined);
  });
  // Electron can't open the extra page that axe-core otherwise works in.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const scheme of ['dark', 'light'] as const) {
  test(`no violation of WCAG 2.2 AA on any page, ${scheme}`, async ({ launchApp }) => {
    const app = await launchApp();
    const console = new ConsolePage(app.page);
    await console.ready();
    await console.expectDrawnCharts(4);
    await app.page.evaluate(async (colorScheme) => {
      await window.sextant.request['settings.update']({ colorScheme, notifications: false, utc: false });
    }, scheme);
    await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    for (const name of PAGES) {
      await console.open(name);
      expect(await findViolations(app.page, name)).toEqual([]);
    }
    await app.page.getByTestId('environment-remove').click();
    await app.page.getByTestId('environment-remove-confirm').waitFor();
    expect(await findViolations(app.page, 'removing')).toEqual([]);
    await app.page.getByRole('button', { name: 'Keep' }).click();
    await console.endpointForm.open();
    await app.page.getByTestId('endpoint-save').click();
    await app.page.getByText('Enter the address of the metrics page').waitFor();
    expect(await findViolations(app.page, 'endpoint form')).toEqual([]);
  });
}
