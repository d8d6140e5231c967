import { expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { AgeLimit } from './age-limit.ts';

const START = Date.UTC(2026, 4, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;

it('goes with the clock, and not with one that was set ahead until an hour later', async () => {
  const clock = new ManualClock(START);
  const limit = new AgeLimit(clock);
  expect(limit.beforeMs(DAY)).toBe(START - DAY);
  await clock.advance(10 * DAY);
  expect(limit.beforeMs(DAY)).toBe(START + 9 * DAY);
  clock.setWall(START + 365 * DAY);
  expect(limit.beforeMs(DAY)).toBe(Number.NEGATIVE_INFINITY);
  await clock.advance(50 * MINUTE);
  expect(limit.beforeMs(DAY)).toBe(Number.NEGATIVE_INFINITY);
  await clock.advance(11 * MINUTE);
  expect(limit.beforeMs(DAY)).toBe(START + 364 * DAY + 61 * MINUTE);
});

it('believes a clock that was set back at once: that deletes nothing', () => {
  const clock = new ManualClock(START);
  const limit = new AgeLimit(clock);
  clock.setWall(START - 300 * DAY);
  expect(limit.beforeMs(DAY)).toBe(START - 301 * DAY);
});
