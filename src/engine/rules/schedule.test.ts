import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { type Tick, ticks } from './schedule.ts';

const START_MS = 1_700_000_000_000;

/** Collects the ticks of a grid of ten seconds, three seconds after each full one. */
function collect(clock: ManualClock, work: (tick: Tick) => Promise<void> = async () => {}) {
  const abort = new AbortController();
  const seen: Tick[] = [];
  const ended = (async () => {
    for await (const tick of ticks(clock, { intervalMs: 10_000, offsetMs: 3_000 }, abort.signal)) {
      seen.push({ ...tick, atMs: tick.atMs - START_MS });
      await work(tick);
    }
  })();
  return {
    seen,
    stop: async () => {
      abort.abort();
      await ended;
    },
  };
}

describe('the grid of a rule group', () => {
  it('ticks on its slots until it is stopped', async () => {
    const clock = new ManualClock(START_MS);
    const { seen, stop } = collect(clock);
    await clock.advance(25_000);
    await stop();
    expect(seen.map(({ atMs }) => atMs)).toEqual([3_000, 13_000, 23_000]);
    expect(clock.timerCount).toBe(0);
  });

  it('skips and counts the slots that passed while an evaluation ran', async () => {
    const clock = new ManualClock(START_MS);
    const { seen, stop } = collect(clock, async ({ missedSlots }) => {
      if (missedSlots === 0) await new Promise<void>((resolve) => void clock.setTimer(35_000, resolve));
    });
    await clock.advance(39_000);
    await stop();
    expect(seen).toEqual([
      { atMs: 3_000, missedSlots: 0, slept: false, setBackMs: 0 },
      { atMs: 33_000, missedSlots: 2, slept: false, setBackMs: 0 },
    ]);
  });

  it('says that slots were missed asleep', async () => {
    const clock = new ManualClock(START_MS);
    const { seen, stop } = collect(clock);
    await clock.advance(5_000);
    clock.setWall(clock.wallMs() + 3_600_000);
    await clock.advance(10_000);
    await stop();
    expect(seen[1]).toEqual({ atMs: 3_603_000 + 10_000, missedSlots: 360, slept: true, setBackMs: 0 });
  });

  it('says that slots were missed asleep while an evaluation ran', async () => {
    const clock = new ManualClock(START_MS);
    const { seen, stop } = collect(clock, async ({ missedSlots }) => {
      if (missedSlots === 0) await new Promise<void>((resolve) => void clock.setTimer(5_000, resolve));
    });
    await clock.advance(4_000);
    clock.setWall(clock.wallMs() + 3_600_000);
    await clock.advance(5_000);
    await stop();
    expect(seen[1]).toMatchObject({ missedSlots: 359, slept: true });
  });

  it('goes on from the new time when the wall clock was set back', async () => {
    const clock = new ManualClock(START_MS);
    const { seen, stop } = collect(clock);
    await clock.advance(5_000);
    clock.setWall(clock.wallMs() - 3_600_000);
    await clock.advance(20_000);
    await stop();
    expect(seen).toMatchObject([
      { atMs: 3_000, setBackMs: 0 },
      { atMs: -3_577_000, setBackMs: 3_600_000 },
    ]);
  });
});
