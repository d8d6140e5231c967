import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Starts the program once more on the same profile, as the system does for a link; it hands its words over and ends. */
async function openFromOutside(userDataDir: string, words: readonly string[]): Promise<void> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    process.env.SEXTANT_ELECTRON ?? '',
    [...flags, '--disable-gpu', `--user-data-dir=${userDataDir}`, ROOT, ...words],
    { stdio: 'ignore' },
  );
  await new Promise((resolve) => child.once('exit', resolve));
}

test('a link from outside fills in a query after asking, and switches only when told to', async ({
  launchApp,
}) => {
  const app = await launchApp({ args: ['sextant://open/explore?query=vector(41)&from=now-5m&to=now'] });
  const { page } = app;
  const console = new ConsolePage(page);
  const environments = new EnvironmentsPage(page);
  await console.ready();
  // The link of the first start waits for the page.
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Open this link?');
  await expect(dialog).toContainText('vector(41)');
  await page.getByTestId('link-open').click();
  await expect(page.getByTestId('page-explore')).toBeVisible();
  await expect(page.getByTestId('promql-editor')).toContainText('vector(41)');

  await environments.create('Shop', 'Production');
  await console.open('explore');
  await openFromOutside(app.userDataDir, [
    'sextant://open/explore?environment=demo&query=up&query=vector(2)',
  ]);
  await expect(dialog).toContainText('opens another environment in this window');
  await expect(dialog).toContainText('Demo');
  await page.getByRole('button', { name: 'Ignore' }).click();
  await expect(environments.switcher).toContainText('Shop');
  await expect(page.getByTestId('promql-editor')).toContainText('vector(41)');

  await openFromOutside(app.userDataDir, [
    'sextant://open/explore?environment=demo&query=up&query=vector(2)',
  ]);
  await page.getByTestId('link-open').click();
  await expect(environments.switcher).toContainText('Demo');
  await expect(page.getByTestId('promql-editor').nth(1)).toContainText('vector(2)');

  // A page alone changes nothing and is shown at once.
  await openFromOutside(app.userDataDir, ['sextant://open/alerts']);
  await expect(page.getByTestId('page-alerts')).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('hostile links and words beside them do nothing but tell', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await new ConsolePage(page).ready();
  await openFromOutside(app.userDataDir, [
    'sextant://open/explore?url=http://evil.example/metrics',
    '--inspect=0',
    '--remote-debugging-port=0',
  ]);
  await expect(page.getByText('The link was not opened')).toBeVisible();
  await expect(page.getByText('it asks for something that Sextant does not know')).toBeVisible();
  await openFromOutside(app.userDataDir, ['sextant://open/explore?environment=nowhere']);
  await expect(page.getByText('There is no environment “nowhere” on this computer')).toBeVisible();
  await expect(page.getByTestId('page-overview')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(app.output.join('')).not.toMatch(/Debugger listening|DevTools listening on ws:.*(?!Playwright)/);
});

test('a link to what is shown is copied from Explore', async ({ launchApp }) => {
  const { page, electron } = await launchApp();
  const console = new ConsolePage(page);
  await console.ready();
  await console.open('explore');
  await page.getByTestId('promql-editor').click();
  await page.keyboard.type('up == 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('copy-result').click();
  await page.getByTestId('copy-link').click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const copied = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toMatch(
    /^sextant:\/\/open\/explore\?environment=demo&query=up%20%3D%3D%201&from=now-\d+[sm]&to=now$/,
  );
});
