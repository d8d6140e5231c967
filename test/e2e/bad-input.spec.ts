import type { FaultInput, FaultName } from '../../src/backend/index.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/backend.ts';
import { ConsolePage } from './pages/console.ts';

const CASES: readonly { fault: FaultName; input: FaultInput[FaultName]; reason: string; says: RegExp }[] = [
  { fault: 'status', input: { status: 404 }, reason: 'not_found', says: /404/ },
  { fault: 'content-type', input: { body: 'html' }, reason: 'html', says: /HTML|web page/i },
  { fault: 'truncated', input: { mode: 'eof' }, reason: 'missing_eof', says: /# EOF/ },
  { fault: 'invalid-utf8', input: {}, reason: 'invalid_utf8', says: /UTF-8/ },
  { fault: 'huge-body', input: { gzip: true }, reason: 'body_limit', says: /limit/ },
  { fault: 'drip', input: {}, reason: 'body_timeout', says: /time|second|s\b/ },
];

test('each kind of bad answer has a sentence of its own, and other targets are untouched', async ({
  launchApp,
  startBackend,
}) => {
  const good = await startBackend({});
  const bad = await startBackend({});
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const console = new ConsolePage(app.page);
  await app.page.getByTestId('connect-service').click();
  for (const [name, url] of [
    ['good', good.metricsUrl],
    ['bad', bad.metricsUrl],
  ] as const) {
    if (name === 'bad') await console.endpointForm.open();
    await console.endpointForm.fillUrl(url);
    await console.endpointForm.fillName(name);
    await console.endpointForm.fillInterval('2s');
    await console.endpointForm.save();
  }
  await expect(console.targetHealth('good')).toHaveText('Up');
  await expect(console.targetHealth('bad')).toHaveText('Up');
  const failure = console.target('bad').getByTestId('target-failure');
  const sentences = new Set<string>();
  for (const { fault, input, reason, says } of CASES) {
    bad.faults.set(fault, input);
    await expect(failure).toHaveAttribute('data-reason', reason);
    await expect(failure).toContainText(says);
    sentences.add((await failure.locator('strong').textContent()) ?? '');
    bad.faults.clear(fault);
    await expect(console.targetHealth('bad')).toHaveText('Up');
  }
  await bad.close();
  await expect(failure).toHaveAttribute('data-reason', 'connection_refused');
  expect(sentences.size).toBe(CASES.length);
  await expect(console.targetHealth('good')).toHaveText('Up');
});
