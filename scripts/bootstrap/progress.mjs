/** A problem that the user can solve; its message is all that is printed, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Prints one line of progress.
 * @param {string} text
 */
export function say(text) {
  console.log(`sextant: ${text}`);
}

/**
 * Says what is about to be done and why, does it, and says how long it took.
 * @template T
 * @param {string} text
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(text, work) {
  say(text);
  const startedMs = performance.now();
  const result = await work();
  say(`  done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * Runs a script's main function: a SetupError ends the process with its sentence, a bug with its stack.
 * @param {() => Promise<number | void>} main resolves with the exit code, 0 if it says nothing
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? `sextant: ${error.message}` : error);
    process.exitCode = 1;
  }
}
