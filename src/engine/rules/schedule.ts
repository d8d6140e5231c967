import { CLOCK_SET_BACK_MS } from '../model/clock-jump.ts';
import { fnv1a64 } from '../model/fnv.ts';
import type { Clock } from '../ports.ts';

/** One slot of a schedule. */
export interface Tick {
  readonly atMs: number;
  /** Slots that passed since the tick before without one. */
  readonly missedSlots: number;
  /** True where the slots were missed while nothing ran: the machine slept or its clock jumped. */
  readonly slept: boolean;
  /** By how much the clock was set back since the tick before; 0 mostly. */
  readonly setBackMs: number;
}

/** An evaluation that took longer than this did not run all the time: queries end before. */
const LONGEST_WORK_MS = 300_000;

/** A grid of wall times: multiples of the interval, shifted by `offsetMs`. */
export interface Grid {
  readonly intervalMs: number;
  readonly offsetMs: number;
}

/** Groups of one interval are spread over it by a hash of their name and file, and keep their place over restarts. */
export function gridOf(file: string, name: string, intervalMs: number): Grid {
  return { intervalMs, offsetMs: Number(fnv1a64(`${name}\uffff${file}`) % BigInt(intervalMs)) };
}

/** The first slot of a grid after `afterMs`. */
function nextSlot(grid: Grid, afterMs: number): number {
  const { intervalMs, offsetMs } = grid;
  return Math.floor((afterMs - offsetMs) / intervalMs) * intervalMs + intervalMs + offsetMs;
}

/**
 * The ticks of a grid until the signal is aborted. Slots that passed while the consumer was busy or the machine asleep
 * are counted and skipped. After the wall clock was set back, ticks go on from the new time.
 */
export async function* ticks(clock: Clock, grid: Grid, signal: AbortSignal): AsyncGenerator<Tick> {
  const { intervalMs } = grid;
  let slotMs = nextSlot(grid, clock.wallMs());
  let aheadMs = clock.wallMs() - clock.monotonicMs();
  while (!signal.aborted) {
    const waited = slotMs > clock.wallMs();
    for (let delayMs = slotMs - clock.wallMs(); delayMs > 0; delayMs = slotMs - clock.wallMs()) {
      if (delayMs > intervalMs) {
        slotMs = nextSlot(grid, clock.wallMs());
        continue;
      }
      await sleep(clock, delayMs, signal);
      if (signal.aborted) return;
    }
    const missedSlots = Math.max(0, Math.floor((clock.wallMs() - slotMs) / intervalMs));
    slotMs += missedSlots * intervalMs;
    // The machine may sleep while the consumer is busy: wall time passes then, and monotonic time mostly does not.
    const jumpedMs = clock.wallMs() - clock.monotonicMs() - aheadMs;
    aheadMs += jumpedMs;
    const stoodStill = waited || jumpedMs >= intervalMs || missedSlots * intervalMs > LONGEST_WORK_MS;
    const setBackMs = jumpedMs < -CLOCK_SET_BACK_MS ? -jumpedMs : 0;
    yield { atMs: slotMs, missedSlots, slept: stoodStill && missedSlots > 0, setBackMs };
    slotMs += intervalMs;
  }
}

function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.setTimer(delayMs, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
