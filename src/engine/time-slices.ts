import { nextTurn } from './clock.ts';
import type { Clock } from './ports.ts';

type MonotonicClock = Pick<Clock, 'monotonicMs'>;

/** How long all queries together hold the thread before its other work gets a turn. */
const SLICE_MS = 4;

/**
 * Lets scrapes, timers and calls of the host run while queries are evaluated in the same thread: in each turn of the
 * event loop queries have one slice of time, and those whose work is not done wait in line for the next one.
 */
export class TimeSlices {
  readonly #clock: MonotonicClock;
  readonly #waiting: (() => void)[] = [];
  #isTurnBooked = false;
  #sliceEndMs = 0;

  constructor(clock: MonotonicClock) {
    this.#clock = clock;
  }

  /** null while the slice of this turn lasts, else a promise of a later one. */
  pause(): Promise<void> | null {
    if (!this.#isTurnBooked) {
      this.#beginSlice();
      return null;
    }
    if (this.#clock.monotonicMs() < this.#sliceEndMs) return null;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #beginSlice(): void {
    this.#sliceEndMs = this.#clock.monotonicMs() + SLICE_MS;
    this.#isTurnBooked = true;
    nextTurn(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#isTurnBooked = false;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#beginSlice();
    next();
  }
}

const slicesByClock = new WeakMap<MonotonicClock, TimeSlices>();

/** The slices of a clock: all queries that are timed by the same one share them. */
export function timeSlicesOf(clock: MonotonicClock): TimeSlices {
  let slices = slicesByClock.get(clock);
  if (slices === undefined) {
    slices = new TimeSlices(clock);
    slicesByClock.set(clock, slices);
  }
  return slices;
}
