import { describe, expect, it } from 'vitest';
import { placeOf, timelineTicks } from './timeline-scale.ts';

describe('the timeline’s scale', () => {
  it.each([60_000, 900_000, 86_400_000, 90 * 86_400_000])(
    'has one to six round ticks in %d ms',
    (rangeMs) => {
      const ticks = timelineTicks(1_700_000_123_456, 1_700_000_123_456 + rangeMs);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.every((atMs) => atMs >= 1_700_000_123_456)).toBe(true);
    },
  );

  it('places spans in percent', () => {
    expect(placeOf(25, 75, 0, 100)).toEqual({ left: '25%', width: 'max(3px, 50%)' });
  });
});
