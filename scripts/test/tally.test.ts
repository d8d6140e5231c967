import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { formatTotal, tallyPlaywright, tallyReport, tallyVitest } from './tally.mjs';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tally-'));
const file = path.join(dir, 'report.json');
afterAll(() => fs.rmSync(dir, { recursive: true }));

describe('tallyReport', () => {
  afterEach(() => fs.rmSync(file, { force: true }));

  const vitest = (counts: object, testResults: object[] = []) =>
    fs.writeFileSync(
      file,
      JSON.stringify({
        numPassedTests: 0,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        testResults,
        ...counts,
      }),
    );

  it('counts a tier that wrote no report as failed', () => {
    expect(tallyReport(file, tallyVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a tier that ran nothing, or skipped all, as failed', () => {
    vitest({ numPendingTests: 3 });
    expect(tallyReport(file, tallyVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 3 });
  });

  it('counts a failure outside the tests, which only the exit code tells', () => {
    vitest({ numPassedTests: 7 });
    expect(tallyReport(file, tallyVitest, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('does not count a failed test twice', () => {
    vitest({ numPassedTests: 7, numFailedTests: 2 });
    expect(tallyReport(file, tallyVitest, 1)).toEqual({ passed: 7, failed: 2, skipped: 0 });
  });

  it('counts a file that could not be loaded', () => {
    vitest({ numPassedTests: 7 }, [{ status: 'failed', assertionResults: [] }]);
    expect(tallyReport(file, tallyVitest, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('counts errors of Playwright outside its tests', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 0, skipped: 2 }, errors: [{}] };
    fs.writeFileSync(file, JSON.stringify(report));
    expect(tallyReport(file, tallyPlaywright, 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
});

describe('formatTotal', () => {
  it('adds the tiers up and mentions skipped tests only if there are any', () => {
    expect(formatTotal([{ passed: 1, failed: 0, skipped: 0 }])).toBe('1 passed, 0 failed');
    expect(
      formatTotal([
        { passed: 1, failed: 2, skipped: 1 },
        { passed: 10, failed: 0, skipped: 0 },
      ]),
    ).toBe('11 passed, 2 failed, 1 skipped');
  });
});
