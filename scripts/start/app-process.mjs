import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { endProcess } from '../session/own-process.mjs';

const QUIT_TIMEOUT_MS = 10_000;

/**
 * Starts the app and waits for its end; Ctrl-C and SIGTERM let it quit in order, within a time limit.
 * @param {object} options
 * @param {string} options.executablePath Electron
 * @param {readonly string[]} options.args for the app
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string | null} options.logFile where its output goes; null for this terminal
 * @returns {Promise<number>} its exit code; 0 if it was told to end
 */
export async function runApp({ executablePath, args, env, logFile }) {
  if (logFile) fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const output = logFile ? fs.openSync(logFile, 'w') : 'inherit';
  const child = spawn(executablePath, [...args, ROOT], {
    cwd: ROOT,
    env,
    stdio: ['ignore', output, output],
    // In a group of its own, so that the terminal's Ctrl-C does not end its helper processes before itself.
    detached: true,
  });
  let told = false;
  const quit = () => {
    told = true;
    void endProcess(child, QUIT_TIMEOUT_MS);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, quit);
  const exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  return told ? 0 : exitCode;
}
