import type { Clock } from '../ports.ts';

/** A wall clock that goes ahead by more than this beside the monotonic one was set, or the computer slept. */
const JUMP_MS = 3_600_000;
/** So long it must go on after that, before anything is deleted by what it shows. */
const TRUST_AFTER_MS = 3_600_000;

/**
 * Tells what is too old to be kept. A clock that jumps ahead, by a year say, would have the whole history deleted at once:
 * it is not believed for an hour, in which it may be set right.
 */
export class AgeLimit {
  readonly #clock: Clock;
  #aheadMs: number;
  #trustedFromMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#aheadMs = clock.wallMs() - clock.monotonicMs();
  }

  /** What is before this time, ms UTC, is too old; nothing while the clock is not believed. */
  beforeMs(maxAgeMs: number): number {
    const nowMs = this.#clock.monotonicMs();
    const aheadMs = this.#clock.wallMs() - nowMs;
    if (aheadMs - this.#aheadMs > JUMP_MS) this.#trustedFromMs = nowMs + TRUST_AFTER_MS;
    this.#aheadMs = aheadMs;
    return nowMs < this.#trustedFromMs ? Number.NEGATIVE_INFINITY : this.#clock.wallMs() - maxAgeMs;
  }
}
