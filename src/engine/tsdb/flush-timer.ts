import type { Clock } from '../ports.ts';

/** Between two slices of names, for scrapes that are due. */
const WRITE_AHEAD_PAUSE_MS = 3;
/** What a flush may take, a checkpoint of the log with it. */
const WRITE_MS = 40;
/** Between two looks for a pause. */
const NEXT_LOOK_MS = 10;
/** From here to the end of the interval a pause is waited for. */
const WAITING_FROM = 0.75;

/** When a store writes, and what. */
export interface FlushTimerOptions {
  readonly clock: Clock;
  readonly flushIntervalMs: number;
  /** For how long from now no scrape begins; absent where nothing has to be waited for. */
  readonly pauseMs?: () => number;
  /** Writes a slice ahead; true when there is more. */
  readonly writeAhead: () => boolean;
  readonly write: () => void;
}

/** Has a store written once an interval, in a pause between scrapes where there is one. Answers how to end it. */
export function startFlushTimer(options: FlushTimerOptions): () => void {
  const { clock, flushIntervalMs, pauseMs, writeAhead, write } = options;
  let cancel = (): void => {};
  function schedule(): void {
    const latestMs = clock.monotonicMs() + flushIntervalMs;
    const attempt = (): void => {
      const pause = pauseMs?.() ?? WRITE_MS;
      if (pause < WRITE_MS && clock.monotonicMs() < latestMs) {
        cancel = clock.setTimer(Math.max(0, pause) + NEXT_LOOK_MS, attempt);
      } else if (writeAhead()) {
        cancel = clock.setTimer(WRITE_AHEAD_PAUSE_MS, attempt);
      } else {
        write();
        schedule();
      }
    };
    const firstMs = pauseMs === undefined ? flushIntervalMs : flushIntervalMs * WAITING_FROM;
    cancel = clock.setTimer(firstMs, attempt);
  }
  schedule();
  return () => cancel();
}
