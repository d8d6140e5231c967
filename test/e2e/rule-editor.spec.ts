import type { DemoService } from '../../src/backend/index.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { advanceClock, notificationTitles, TEST_HOOKS_ENV } from './fixtures/test-hooks.ts';
import { AlertsPage } from './pages/alerts.ts';
import { ConsolePage } from './pages/console.ts';
import { RuleEditorPage } from './pages/rule-editor.ts';

const RATIO = 'sum(rate(http_requests_total{status=~"5.."}[2m])) / sum(rate(http_requests_total[2m]))';
const STEP_MS = 5_000;

/** Lets the service and the app live through the same time. */
async function pass(app: RunningApp, backend: DemoService, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    backend.advance(STEP_MS);
    await advanceClock(app, STEP_MS);
  }
}

test('a rule is written, tried over the past, saved, and fires', async ({ launchApp, startBackend }) => {
  const backend = await startBackend({ clock: 'manual' });
  const app = await launchApp({ env: { ...TEST_HOOKS_ENV, SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  const alerts = new AlertsPage(app.page);
  const editor = new RuleEditorPage(app.page);
  await app.page.getByTestId('connect-service').click();
  await console.endpointForm.fillUrl(backend.metricsUrl);
  await console.endpointForm.save();
  await console.open('alerts');

  // Windows are long, so that the time that the test itself takes does not end an alert.
  // A history with one burst of errors of two minutes.
  await pass(app, backend, 60_000);
  backend.faults.set('error-burst', { ratio: 0.4 });
  await pass(app, backend, 120_000);
  backend.faults.clear('error-burst');
  await pass(app, backend, 180_000);

  await editor.openNew();
  await editor.save();
  await expect(editor.root).toContainText('A rule needs a name.');
  await editor.field('name').fill('HighErrorRatio');
  await editor.writeExpression('sum(rate(');
  await expect(editor.expression).toContainText('parse error');
  await editor.writeExpression(`${RATIO} > 0.05`);
  await expect(editor.preview).toContainText('Nothing would fire now');
  await editor.field('for').fill('half a minute');
  await expect(editor.root).toContainText('not a valid duration');
  await editor.field('for').fill('30s');
  await editor.field('interval').fill('5s');
  await editor.writeAnnotation('summary', '{{ $value | humanizePercentage }} of requests fail');

  await editor.chooseRange('1 h');
  await expect(editor.backtestSummary).toHaveText('It would have fired once.');
  await expect(editor.spans('Firing')).toHaveCount(1);
  await expect(async () => {
    await editor.backtestSummary.hover();
    await editor.spans('Firing').hover();
    await expect(app.page.getByRole('tooltip')).toContainText('of requests fail', { timeout: 1_000 });
  }).toPass();
  // With a longer `for` it would have said nothing.
  await editor.slider('for').focus();
  for (let i = 0; i < 6; i++) await app.page.keyboard.press('ArrowRight');
  await expect(editor.backtestSummary).toHaveText('It would not have fired.');
  for (let i = 0; i < 5; i++) await app.page.keyboard.press('ArrowLeft');
  await editor.adoptSliders();
  await expect(editor.field('for')).toHaveValue('1m');
  await expect(editor.backtestSummary).toHaveText('It would have fired once.');
  await editor.saveAndClose();

  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Inactive');
  backend.faults.set('error-burst', { ratio: 0.4 });
  await pass(app, backend, 120_000);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Firing');
  await expect.poll(() => notificationTitles(app)).toContainEqual(expect.stringContaining('HighErrorRatio'));

  // A change keeps the alert that is firing; the rule can be deleted and put back.
  await editor.openRule('HighErrorRatio');
  await expect(editor.preview).toContainText('of requests fail');
  await editor.writeAnnotation('summary', '{{ nope }}');
  await expect(editor.root).toContainText('function "nope" not defined');
  await editor.writeAnnotation('summary', 'Too many errors');
  await editor.saveAndClose();
  await pass(app, backend, STEP_MS);
  await expect(alerts.ruleState('HighErrorRatio')).toHaveText('Firing');
  await expect(app.page.getByTestId('alert')).toContainText('Too many errors');
  await editor.openRule('HighErrorRatio');
  await editor.deleteRule();
  await expect(app.page.getByTestId('alerts-empty')).toBeVisible();
  await editor.undo();
  await expect(alerts.ruleState('HighErrorRatio')).toBeVisible();
});
