import type { Clock, HistoryKeys } from './ports.ts';
import { isHistoryEncrypted } from './tsdb/disk/history-file.ts';
import { type HistoryAccess, PLAIN_ACCESS } from './tsdb/disk/history-key.ts';

const ASK_AGAIN_MS = 10_000;

/** What the history can be opened with now, asked again while there is no key. */
export interface HistoryAccessSource {
  current(): HistoryAccess;
  close(): void;
}

/** Asks the host for the key of the history in a directory; a host that keeps none has plain histories. */
export async function openHistoryAccess(
  keys: HistoryKeys | undefined,
  directory: string | null,
  clock: Clock,
): Promise<HistoryAccessSource> {
  if (keys === undefined || directory === null)
    return { current: () => PLAIN_ACCESS, close: () => undefined };
  const ask = (): Promise<HistoryAccess> => keys.readHistoryKey(isHistoryEncrypted(directory));
  let cancel = (): void => undefined;
  let isClosed = false;
  let access = await ask();
  const askLater = (): void => {
    if (isClosed || access.message === '') return;
    cancel = clock.setTimer(ASK_AGAIN_MS, () => {
      // A host that is gone answers no more; then the engine is about to end, too.
      void ask().then(
        (answer) => {
          access = answer;
          askLater();
        },
        () => undefined,
      );
    });
  };
  askLater();
  return {
    current: () => access,
    close() {
      isClosed = true;
      cancel();
    },
  };
}
