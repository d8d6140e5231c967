import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findRuntime } from './scripts/bootstrap/electron-runtime.mjs';

// The runtime and the results' folder come from scripts/e2e.mjs; a plain `npx playwright test` finds its own.

process.env.SEXTANT_ELECTRON ??= findRuntime()?.executablePath ?? '';
const resultsDir = process.env.SEXTANT_E2E_RESULTS ?? path.join(import.meta.dirname, 'test-results', 'e2e');

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: path.join(resultsDir, 'artifacts'),
  reporter: [
    ['list'],
    ['json', { outputFile: path.join(resultsDir, 'report.json') }],
    ['./test/e2e/fixtures/ids-report.ts', { resultsDir }],
  ],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Each test has an app, a profile and ports of its own; two at a time is what two cores carry without waiting.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
});
