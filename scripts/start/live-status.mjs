import fs from 'node:fs';

const TTY_EVERY_MS = 1000;
const LOG_EVERY_MS = 10_000;

/**
 * Prints what the app says about itself: one line that renews itself on a terminal, a line every 10 s elsewhere.
 * @param {{ statusFile: string, screenshotFile: string }} files written by the app
 * @returns {() => void} ends it; may be called twice
 */
export function printLiveStatus({ statusFile, screenshotFile }) {
  const { stdout } = process;
  const tell = () => {
    const line = formatStatus(readStatus(statusFile), fs.existsSync(screenshotFile) ? screenshotFile : null);
    stdout.write(stdout.isTTY ? `\r${line.slice(0, stdout.columns - 1)}\x1b[K` : `${line}\n`);
  };
  const timer = setInterval(tell, stdout.isTTY ? TTY_EVERY_MS : LOG_EVERY_MS);
  let stopped = false;
  return () => {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    if (stdout.isTTY) stdout.write('\n');
  };
}

/**
 * @typedef {object} AppStatus
 * @property {number} targetsUp
 * @property {number} targetsTotal
 * @property {number} samplesPerSecond
 * @property {number} alertsFiring
 */

/**
 * Formats one status line; null stands for an app that has not written one yet.
 * @param {AppStatus | null} status
 * @param {string | null} screenshotFile
 */
export function formatStatus(status, screenshotFile) {
  if (status === null) return 'starting';
  const { targetsUp, targetsTotal, samplesPerSecond, alertsFiring } = status;
  const parts = [
    `targets ${targetsUp}/${targetsTotal} up`,
    `${Math.round(samplesPerSecond)} samples/s`,
    `${alertsFiring} ${alertsFiring === 1 ? 'alert' : 'alerts'} firing`,
  ];
  return [...parts, ...(screenshotFile ? [`screenshot ${screenshotFile}`] : [])].join('  ');
}

/**
 * @param {string} file
 * @returns {AppStatus | null}
 */
function readStatus(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null; // Not written yet.
  }
}
