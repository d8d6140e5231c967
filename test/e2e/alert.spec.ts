import type { DemoService } from '../../src/backend/index.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, notificationTitles, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { AlertsPage } from './pages/alerts.ts';
import { ConsolePage } from './pages/console.ts';

const RULES = `groups:
  - name: shop
    interval: 5s
    rules:
      - alert: HighErrorRatio
        expr: sum(rate(http_requests_total{status=~"5.."}[30s])) / sum(rate(http_requests_total[30s])) > 0.05
        for: 1m
        labels: {severity: critical}
        annotations:
          summary: '{{ $value | humanizePercentage }} of requests fail'
`;
const STEP_MS = 5_000;

/** Lets the service and the app live through the same time. */
async function pass(app: RunningApp, backend: DemoService, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    backend.advance(STEP_MS);
    await advanceClock(app, STEP_MS);
  }
}

test('an alert goes pending, fires with a notification and resolves', async ({ launchApp, startBackend }) => {
  const backend = await startBackend({ clock: 'manual' });
  const app = await launchApp({ env: { ...TEST_HOOKS_ENV, SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const alerts = new AlertsPage(app.page);
  await app.page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.save();
  await console.open('alerts');
  await alerts.addRules('shop', RULES);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Inactive');

  await pass(app, backend, 60_000);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Inactive');
  backend.faults.set('error-burst', { ratio: 0.4 });
  await pass(app, backend, 30_000);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Pending');
  expect(await notificationTitles(app)).toEqual([]);
  await pass(app, backend, 60_000);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Firing');
  await expect.poll(() => notificationTitles(app)).toContainEqual(expect.stringContaining('HighErrorRatio'));
  await expect(app.page.getByTestId('alert')).toContainText('of requests fail');
  backend.faults.clear('error-burst');
  await pass(app, backend, 60_000);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText(/Resolved|Inactive/);
  await expect(alerts.history).toContainText('Resolved');
});

test('a broken rule file is refused with its line, and nothing is lost', async ({
  launchApp,
  startBackend,
}) => {
  const backend = await startBackend({});
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const alerts = new AlertsPage(app.page);
  await app.page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.save();
  await console.open('alerts');
  await alerts.addRules('shop', RULES.replace('sum(rate', 'sum((rate'));
  await expect(alerts.errors.first()).toContainText('shop:6 HighErrorRatio');
});
