import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';
import { EnvironmentsPage } from './pages/environments.ts';
import { TrayMenu } from './pages/tray.ts';

test('the tray tells what is shown, switches to another environment, and pauses notifications', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const tray = new TrayMenu(app);
  const environments = new EnvironmentsPage(app.page);
  await new ConsolePage(app.page).ready();
  await tray.watch();
  await environments.create('Beta', 'Staging');
  await expect.poll(() => tray.labels()).toContain('Sextant: Beta, no alert is firing');

  await tray.click('Demo');
  await expect(environments.switcher).toContainText('Demo');
  await expect.poll(async () => (await tray.labels())[0]).toMatch(/^Sextant: Demo, /);

  await tray.click('Pause notifications for 1 hour');
  await expect
    .poll(() => tray.labels())
    .toContainEqual(expect.stringMatching(/^Notifications paused until /));
});
