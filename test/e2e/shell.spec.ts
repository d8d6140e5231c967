import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';
import { ShellPage } from './pages/shell.ts';

test('keys, menu and palette run the same commands, one window over the page at a time', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const { page } = app;
  const shell = new ShellPage(page);
  await new ConsolePage(page).ready();

  await shell.type('g', 'e');
  await expect(page.getByTestId('page-explore')).toBeVisible();
  await shell.type('Alt+5');
  await expect(page.getByTestId('page-targets')).toBeVisible();
  await shell.type('?');
  await expect(shell.shortcuts).toContainText('Refresh now');
  await shell.type('Control+k', 'g', 'o');
  await expect(shell.dialogs).toHaveCount(1);
  await expect(page.getByTestId('page-targets')).toBeVisible();
  await shell.closeDialog();

  await shell.chooseMenuItem(app.electron, 'show-about');
  await expect(shell.about).toContainText('Electron');
  await page.getByTestId('copy-diagnostics').click();
  await expect(page.getByTestId('copy-diagnostics')).toHaveText('Copied');
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('Sextant');
  expect(copied).not.toContain(app.userDataDir);
  expect(copied).not.toMatch(/https?:/);
  await page.getByRole('tab', { name: 'Licences' }).click();
  await page
    .getByTestId('licences')
    .getByRole('button', { name: /^react-dom / })
    .click();
  await expect(page.getByTestId('licences')).toContainText('Permission is hereby granted');
  await shell.closeDialog();

  await shell.runFromPalette('http_requests', 'http_requests_total');
  await expect(page.getByTestId('page-explore')).toContainText('http_requests_total');
});

test('the time range is typed, shifted, scaled and taken back', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  const shell = new ShellPage(page);
  await new ConsolePage(page).ready();

  await shell.chooseRange('now-6h to now/d');
  await expect(shell.range).toContainText('now-6h to now/d');
  await shell.chooseRange('now-2h to now');
  await expect(shell.range).toContainText('last 2h');
  await shell.type('t', 'z');
  await expect(shell.range).toContainText('last 4h');
  await shell.type('t', 'ArrowLeft');
  await expect(shell.range).toContainText(' to ');
  await expect(page.getByTestId('live-badge')).toHaveText('FIXED');
  await shell.type('Alt+ArrowLeft');
  await expect(shell.range).toContainText('last 4h');
  await shell.type('t', 'r');
  await expect(shell.rangePanel.getByRole('button', { name: 'now-6h to now/d' })).toBeVisible();
});

test('zoom is kept over a restart', async ({ launchApp, restartApp }) => {
  const first = await launchApp();
  await new ConsolePage(first.page).ready();
  await first.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomLevel(1),
  );
  const second = await restartApp(first);
  await new ConsolePage(second.page).ready();
  const level = await second.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel(),
  );
  expect(level).toBe(1);
});

test('scraping is held and let go on from status bar, banner, palette and menu', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  const shell = new ShellPage(page);
  await new ConsolePage(page).ready();
  const status = page.getByTestId('status-bar');
  const banner = page.getByTestId('scraping-banner');
  await expect(status).toContainText('1 of 1 target up');

  await page.getByRole('button', { name: 'Pause scraping' }).click();
  await expect(banner).toContainText('Scraping is paused.');
  await expect(status).toContainText('scraping paused');
  // A sleep does not end what the user holds.
  for (const event of ['suspend', 'resume'] as const) {
    await app.electron.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
    await expect(banner).toHaveAttribute('data-state', event === 'suspend' ? 'asleep' : 'paused');
  }
  await page.getByTestId('scraping-resume').click();
  await expect(banner).toHaveCount(0);

  await shell.runFromPalette('resume scraping', 'Pause or resume scraping');
  await expect(banner).toHaveAttribute('data-state', 'paused');
  await shell.chooseMenuItem(app.electron, 'toggle-scraping');
  await expect(banner).toHaveCount(0);
  await expect(status).toContainText('1 of 1 target up');
});

test('the palette finds every kind of thing, and gives the focus back', async ({ launchApp }) => {
  const { page } = await launchApp();
  const shell = new ShellPage(page);
  const environments = new EnvironmentsPage(page);
  await new ConsolePage(page).ready();
  await environments.create('Staging shop', 'Staging');
  await environments.switchTo(1, 'Demo');
  await page.getByTestId('nav-targets').focus();
  for (const [text, found] of [
    ['overv', 'Overview'],
    ['resident', 'process_resident_memory_bytes'],
    ['staging', 'Open Staging shop'],
    ['utc', 'Switch between local time and UTC'],
  ] as const) {
    await shell.type('Control+k');
    await page.keyboard.type(text);
    await expect(shell.dialogs.getByRole('button', { name: found })).toBeVisible();
    await shell.closeDialog();
    await expect(page.getByTestId('nav-targets')).toBeFocused();
  }
  await shell.type('Control+k');
  await page.keyboard.type('explore');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('page-explore')).toBeVisible();
  await expect(shell.dialogs).toHaveCount(0);
  await shell.type('Control+k');
  // What was chosen last comes before the pages, of which Overview is the first.
  await expect(shell.dialogs.getByRole('button').first()).toContainText('Explore');
});
