import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';

test('an environment is made, renamed and removed; production asks for its name', async ({ launchApp }) => {
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await page.getByTestId('connect-service').click();
  await page.getByTestId('endpoint-url').waitFor();
  await page.keyboard.press('Escape');
  const console = new ConsolePage(page);
  const switcher = page.getByTestId('environment-switcher');

  await switcher.click();
  await page.getByRole('menuitem', { name: 'New environment' }).click();
  await page.getByTestId('environment-name').fill('Shop');
  await page.getByRole('dialog').getByText('Production', { exact: true }).click();
  await page.getByTestId('environment-create').click();
  await expect(switcher).toContainText('Shop');
  await expect(switcher).toBeFocused();

  await console.open('settings');
  await page.getByTestId('environment-rename').fill('Shop EU');
  await page.getByTestId('environment-rename-save').click();
  // Production is read-only until its name was typed; then the change that was asked for goes through.
  await page.getByTestId('unlock-name').fill('Shop');
  await page.getByTestId('unlock-confirm').click();
  await expect(switcher).toContainText('Shop EU');

  await page.getByTestId('environment-remove').click();
  const confirm = page.getByTestId('environment-remove-confirm');
  await expect(confirm).toBeDisabled();
  await page.getByTestId('environment-remove-name').fill('Shop EU');
  await confirm.click();
  await expect(page.getByTestId('page-first-run')).toBeVisible();
  await page.getByTestId('open-my-services').click();
  await expect(switcher).toContainText('My services');
});

test('Space presses the control that has the focus, and pauses elsewhere', async ({ launchApp }) => {
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await page.getByTestId('connect-service').click();
  await page.getByTestId('endpoint-url').waitFor();
  await page.keyboard.press('Escape');
  // Keys belong to the form as long as it is on screen.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.locator('body').press('Space');
  await expect(page.getByTestId('live-badge')).toHaveText('PAUSED');
  await page.getByTestId('nav-explore').press('Space');
  await expect(page.getByTestId('page-explore')).toBeVisible();
  await expect(page.getByTestId('live-badge')).toHaveText('PAUSED');
});

test('the order of environments is changed by keys, buttons and drag, and stays', async ({
  launchApp,
  restartApp,
}) => {
  let app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await app.page.getByTestId('connect-service').click();
  await app.page.getByTestId('endpoint-url').waitFor();
  await app.page.keyboard.press('Escape');
  const environments = new EnvironmentsPage(app.page);
  await environments.create('Beta', 'Staging');
  await environments.create('Alpha', 'Production');
  const places = app.page.getByTestId('environment-place');
  const names = (): Promise<string[]> => places.locator('bdi').allTextContents();
  await environments.switcher.click();
  await app.page.getByTestId('environments-manage').click();
  await expect.poll(names).toEqual(['Alpha', 'Beta', 'My services']);

  await app.page.getByRole('button', { name: 'Move Alpha, 1 of 3' }).press('ArrowDown');
  await expect.poll(names).toEqual(['Beta', 'Alpha', 'My services']);
  await expect(app.page.getByRole('button', { name: 'Move Alpha, 2 of 3' })).toBeFocused();
  await app.page.keyboard.press('End');
  await expect.poll(names).toEqual(['Beta', 'My services', 'Alpha']);
  await app.page.getByRole('button', { name: 'Move My services up' }).click();
  await expect.poll(names).toEqual(['My services', 'Beta', 'Alpha']);
  await app.page.getByRole('button', { name: 'Move Alpha, 3 of 3' }).dragTo(places.nth(0));
  await expect.poll(names).toEqual(['Alpha', 'My services', 'Beta']);
  // The keys follow the order.
  await environments.switchTo(3, 'Beta');

  app = await restartApp(app);
  const after = new EnvironmentsPage(app.page);
  await new ConsolePage(app.page).ready();
  await after.switchTo(2, 'My services');
});

test('an environment that was removed comes back by undo, with its name and place', async ({ launchApp }) => {
  const { page } = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  await page.getByTestId('connect-service').click();
  await page.getByTestId('endpoint-url').waitFor();
  await page.keyboard.press('Escape');
  const environments = new EnvironmentsPage(page);
  await environments.create('Shop', 'Staging');
  await new ConsolePage(page).open('settings');
  await page.getByTestId('environment-remove').click();
  await page.getByTestId('environment-remove-confirm').click();
  await page.getByTestId('environment-undo').click();
  await expect(environments.switcher).toContainText('Shop');
  await expect(environments.switcher).toContainText('Staging');
  await environments.switcher.click();
  await expect(page.getByRole('menuitem', { name: 'Shop' })).toHaveCount(1);
});
