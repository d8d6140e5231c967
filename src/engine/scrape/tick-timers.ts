import type { Clock } from '../ports.ts';

interface Tick {
  readonly waiting: Map<string, () => void>;
  readonly cancel: () => void;
}

/**
 * Timers at wall times. Those of one time share a timer of the clock and fire in the order of their keys: of targets
 * that are scraped together each has the same place in the row every time, so that none is early once and late then.
 */
export class TickTimers {
  readonly #clock: Pick<Clock, 'wallMs' | 'setTimer'>;
  readonly #ticks = new Map<number, Tick>();

  constructor(clock: Pick<Clock, 'wallMs' | 'setTimer'>) {
    this.#clock = clock;
  }

  /** Calls back at `atMs` (ms UTC), at once where that is past; `key` has one timer at a time. Returns what ends it. */
  at(atMs: number, key: string, callback: () => void): () => void {
    const tick = this.#ticks.get(atMs) ?? this.#open(atMs);
    tick.waiting.set(key, callback);
    return () => {
      if (!tick.waiting.delete(key) || tick.waiting.size > 0 || this.#ticks.get(atMs) !== tick) return;
      tick.cancel();
      this.#ticks.delete(atMs);
    };
  }

  #open(atMs: number): Tick {
    const delayMs = Math.max(0, atMs - this.#clock.wallMs());
    const waiting = new Map<string, () => void>();
    const tick = { waiting, cancel: this.#clock.setTimer(delayMs, () => this.#fire(atMs, waiting)) };
    this.#ticks.set(atMs, tick);
    return tick;
  }

  #fire(atMs: number, waiting: Map<string, () => void>): void {
    this.#ticks.delete(atMs);
    for (const key of [...waiting.keys()].sort()) {
      const callback = waiting.get(key);
      // One that was called before may have ended this one.
      if (!waiting.delete(key) || callback === undefined) continue;
      callback();
    }
  }
}
