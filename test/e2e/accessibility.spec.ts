import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';

const PAGES = ['overview', 'explore', 'dashboards', 'alerts', 'targets', 'settings'] as const;

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
      // Electron can't open the extra page that axe-core otherwise works in.
      const { violations } = await new AxeBuilder({ page: app.page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([]);
    }
  });
}
