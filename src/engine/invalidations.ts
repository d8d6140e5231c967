import type { InvalidationTopic } from '../shared/domain/engine-status.ts';
import type { Clock } from './ports.ts';

const MIN_INTERVAL_MS = 250;

/** Gathers what changed, so that listeners hear of it at most four times a second. */
export interface Invalidations {
  note(...topics: readonly InvalidationTopic[]): void;
  /** Says nothing any more. */
  close(): void;
}

/** Calls `send` at once for the first change, and for later ones when the interval since the last call is over. */
export function createInvalidations(
  clock: Clock,
  send: (topics: readonly InvalidationTopic[]) => void,
): Invalidations {
  const pending = new Set<InvalidationTopic>();
  let lastSentMs = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  function flush(): void {
    cancelTimer = null;
    lastSentMs = clock.monotonicMs();
    const topics = [...pending];
    pending.clear();
    send(topics);
  }

  return {
    note(...topics) {
      if (closed) return;
      for (const topic of topics) pending.add(topic);
      const waitMs = lastSentMs + MIN_INTERVAL_MS - clock.monotonicMs();
      cancelTimer ??= clock.setTimer(Math.max(0, waitMs), flush);
    },
    close() {
      closed = true;
      cancelTimer?.();
    },
  };
}
