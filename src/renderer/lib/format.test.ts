import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatCount, formatLatency, formatMoment, formatSpan } from './format.ts';

describe('formatting', () => {
  it.each([
    [400, 'under 1 s'],
    [42_000, '42 s'],
    [150_000, '2 min'],
    [7_200_000, '2 h'],
    [200_000_000, '2 d'],
  ])('says %i ms as %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [19_973, '20 s'],
    [500, '500 ms'],
    [1_500, '1.5 s'],
    [9_973, '10 s'],
    [15_000, '15 s'],
    [59_700, '1 min'],
    [90_000, '1 min 30 s'],
    [3_599_800, '1 h'],
    [3_600_000, '1 h'],
    [5_400_400, '1 h 30 min'],
    [108_000_000, '1 d 6 h'],
    [604_800_000, '7 d'],
  ])('says that %i ms are %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  it.each([
    [0.25, '250 µs'],
    [3.14, '3.1 ms'],
    [231, '231 ms'],
    [1_500, '1.50 s'],
    [12_340, '12.3 s'],
  ])('measures %d ms as %s', (ms, text) => {
    expect(formatLatency(ms)).toBe(text);
  });

  it.each([
    [512, '512 B'],
    [1_536, '1.5 KiB'],
    [268_435_456, '256 MiB'],
  ])('sizes %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0'],
    [12.34, '12'],
    [1_420, '1.4k'],
    [52_100, '52k'],
    [3_200_000, '3.2M'],
  ])('counts %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('adds the date to a moment that is not of today', () => {
    const now = Date.UTC(2026, 10, 22, 12);
    expect(formatMoment(now - 60_000, now, true)).toBe('11:59:00');
    expect(formatMoment(now - 3 * 86_400_000, now, true)).toContain('19 Nov 2026');
  });
});
