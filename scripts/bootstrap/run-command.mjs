import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';
import { SetupError } from './progress.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the checkout by default
 * @property {NodeJS.ProcessEnv} [env]
 * @property {{ uid: number, gid: number }} [user] who runs it; only root can choose
 * @property {number} [timeoutMs] the command is killed after this time
 * @property {'show' | 'capture'} [output] where its output goes: on the terminal (default) or into the result
 *
 * @typedef {object} RunResult
 * @property {number} exitCode 127 if the command does not exist, 128 if a signal ended it
 * @property {string} output stdout and stderr together; empty unless captured
 */

/**
 * Runs a command to its end, whatever the end is.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function tryCommand(command, args, options = {}) {
  const captured = options.output === 'capture';
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: captured ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ exitCode: 127, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? 128, output }));
  });
}

/**
 * Runs a command that has to succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { failure: string }} options `failure` is the sentence for the user if it does not
 */
export async function runCommand(command, args, options) {
  const { exitCode, output } = await tryCommand(command, args, options);
  if (exitCode !== 0) {
    throw new SetupError(
      `${options.failure} (${command} ended with code ${exitCode})${output && `\n${output}`}`,
    );
  }
  return output;
}
