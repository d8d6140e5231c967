/**
 * A clock that goes back by more than this was set; by less it was trimmed, and samples wait until its times are new.
 */
export const CLOCK_SET_BACK_MS = 5_000;
