import { CLOCK_SET_BACK_MS } from '../model/clock-jump.ts';
import { formatSpan } from '../model/span.ts';
import type { Clock } from '../ports.ts';
import type { StorageCondition } from './disk/history-file.ts';

/** Says, while it matters, that a clock that was set back had rows set aside. */
export class SetAsideNotice {
  readonly #clock: Clock;
  #fromMs = Number.POSITIVE_INFINITY;
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rows between the two times, ms UTC, were set aside. */
  note(fromMs: number, untilMs: number): void {
    if (this.#clock.wallMs() > this.#untilMs) this.#fromMs = Number.POSITIVE_INFINITY;
    this.#fromMs = Math.min(this.#fromMs, fromMs);
    this.#untilMs = Math.max(this.#untilMs, untilMs);
  }

  /** The condition of a store that is otherwise in order; null once the clock has passed what was set aside. */
  condition(): StorageCondition | null {
    const isTrim = this.#untilMs - this.#fromMs <= CLOCK_SET_BACK_MS;
    if (isTrim || this.#untilMs < this.#clock.wallMs()) return null;
    const until = new Date(this.#untilMs).toISOString().slice(0, 16).replace('T', ' ');
    const message = `The computer's clock was set back by ${formatSpan(this.#untilMs - this.#fromMs)}. Samples are stored at its new times; those that were stored up to ${until} UTC before are set aside, and are shown again if the clock is set right.`;
    return { state: 'clock_set_back', message };
  }
}
