import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { AgeWorkerData, AgeWorkerResult } from './age-worker.ts';

/** scrypt takes about a second; a header may ask for four times as much. */
const LIMIT_MS = 60_000;

/** Encrypts with a passphrase in the age format (age-encryption.org/v1, scrypt), in a thread of its own. */
export interface AgeCipher {
  encrypt(bytes: Uint8Array, passphrase: string): Promise<Uint8Array>;
  /** Throws AppError `bad_data` for a wrong passphrase and for a file that is damaged or of another kind. */
  decrypt(bytes: Uint8Array, passphrase: string): Promise<Uint8Array>;
}

const FAULTS = {
  passphrase: 'The passphrase is not the one that this file was encrypted with; try again.',
  recipients:
    'This file was encrypted for a key and not with a passphrase, so that it is no export of Sextant.',
  costly: 'The file asks for more work than any export of Sextant does, so it was not opened.',
  damaged: 'The file is damaged or was cut short; ask for it once more.',
} as const;

/** Makes it; each call starts a thread, which ends with it. */
export function createAgeCipher(startWorker: (data: AgeWorkerData) => Worker): AgeCipher {
  function run(data: AgeWorkerData): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const worker = startWorker(data);
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        settle();
        void worker.terminate();
      };
      const timer = setTimeout(
        () => end(() => reject(new AppError('timeout', 'It took more than a minute, so it was given up.'))),
        LIMIT_MS,
      );
      worker.once('message', (result: AgeWorkerResult) =>
        end(() => {
          if (result.ok) resolve(result.bytes);
          else reject(new AppError('bad_data', FAULTS[result.fault]));
        }),
      );
      worker.once('error', (error) => end(() => reject(error)));
      worker.once('exit', () => end(() => reject(new AppError('internal', 'The thread ended by itself.'))));
    });
  }
  return {
    encrypt: (bytes, passphrase) => run({ kind: 'encrypt', passphrase, bytes }),
    decrypt: (bytes, passphrase) => run({ kind: 'decrypt', passphrase, bytes }),
  };
}
