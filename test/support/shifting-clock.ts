import { createAdjustableClock } from '../../src/engine/clock.ts';
import type { Clock } from '../../src/engine/ports.ts';

/** A clock that flows, can be advanced with all its timers, and can jump as the clocks of real machines do. */
export interface ShiftingClock extends Clock {
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Sets the wall clock alone forward or back: the user, NTP, or a suspend on Linux. */
  shiftWall(ms: number): void;
  /** Time that passed while nothing ran, as after a suspend elsewhere: what became due is called once, now. */
  leap(ms: number): void;
}

interface Pending {
  readonly dueMs: number;
  readonly callback: () => void;
  cancel: () => void;
}

/** Makes a clock that is `aheadMs` ahead of the machine's. */
export function createShiftingClock(aheadMs = 0): ShiftingClock {
  const base = createAdjustableClock();
  const pending = new Set<Pending>();
  let wallShiftMs = aheadMs;
  let leaptMs = 0;
  const monotonicMs = (): number => base.monotonicMs() + leaptMs;

  function arm(timer: Pending): void {
    timer.cancel = base.setTimer(timer.dueMs - monotonicMs(), () => {
      pending.delete(timer);
      timer.callback();
    });
  }

  return {
    ...base,
    wallMs: () => base.wallMs() + wallShiftMs,
    monotonicMs,
    setTimer(delayMs, callback) {
      const timer: Pending = { dueMs: monotonicMs() + Math.max(0, delayMs), callback, cancel: () => {} };
      pending.add(timer);
      arm(timer);
      return () => {
        pending.delete(timer);
        timer.cancel();
      };
    },
    shiftWall(ms) {
      wallShiftMs += ms;
    },
    leap(ms) {
      leaptMs += ms;
      wallShiftMs += ms;
      for (const timer of [...pending].sort((a, b) => a.dueMs - b.dueMs)) {
        if (!pending.has(timer)) continue;
        timer.cancel();
        arm(timer);
      }
    },
  };
}
