import type { TransferProgress } from '../../shared/domain/transfer.ts';

const SHOWN_EACH_MS = 200;

/** Shows how far work has come, in one line of the standard error that is written over; nothing where it is no terminal. */
export function createProgressLine(unit: string): {
  show(progress: TransferProgress): void;
  clear(): void;
} {
  const { isTTY } = process.stderr;
  let shownAtMs = 0;
  return {
    show({ done, total, samples }) {
      if (!isTTY || Date.now() - shownAtMs < SHOWN_EACH_MS) return;
      shownAtMs = Date.now();
      const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
      process.stderr.write(`\r${percent} % (${done} of ${total} ${unit}, ${samples} samples)\u001b[K`);
    },
    clear() {
      if (isTTY) process.stderr.write('\r\u001b[K');
    },
  };
}

/** Aborted by the first SIGINT or SIGTERM, so that work can end cleanly. */
export function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
