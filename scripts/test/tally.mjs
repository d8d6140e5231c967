import fs from 'node:fs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts a check that either passes or fails.
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Counts the tests of a Vitest JSON report. A file that could not be loaded counts as one failed test.
 * @param {any} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts the tests of a Playwright JSON report. An error outside a test counts as a failed one.
 * @param {any} report
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

/**
 * Judges a tier by its report and its exit code: one that ran nothing, wrote no report, or failed for another reason
 * than a test, has one failure.
 * @param {string} file
 * @param {(report: any) => Tally} count
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyReport(file, count, exitCode) {
  const tally = fs.existsSync(file)
    ? count(JSON.parse(fs.readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  const ranNothing = tally.passed + tally.failed === 0;
  const failedElsewhere = exitCode !== 0 && tally.failed === 0;
  return ranNothing || failedElsewhere ? { ...tally, failed: tally.failed + 1 } : tally;
}

/**
 * The closing line.
 * @param {readonly Tally[]} tallies
 */
export function formatTotal(tallies) {
  const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((total, tally) => total + tally[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
