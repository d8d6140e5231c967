import { describe, expect, it } from 'vitest';
import { chooseStepMs, rateIntervalMs, resolveTime, resolveTimeRange } from './time-range.ts';

const now = new Date(2026, 10, 22, 17, 4, 30).getTime();

describe('time ranges', () => {
  it('resolves relative and absolute ends', () => {
    expect(resolveTimeRange({ from: 'now-1h', to: 'now' }, now)).toEqual({
      startMs: now - 3_600_000,
      endMs: now,
    });
    expect(resolveTimeRange({ from: 5, to: 10 }, now)).toEqual({ startMs: 5, endMs: 10 });
    expect(resolveTime('now+5m', now, 'end')).toBe(now + 300_000);
  });

  it('rounds to calendar units on both sides', () => {
    expect(resolveTime('now/d', now, 'start')).toBe(new Date(2026, 10, 22).getTime());
    expect(resolveTime('now/d', now, 'end')).toBe(new Date(2026, 10, 23).getTime());
    expect(resolveTime('now-1d/d', now, 'start')).toBe(new Date(2026, 10, 21).getTime());
    expect(resolveTime('now/w', now, 'start')).toBe(new Date(2026, 10, 16).getTime());
    expect(resolveTime('now/M', now, 'end')).toBe(new Date(2026, 11, 1).getTime());
  });

  it.each(['', 'yesterday', 'now-', 'now-5', 'now/x', 'now-1h1h'])('refuses %j', (time) => {
    expect(() => resolveTime(time, now, 'start')).toThrow();
  });

  it('refuses a range that runs backwards', () => {
    expect(() => resolveTimeRange({ from: 'now', to: 'now-1h' }, now)).toThrow(/start must be before/);
  });
});

describe('steps', () => {
  it('never makes more points than asked for, nor steps below the scrape interval', () => {
    expect(chooseStepMs(3_600_000, 800, 5_000)).toBe(5_000);
    expect(chooseStepMs(3_600_000, 300, 5_000)).toBe(15_000);
    expect(chooseStepMs(400 * 86_400_000, 100, 5_000)).toBe(7 * 86_400_000);
    expect(chooseStepMs(60_000, 100, 5_000)).toBe(5_000);
  });

  it('takes a rate window of at least four scrapes', () => {
    expect(rateIntervalMs(5_000, 5_000)).toBe(20_000);
    expect(rateIntervalMs(60_000, 5_000)).toBe(65_000);
  });
});
