import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDurationMs, parseDurationMs } from './duration.ts';

describe('durations', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['15s', 15_000],
    ['1h30m', 5_400_000],
    ['1m30s500ms', 90_500],
    ['4d1h', 349_200_000],
    ['1y', 31_536_000_000],
  ])('parses %s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', '1', 's', '1.5s', '-1s', '1s1h', '1s1s', '5 m', '1M', '9999999y'])('refuses %j', (text) => {
    expect(() => parseDurationMs(text)).toThrow(/duration/);
  });

  it('formats what it parses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
        expect(parseDurationMs(formatDurationMs(ms))).toBe(ms);
      }),
    );
    expect(formatDurationMs(90_000)).toBe('1m30s');
    expect(formatDurationMs(86_400_000)).toBe('1d');
  });
});
