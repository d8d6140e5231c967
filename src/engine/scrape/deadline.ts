import type { Clock } from '../ports.ts';

/** Deadlines under way by the signal that ends them; it gets one listener, since one a scrape costs more than its parsing. */
const underWay = new WeakMap<AbortSignal, Set<Deadline>>();

function deadlinesOf(stop: AbortSignal): Set<Deadline> {
  const known = underWay.get(stop);
  if (known !== undefined) return known;
  const deadlines = new Set<Deadline>();
  underWay.set(stop, deadlines);
  const expireAll = (): void => {
    for (const deadline of deadlines) deadline.expire();
  };
  stop.addEventListener('abort', expireAll, { once: true });
  return deadlines;
}

/** The scrape timeout and the wish to stop: whichever comes first ends what is under way. */
export class Deadline {
  timedOut = false;
  private over = false;
  private end: (() => void) | null = null;
  private readonly cancelTimer: () => void;
  private readonly siblings: Set<Deadline>;

  constructor(clock: Clock, timeoutMs: number, stop: AbortSignal) {
    this.siblings = deadlinesOf(stop);
    this.siblings.add(this);
    this.cancelTimer = clock.setTimer(timeoutMs, () => {
      this.timedOut = true;
      this.expire();
    });
    if (stop.aborted) this.expire();
  }

  /** Calls `end` when time is up, at once where it is already. */
  guard(end: () => void): void {
    this.end = end;
    if (this.over) end();
  }

  close(): void {
    this.end = null;
    this.cancelTimer();
    this.siblings.delete(this);
  }

  expire(): void {
    this.over = true;
    this.end?.();
  }
}
