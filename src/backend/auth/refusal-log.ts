import type { LogLine } from './credential-source.ts';

/** Notes refused requests; `from` is the peer's address. */
export type NoteRefusal = (reason: string, from: string) => void;

/**
 * Logs the first refusal of each reason at once, then at most one line per reason and window that counts those kept
 * back, so that a scraper with a stale token can't fill the log.
 */
export function createRefusalLog(log: LogLine, windowMs: number, nowMs: () => number): NoteRefusal {
  const byReason = new Map<string, { loggedAtMs: number; heldBack: number }>();
  return (reason, from) => {
    const state = byReason.get(reason);
    const now = nowMs();
    if (state !== undefined && now - state.loggedAtMs < windowMs) {
      state.heldBack += 1;
      return;
    }
    const earlier =
      state === undefined || state.heldBack === 0 ? '' : ` (and ${state.heldBack} more since the last line)`;
    log(`metrics endpoint: refused a request from ${from}: ${reason}${earlier}`);
    byReason.set(reason, { loggedAtMs: now, heldBack: 0 });
  };
}
