import { describe, expect, it } from 'vitest';
import { describeRange, formatTimeInput, parseTimeInput, splitRangeInput } from './time-input.ts';

describe('typed times', () => {
  it('keeps relative expressions', () => {
    expect(parseTimeInput(' now-6h ', false)).toBe('now-6h');
    expect(parseTimeInput('now-1d/d', true)).toBe('now-1d/d');
  });

  it.each([true, false])('reads back what it shows, UTC %j', (utc) => {
    const ms = new Date(2026, 10, 22, 9, 5, 7).getTime();
    expect(parseTimeInput(formatTimeInput(ms, utc), utc)).toBe(ms);
  });

  it('reads a date without a time, and one with its zone', () => {
    expect(parseTimeInput('2026-01-31', true)).toBe(Date.UTC(2026, 0, 31));
    expect(parseTimeInput('2026-01-31T14:00:00Z', false)).toBe(Date.UTC(2026, 0, 31, 14));
  });

  it.each(['', 'yesterday', 'now-', '12', '2026-13-40', '2026-04-31 10:00', '2026-04-30 25:00'])(
    'refuses %j with a hint',
    (text) => {
      expect(() => parseTimeInput(text, true)).toThrow();
    },
  );

  it('takes both ends of a pasted range', () => {
    expect(splitRangeInput('now-6h to now/d')).toEqual(['now-6h', 'now/d']);
    expect(splitRangeInput('2026-01-31 14:00 – 2026-01-31 15:00')).toEqual([
      '2026-01-31 14:00',
      '2026-01-31 15:00',
    ]);
    expect(splitRangeInput('now-6h')).toBeNull();
  });

  it('tells the day of a short range once', () => {
    const from = Date.UTC(2026, 0, 31, 14);
    expect(describeRange({ from, to: from + 3_600_000 }, true)).toBe('2026-01-31 14:00:00 to 15:00:00');
    expect(describeRange({ from: 'now-6h', to: 'now' }, true)).toBe('last 6h');
    expect(describeRange({ from: 'now-6h', to: 'now/d' }, true)).toBe('now-6h to now/d');
  });
});
