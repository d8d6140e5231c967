import { spawn } from 'node:child_process';
import { findProgram } from '../bootstrap/find-program.mjs';

/**
 * Starts a server that must not outlive this process. It gets a process group of its own, so that Ctrl-C in the
 * terminal reaches this process alone, which then ends things in order; should this process be killed, the kernel
 * ends the server.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startOwnProcess(program, args, options) {
  const setpriv = findProgram('setpriv');
  const [command = program, ...rest] = setpriv
    ? [setpriv, '--pdeathsig', 'TERM', '--', program, ...args]
    : [program, ...args];
  return spawn(command, rest, { ...options, detached: true });
}

/**
 * Ends a child with SIGTERM, and with SIGKILL if it does not go in time.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} timeoutMs
 */
export async function endProcess(child, timeoutMs) {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/** @param {import('node:child_process').ChildProcess} child */
export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/**
 * The first line a stream carries.
 * @param {import('node:stream').Readable} stream
 * @param {string} failure what to say if it ends without one
 * @returns {Promise<string>}
 */
export function readFirstLine(stream, failure) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    stream.on('close', () => reject(new Error(failure)));
  });
}
