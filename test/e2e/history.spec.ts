import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from './fixtures/app.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';

/** Answers the system's file dialogs, which no test can click. */
async function answerFileDialogs(app: RunningApp, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
}

test('history goes out to a file and comes back', async ({ launchApp, userDataDir }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  await console.expectDrawnCharts(4);
  const file = path.join(userDataDir, 'history.om.txt');
  await answerFileDialogs(app, file);
  await console.open('settings');
  await app.page.getByTestId('export-history').click();
  await expect(app.page.getByText('History exported')).toBeVisible();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('# TYPE ');
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  expect((await fs.readdir(userDataDir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  await app.page.getByTestId('import-history').click();
  await expect(app.page.getByText('History imported')).toBeVisible();
  await expect(app.page.getByText(/samples of [\d,]+ series were added/)).toBeVisible();
  await app.page.getByTestId('export-selector').fill('{');
  await app.page.getByTestId('export-history').click();
  await expect(app.page.getByText('The history was not exported')).toBeVisible();
});

test('a long import tells how far it is, and can be canceled', async ({ launchApp, userDataDir }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  const file = path.join(userDataDir, 'long.om.txt');
  const startS = Math.floor(Date.now() / 1_000) - 7_200;
  const lines = Array.from({ length: 1_500 }, (_, series) =>
    Array.from({ length: 1_000 }, (_, i) => `long{series="${series}"} ${i} ${startS + i}\n`).join(''),
  );
  await fs.writeFile(file, `# TYPE long gauge\n${lines.join('')}# EOF\n`);
  await answerFileDialogs(app, file);
  await console.open('settings');
  await app.page.getByTestId('import-history').click();
  await expect(app.page.getByTestId('transfer-progress')).toContainText(/ of [\d.]+ MiB, .* samples/);
  await app.page.getByTestId('transfer-cancel').click();
  await expect(app.page.getByText('It was canceled.')).toBeVisible();
  await expect(app.page.getByTestId('import-history')).toBeEnabled();
});

test('the raw body of a target stands beside what was read from it', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  const console = new ConsolePage(page);
  await console.ready();
  await console.open('targets');
  await console.target('demo-shop').getByTestId('target-page').click();
  await expect(page.getByTestId('page-text')).toContainText('# HELP');
  await page.getByTestId('page-families-tab').click();
  await page.getByTestId('page-family-filter').fill('http_requests_total');
  await page
    .getByTestId('page-families')
    .getByRole('button', { name: /^http_requests/ })
    .click();
  await expect(page.getByTestId('page-families').locator('td').first()).toContainText('{');
  await expect(page.getByTestId('page-text').locator('.cm-activeLine')).toContainText('# TYPE http_requests');
  await page.getByTestId('page-search').fill('process_cpu_seconds_total');
  await expect(page.getByTestId('page-text').locator('.cm-searched')).toHaveText('process_cpu_seconds_total');
});

test.describe('a page that breaks its format', () => {
  const LINES = 12_000;
  let server: http.Server;
  test.beforeAll(async () => {
    const body = `# HELP a_total Something.\n# TYPE a_total counter\n${Array.from({ length: LINES }, (_, i) => `a_total{path="/${i}"} ${i}`).join('\n')}\nbroken{path="x" 1\n# TYPE late_seconds histogram\nlate_seconds_bucket{le="1"} 3\nlate_seconds_count 5\n`;
    server = http.createServer((_, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  test.afterAll(() => void server.close());

  test('shows each finding at its line', async ({ launchApp }) => {
    const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
    const { page } = app;
    const console = new ConsolePage(page);
    await page.getByTestId('connect-service').click();
    await console.endpointForm.fillUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
    await console.endpointForm.fillName('Broken');
    await console.endpointForm.save();
    await console.target('broken').getByTestId('target-page').click();
    const findings = page.getByTestId('page-findings');
    await expect(findings).toContainText('Prometheus refuses the page');
    await expect(findings).toContainText('no bucket le="+Inf"');
    // Twelve thousand lines are there, and only those that are seen are drawn.
    expect(await page.getByTestId('page-text').locator('.cm-line').count()).toBeLessThan(300);
    await findings.getByRole('button', { name: /no bucket le/ }).click();
    const text = page.getByTestId('page-text');
    await expect(text.locator('.cm-activeLine')).toContainText('late_seconds_bucket');
    await expect(text.locator('.cm-activeLineGutter').first()).toHaveText(String(LINES + 5));
    await expect(text.locator('.cm-lintRange-error').first()).toBeVisible();
  });
});

test.describe('a page of protobuf', () => {
  let server: http.Server;
  test.beforeAll(async () => {
    const family = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('jobs_total');
    family.tag(2, WireType.LengthDelimited).string('Jobs that were done.').tag(3, WireType.Varint).uint32(0);
    for (const [queue, value] of [
      ['mail', 12],
      ['print', -1],
    ] as const) {
      family.tag(4, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
      family.tag(1, WireType.LengthDelimited).string('queue');
      family.tag(2, WireType.LengthDelimited).string(queue).join();
      family.tag(3, WireType.LengthDelimited).fork().tag(1, WireType.Bit64).double(value).join().join();
    }
    const body = family.join().finish();
    server = http.createServer((_, response) => {
      response.setHeader('content-type', 'application/vnd.google.protobuf; encoding=delimited').end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  test.afterAll(() => void server.close());

  test('is shown in its readable form, each finding with its place in the messages', async ({
    launchApp,
  }) => {
    const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
    const { page } = app;
    const console = new ConsolePage(page);
    await page.getByTestId('connect-service').click();
    await console.endpointForm.fillUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
    await console.endpointForm.fillName('Jobs');
    await console.endpointForm.save();
    await console.target('jobs').getByTestId('target-page').click();
    await expect(page.getByTestId('page-text')).toContainText('label { name: "queue" value: "mail" }');
    await page.getByTestId('page-findings-tab').click();
    const findings = page.getByTestId('page-findings');
    await findings.getByRole('button', { name: /family\[0\]\.metric\[1\]\.counter\.value/ }).click();
    await expect(page.getByTestId('page-text').locator('.cm-activeLine')).toHaveText('    value: -1');
  });
});
