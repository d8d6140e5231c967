import { describe, expect, it } from 'vitest';
import { fillRateInterval, stepForRange } from './range-query.ts';
import { refreshIntervalMs } from './refresh-clock.ts';

const now = Date.UTC(2026, 10, 22, 12);

describe('stepForRange', () => {
  it('fits the range into the points, not finer than the scrapes', () => {
    expect(stepForRange({ from: 'now-1h', to: 'now' }, 400, 2_000, now)).toBe(10_000);
    expect(stepForRange({ from: 'now-1m', to: 'now' }, 400, 15_000, now)).toBe(15_000);
  });

  it('leaves a range that makes no sense to the engine to refuse', () => {
    expect(stepForRange({ from: 'nonsense', to: 'now' }, 400, 2_000, now)).toBeGreaterThan(0);
  });
});

describe('fillRateInterval', () => {
  it('fills every place', () => {
    expect(fillRateInterval('rate(a[$interval]) / rate(b[$interval])', 10_000, 2_000)).toBe(
      'rate(a[12s]) / rate(b[12s])',
    );
  });
});

describe('refreshIntervalMs', () => {
  it('follows scrapes over short ranges and pixels over long ones', () => {
    expect(refreshIntervalMs('auto', { from: 'now-15m', to: 'now' }, 2_000, now)).toBe(2_000);
    expect(refreshIntervalMs('auto', { from: 'now-7d', to: 'now' }, 2_000, now)).toBe(60_000);
    expect(refreshIntervalMs(30_000, { from: 'now-7d', to: 'now' }, 2_000, now)).toBe(30_000);
  });
});
