import { describe, expect, it } from 'vitest';
import { createSystemClock } from './clock.ts';
import { TimeSlices, timeSlicesOf } from './time-slices.ts';

/** A clock that a test sets. */
function clockAt(start: number): { nowMs: number; monotonicMs: () => number } {
  const clock = { nowMs: start, monotonicMs: () => clock.nowMs };
  return clock;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('TimeSlices', () => {
  it('lets work go on until the slice of the turn is over', async () => {
    const clock = clockAt(0);
    const slices = new TimeSlices(clock);
    expect(slices.pause()).toBeNull();
    clock.nowMs = 3;
    expect(slices.pause()).toBeNull();
    clock.nowMs = 4;
    expect(slices.pause()).not.toBeNull();
    await turn();
    // The one that waited has the slice of this turn now.
    clock.nowMs = 7;
    expect(slices.pause()).toBeNull();
  });

  it('serves those who wait one by one, in their order', async () => {
    const clock = clockAt(0);
    const slices = new TimeSlices(clock);
    expect(slices.pause()).toBeNull();
    clock.nowMs = 10;
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) void slices.pause()?.then(() => order.push(name));
    await turn();
    expect(order).toEqual(['a']);
    await turn();
    await turn();
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('leaves the event loop free while two loops work for a quarter of a second', async () => {
    const slices = timeSlicesOf(createSystemClock());
    const endMs = performance.now() + 250;
    const gaps: number[] = [];
    let lastMs = performance.now();
    const timer = setInterval(() => {
      gaps.push(performance.now() - lastMs);
      lastMs = performance.now();
    }, 1);
    const work = async (): Promise<void> => {
      while (performance.now() < endMs) await slices.pause();
    };
    await Promise.all([work(), work()]);
    clearInterval(timer);
    expect(gaps.length).toBeGreaterThan(10);
    expect(gaps.sort((a, b) => a - b)[gaps.length >> 1]).toBeLessThan(20);
  });
});
