import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { ShellPage } from './pages/shell.ts';

/** Buttons of the Alerts page, and a part of what each opens. */
const WINDOWS = [
  ['open-silences', 'silences'],
  ['edit-rules', 'rule-file-text'],
  ['new-rule', 'rule-editor'],
] as const;
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

/** The windows and panels over the pages, each alone. */
async function findInWindows(page: Page, shell: ShellPage, console: ConsolePage): Promise<void> {
  const check = async (name: string): Promise<void> => {
    expect(await findViolations(page, name)).toEqual([]);
  };
  await console.open('overview');
  await shell.type('?');
  await shell.shortcuts.waitFor();
  await check('shortcuts');
  await shell.closeDialog();
  await shell.runFromPalette('about', 'About Sextant');
  await shell.about.waitFor();
  await check('about');
  await shell.closeDialog();
  await shell.type('Control+k');
  await shell.dialogs.waitFor();
  await check('palette');
  await shell.closeDialog();
  await shell.range.click();
  await shell.rangePanel.waitFor();
  await check('time range');
  await page.keyboard.press('Escape');
  await expect(shell.rangePanel).toHaveCount(0);
  await page.getByTestId('notifications').click();
  await page.getByTestId('notification-list').waitFor();
  await check('notifications');
  await page.keyboard.press('Escape');
  await console.open('alerts');
  for (const [button, part] of WINDOWS) {
    await page.getByTestId(button).first().click();
    await page.getByRole('dialog').first().waitFor();
    await check(part);
    await shell.closeDialog();
  }
}

for (const scheme of ['dark', 'light', 'contrast-dark', 'contrast-light'] as const) {
  test(`no violation of WCAG 2.2 AA on any page and window, ${scheme}`, async ({ launchApp }) => {
    test.slow();
    const app = await launchApp();
    const console = new ConsolePage(app.page);
    await console.ready();
    await console.expectDrawnCharts(4);
    const shell = new ShellPage(app.page);
    await shell.chooseScheme(scheme);
    for (const name of PAGES) {
      await console.open(name);
      expect(await findViolations(app.page, name)).toEqual([]);
    }
    await findInWindows(app.page, shell, console);
    await console.open('settings');
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
