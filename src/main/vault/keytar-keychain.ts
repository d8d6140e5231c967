import keytar from 'keytar';
import { type Keychain, KeychainError, type KeychainFault } from './keychain.ts';

const CALL_LIMIT_MS = 3_000;

function classify(message: string): KeychainFault {
  return /locked collection|IsLocked|dismissed|user interaction is not allowed/i.test(message)
    ? 'locked'
    : 'unavailable';
}

/**
 * The OS keychain through keytar. keytar runs each call on one of the process' few worker threads and waits there as
 * long as an unlock prompt is open, so that only one call is ever under way: others wait their turn and give up as
 * `busy` after the limit. A call that was given up on still ends by itself. `backend` names the keychain for a person.
 */
export function createKeytarKeychain(
  service: string,
  backend: string,
  callLimitMs = CALL_LIMIT_MS,
): Keychain {
  let tail: Promise<unknown> = Promise.resolve();

  async function attempt<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new KeychainError(classify(message), message);
    }
  }

  function limited<T>(call: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let state: 'waiting' | 'running' | 'abandoned' = 'waiting';
      let ended: Promise<boolean> = Promise.resolve(false);
      const timer = setTimeout(() => {
        if (state === 'waiting') state = 'abandoned';
        reject(new KeychainError('busy', `no answer within ${callLimitMs} ms`, ended));
      }, callLimitMs);
      tail = tail.then(async () => {
        if (state === 'abandoned') return;
        state = 'running';
        const running = attempt(call);
        ended = running.then(
          () => true,
          () => false,
        );
        running.then(resolve, reject);
        await ended;
        clearTimeout(timer);
      });
    });
  }

  return {
    backend,
    get: (account) => limited(() => keytar.getPassword(service, account)),
    set: (account, text) => limited(() => keytar.setPassword(service, account, text)),
    delete: (account) => limited(() => keytar.deletePassword(service, account)),
  };
}
