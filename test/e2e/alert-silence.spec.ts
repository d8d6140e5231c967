import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { advanceClock, notificationTitles, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { AlertsPage } from './pages/alerts.ts';
import { SilencesPage } from './pages/alerts-silences.ts';
import { ConsolePage } from './pages/console.ts';

const RULES = `groups:
  - name: shop
    interval: 1m
    rules:
      - alert: ShopUp
        expr: up == 1
        labels: {severity: critical, team: shop}
        annotations: {summary: '{{ $labels.instance }} answers'}
      - alert: AlwaysPending
        expr: vector(1)
        for: 10d
        labels: {severity: info}
`;
const MINUTE = 60_000;

test('an alert is silenced with a preview, and told again when the silence is over', async ({
  launchApp,
  restartApp,
  startBackend,
}) => {
  const backend = await startBackend({});
  const env = { ...TEST_HOOKS_ENV, SEXTANT_FIRST_RUN: 'ask' };
  const app = await launchApp({ env });
  const console = new ConsolePage(app.page);
  const alerts = new AlertsPage(app.page);
  const page = new SilencesPage(app.page);
  await app.page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await app.page.getByTestId('endpoint-url').press('Enter');
  await expect(app.page.getByTestId('endpoint-url')).toBeHidden();
  await console.open('settings');
  await page.setRepeatInterval('10m');
  await console.open('alerts');
  await alerts.addRules('shop', RULES);
  await advanceClock(app, 130_000);
  await expect(alerts.ruleState('ShopUp')).toHaveText('Firing');
  await expect.poll(() => notificationTitles(app)).toHaveLength(1);
  await expect(page.bell).toHaveAccessibleName('Notifications, 1 unread');
  await expect(page.timelineRows).toHaveCount(2);

  await page.startSilence();
  await expect(page.preview).toContainText('Hides 1 active alert');
  await expect(page.preview).toContainText('ShopUp');
  await page.saveSilence('1h', 'deploying');
  await expect(page.silences).toContainText('deploying');
  await page.closeDrawer();
  await expect(page.silenced).toBeVisible();
  await advanceClock(app, 15 * MINUTE);
  await expect(alerts.ruleState('ShopUp')).toHaveText('Firing');
  expect(await notificationTitles(app)).toHaveLength(1);

  await page.openSilences();
  await page.expireSilence();
  await expect(page.silences).toContainText('Ended');
  await page.closeDrawer();
  await expect(page.silenced).toBeHidden();
  await advanceClock(app, 120_000);
  await expect.poll(() => notificationTitles(app)).toHaveLength(2);
  expect((await notificationTitles(app))[1]).toContain('ShopUp is still firing');

  await page.acknowledge('on it');
  await expect(page.acknowledged).toBeVisible();
  await expect(page.alert).toContainText('on it');
  await advanceClock(app, 15 * MINUTE);
  expect(await notificationTitles(app)).toHaveLength(2);

  await page.filter('team="shop"');
  await expect(alerts.ruleState('ShopUp')).toBeVisible();
  await expect(alerts.ruleState('AlwaysPending')).toBeHidden();
  await page.filter('team=');
  await expect(app.page.getByText('Write matchers as')).toBeVisible();

  const again = await restartApp(app, { env });
  const after = new SilencesPage(again.page);
  await expect(after.bell).toHaveAccessibleName('Notifications, 2 unread');
  await after.bell.click();
  await expect(after.notices).toHaveCount(2);
  await expect(after.notices.first()).toContainText('ShopUp is still firing');
});
