import './bootstrap/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, STATE_DIR } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { bootstrap, hasDisplay, hasSessionBus } from './bootstrap.mjs';
import { KEYRING_PASSWORD_VARIABLE, startHeadlessSession } from './session/headless-session.mjs';
import { runApp } from './start/app-process.mjs';
import { printLiveStatus } from './start/live-status.mjs';

const LOG_FILE = path.join(STATE_DIR, 'app.log');
const STATUS_FILE = path.join(STATE_DIR, 'status.json');
const SCREENSHOT_FILE = path.join(ROOT, 'screenshots', 'latest.png');

const KEYCHAIN_SENTENCES = {
  temporary:
    'no session bus: credentials go to a keyring of this session alone and are forgotten when it ends ' +
    `(to use your own login keyring, put its password into ${KEYRING_PASSWORD_VARIABLE})`,
  own: 'no session bus: credentials go to your login keyring, which is unlocked for this session',
  none: 'no session bus and no GNOME Keyring: credentials are kept in memory and forgotten when the app ends',
  existing:
    "credentials go to the keychain of this session's bus; a locked one cannot ask for its password here",
};

await runMain(async () => {
  const { executablePath } = await bootstrap();
  const args = process.argv.slice(2);
  if (process.getuid?.() === 0) {
    say('started as root: Chromium refuses its sandbox to root, so the app runs with --no-sandbox');
    args.unshift('--no-sandbox');
  }
  if (hasDisplay()) return await runApp({ executablePath, args, env: process.env, logFile: null });
  return await runHeadless(executablePath, ['--disable-gpu', ...args]);
});

/**
 * Runs the app on a virtual display and prints its state in place of a window.
 * @param {string} executablePath
 * @param {readonly string[]} args
 */
async function runHeadless(executablePath, args) {
  const session = await startHeadlessSession({ ownBus: !hasSessionBus(), widthPx: 1920, heightPx: 1200 });
  let stopStatus = () => {};
  try {
    say('no display: the app runs on a virtual one; its state follows here. Ctrl-C ends it');
    say(KEYCHAIN_SENTENCES[session.keychain]);
    say(`its log is ${LOG_FILE}, its latest screenshot ${SCREENSHOT_FILE}`);
    for (const file of [STATUS_FILE, SCREENSHOT_FILE]) fs.rmSync(file, { force: true });
    fs.mkdirSync(path.dirname(SCREENSHOT_FILE), { recursive: true });
    stopStatus = printLiveStatus({ statusFile: STATUS_FILE, screenshotFile: SCREENSHOT_FILE });
    const exitCode = await runApp({
      executablePath,
      args,
      env: { ...session.env, SEXTANT_STATUS_FILE: STATUS_FILE, SEXTANT_SCREENSHOT_FILE: SCREENSHOT_FILE },
      logFile: LOG_FILE,
    });
    stopStatus();
    if (exitCode !== 0)
      say(`the app ended with code ${exitCode}; the end of its log:\n${tail(LOG_FILE, 20)}`);
    return exitCode;
  } finally {
    stopStatus();
    await session.stop();
  }
}

/**
 * @param {string} file
 * @param {number} lines
 */
function tail(file, lines) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
