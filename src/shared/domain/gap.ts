/**
 * Why there are no samples: the computer slept; it had no network; the target refused the credential; it failed
 * otherwise; the app did not run; scraping was paused; the computer's clock was set back,
 * and nothing was scraped at its new times yet.
 */
export const GAP_REASONS = [
  'asleep',
  'offline',
  'refused',
  'down',
  'not_running',
  'paused',
  'clock_set_back',
] as const;

export type GapReason = (typeof GAP_REASONS)[number];

/** A time without samples, ms UTC; of all targets where `targetId` is null. `endMs` is null while it lasts. */
export interface Gap {
  readonly targetId: string | null;
  readonly reason: GapReason;
  readonly startMs: number;
  readonly endMs: number | null;
  /** One sentence for people. */
  readonly message: string;
}
