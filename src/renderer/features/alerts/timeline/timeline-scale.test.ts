import { describe, expect, it } from 'vitest';
import { distinguishingValues } from './distinguishing-labels.ts';
import { placeOf, timelineTicks } from './timeline-scale.ts';

describe('the names of rows', () => {
  const row = (ruleName: string, ...labels: [string, string][]) => ({
    fingerprint: labels.join(),
    ruleName,
    labels: [['alertname', ruleName] as const, ...labels],
    spans: [],
  });

  it('are what tells a row from the others of its rule', () => {
    const rows = [
      row('A', ['job', 'x'], ['pod', '1']),
      row('A', ['job', 'x'], ['pod', '2']),
      row('B', ['job', 'x'], ['pod', '3']),
    ];
    expect(distinguishingValues(rows)).toEqual([['1'], ['2'], ['x', '3']]);
  });
});

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
