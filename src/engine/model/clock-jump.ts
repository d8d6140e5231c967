/**
 * A clock that goes back by more than this was set, which is told and counts for alerts; by less it was trimmed. Samples
 * are stored either way.
 */
export const CLOCK_SET_BACK_MS = 5_000;
