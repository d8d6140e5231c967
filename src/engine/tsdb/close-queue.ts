import type { Clock } from '../ports.ts';

/** Far below what a scrape may be late by. */
const SLICE_MS = 2;
const PAUSE_MS = 6;

/** A batch being closed; `closeStep` answers false when there is nothing more to do for now. */
export interface Closing {
  closeStep(): boolean;
}

/** Closes batches little by little: a wide one at once would make all scrapes late that are due meanwhile. */
export class CloseQueue {
  readonly #clock: Clock;
  readonly #waiting: Closing[] = [];
  #cancel: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(closing: Closing): void {
    if (!this.#waiting.includes(closing)) this.#waiting.push(closing);
    this.#schedule();
  }

  /** Closes all that waits. */
  drain(): void {
    for (const closing of this.#waiting.splice(0)) while (closing.closeStep());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting.length = 0;
  }

  #schedule(): void {
    this.#cancel ??= this.#clock.setTimer(PAUSE_MS, () => {
      this.#cancel = null;
      this.#closeSlice();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #closeSlice(): void {
    const untilMs = this.#clock.monotonicMs() + SLICE_MS;
    for (let closing = this.#waiting[0]; closing !== undefined; closing = this.#waiting[0]) {
      if (!closing.closeStep()) this.#waiting.shift();
      if (this.#clock.monotonicMs() >= untilMs) return;
    }
  }
}
