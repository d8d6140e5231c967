import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const start = Date.UTC(2026, 10, 22, 6, 0, 30);

function labels(rangeMs: number, maxTicks = 6): string[] {
  return timeTicks(start, start + rangeMs, maxTicks, true).map(({ label }) => label);
}

describe('timeTicks', () => {
  it('is at round times', () => {
    expect(labels(30_000)).toEqual([
      '06:00:30',
      '06:00:35',
      '06:00:40',
      '06:00:45',
      '06:00:50',
      '06:00:55',
      '06:01:00',
    ]);
    expect(labels(15 * 60_000)).toEqual(['06:05', '06:10', '06:15']);
    expect(labels(6 * 3_600_000)).toEqual(['07:00', '08:00', '09:00', '10:00', '11:00', '12:00']);
  });

  it('labels midnight by its date, days and months by theirs', () => {
    expect(labels(24 * 3_600_000)).toContain('Nov 23');
    expect(labels(6 * 86_400_000)).toEqual(['Nov 23', 'Nov 24', 'Nov 25', 'Nov 26', 'Nov 27', 'Nov 28']);
    expect(labels(400 * 86_400_000)).toContain('2027');
  });

  it('keeps its ticks while the range moves on', () => {
    const first = timeTicks(start, start + 3_600_000, 6, true).map(({ ms }) => ms);
    const later = timeTicks(start + 7_000, start + 3_607_000, 6, true).map(({ ms }) => ms);
    expect(later.filter((ms) => ms <= start + 3_600_000)).toEqual(first.filter((ms) => ms >= start + 7_000));
  });

  it('stays within the range and near the number asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.integer({ min: 10, max: 40_000_000_000 }),
        fc.boolean(),
        (from, length, utc) => {
          const ticks = timeTicks(from, from + length, 6, utc);
          expect(ticks.length).toBeLessThanOrEqual(16);
          expect(ticks.every(({ ms }) => ms >= from && ms <= from + length)).toBe(true);
          expect(ticks.every(({ ms }, i) => i === 0 || ms > (ticks[i - 1]?.ms ?? 0))).toBe(true);
        },
      ),
    );
  });

  it('has none for an empty range', () => {
    expect(timeTicks(start, start, 6, true)).toEqual([]);
  });
});
