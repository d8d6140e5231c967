import { fnv1a64 } from '../model/fnv.ts';

const MAX_SNAP_MS = 2;
/** At longer intervals the machine wakes seldom, and targets keep places of their own, as in Prometheus. */
const SHARED_UP_TO_MS = 2_000;
/**
 * Targets of one place are scraped in one go: the machine wakes less often, and code and data are still in its caches
 * for the second one, which takes half of the CPU time.
 */
const PLACE_MS = 500;

/**
 * A target's place in the interval, ms: always the same for a target, spread evenly over targets. At intervals of up to
 * two seconds places are 500 ms apart, or half of a shorter interval.
 */
export function scheduleOffsetMs(targetKey: string, intervalMs: number): number {
  const offsetMs = Number(fnv1a64(targetKey) % BigInt(intervalMs));
  if (intervalMs > SHARED_UP_TO_MS) return offsetMs;
  const placeMs = Math.max(1, Math.min(PLACE_MS, Math.floor(intervalMs / 2)));
  return offsetMs - (offsetMs % placeMs);
}

/** The first tick after `nowMs`: wall times that leave `offsetMs` when divided by the interval, as in Prometheus. */
export function nextTickMs(nowMs: number, intervalMs: number, offsetMs: number): number {
  return Math.floor((nowMs - offsetMs) / intervalMs + 1) * intervalMs + offsetMs;
}

/** A scrape's timestamp: the tick it was meant for when it is at most min(2 ms, interval/100) away, else its start. */
export function snapToTick(startMs: number, tickMs: number, intervalMs: number): number {
  const tolerance = Math.min(MAX_SNAP_MS, intervalMs / 100);
  return Math.abs(startMs - tickMs) <= tolerance ? tickMs : Math.round(startMs);
}
