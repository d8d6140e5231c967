/** Which of rate, increase and delta: counters are corrected for resets, rates are per second. */
export interface RateKind {
  readonly isCounter: boolean;
  readonly isRate: boolean;
}
