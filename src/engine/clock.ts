import type { Clock } from './ports.ts';

/** The machine's clock. */
export function createSystemClock(): Clock {
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    setTimer(delayMs, callback) {
      const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
  };
}

/** Calls back once what else waits for the thread has had its turn. */
export function nextTurn(callback: () => void): void {
  setImmediate(callback);
}

/** setTimeout fires at once beyond this; who waits so long looks at the clock again when woken. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** A clock that flows like the machine's and can be moved on. */
export interface AdjustableClock extends Clock {
  /**
   * Moves the clock on by `ms` as if that time had passed: timers that become due are called one after the other at
   * their own time, and `settle` (all that they started has ended) is awaited after each.
   */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** The clock of tests and the QA kit: real time flows, and `advance` adds to it. */
export function createAdjustableClock(): AdjustableClock {
  let aheadMs = 0;
  const timers = new Set<Timer>();
  let wake: NodeJS.Timeout | null = null;
  const monotonicMs = (): number => performance.now() + aheadMs;

  function earliest(): Timer | null {
    let first: Timer | null = null;
    for (const timer of timers) if (first === null || timer.dueMs < first.dueMs) first = timer;
    return first;
  }

  function fire(timer: Timer): void {
    timers.delete(timer);
    timer.callback();
  }

  function arm(): void {
    if (wake !== null) clearTimeout(wake);
    const next = earliest();
    wake = next === null ? null : setTimeout(fireDue, clampDelay(next.dueMs - monotonicMs()));
  }

  function fireDue(): void {
    const nowMs = monotonicMs();
    const due = [...timers].filter((timer) => timer.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const timer of due) if (timers.has(timer)) fire(timer);
    arm();
  }

  return {
    wallMs: () => Date.now() + Math.round(aheadMs),
    monotonicMs,
    setTimer(delayMs, callback) {
      const timer: Timer = { dueMs: monotonicMs() + Math.max(0, delayMs), callback };
      timers.add(timer);
      arm();
      return () => {
        if (timers.delete(timer)) arm();
      };
    },
    async advance(ms, settle) {
      const targetMs = monotonicMs() + ms;
      for (let next = earliest(); next !== null && next.dueMs <= targetMs; next = earliest()) {
        aheadMs += Math.max(0, next.dueMs - monotonicMs());
        fire(next);
        await new Promise(setImmediate);
        await settle();
      }
      aheadMs += Math.max(0, targetMs - monotonicMs());
      arm();
    },
  };
}

function clampDelay(delayMs: number): number {
  return Math.min(Math.max(0, delayMs), MAX_TIMEOUT_MS);
}
