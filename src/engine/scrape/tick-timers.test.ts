import { expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { TickTimers } from './tick-timers.ts';

const START_MS = 1_800_000_000_000;

it('fires those of one time together, in the order of their keys', async () => {
  const clock = new ManualClock(START_MS);
  const timers = new TickTimers(clock);
  const fired: string[] = [];
  for (const key of ['c', 'a', 'b']) {
    const tick = (): void => {
      fired.push(`${key}${clock.wallMs() - START_MS}`);
      timers.at(clock.wallMs() + 500, key, tick);
    };
    // Asked for at different times, as loops that began one after the other do.
    timers.at(START_MS + 1_000, key, tick);
    await clock.advance(100);
  }
  await clock.advance(1_300);
  expect(fired).toEqual(['a1000', 'b1000', 'c1000', 'a1500', 'b1500', 'c1500']);
});

it('fires at once what is past', async () => {
  const clock = new ManualClock(START_MS);
  let fired = false;
  new TickTimers(clock).at(START_MS - 5, 'a', () => {
    fired = true;
  });
  await clock.advance(0);
  expect(fired).toBe(true);
});

it('does not fire what was ended, be it by one that fires before it', async () => {
  const clock = new ManualClock(START_MS);
  const timers = new TickTimers(clock);
  const fired: string[] = [];
  const endA = timers.at(START_MS + 10, 'a', () => fired.push('a'));
  endA();
  endA();
  const endC = timers.at(START_MS + 10, 'c', () => fired.push('c'));
  timers.at(START_MS + 10, 'b', () => {
    fired.push('b');
    endC();
    // For the same time again, as a clock that was set back asks for: it is another tick.
    timers.at(START_MS + 10, 'd', () => fired.push('d'));
  });
  await clock.advance(10);
  expect(fired).toEqual(['b', 'd']);
  endC();
});
