import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
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
