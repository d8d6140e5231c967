import { describe, expect, it } from 'vitest';
import { fixRange, scaleRange, shiftRange } from './time-moves.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 3_600_000;

describe('moving a time range', () => {
  it('goes on to follow now while it grows and shrinks', () => {
    expect(scaleRange({ from: 'now-15m', to: 'now' }, 2, NOW)).toEqual({ from: 'now-30m', to: 'now' });
    expect(scaleRange({ from: 'now-1h30m', to: 'now' }, 0.5, NOW)).toEqual({ from: 'now-45m', to: 'now' });
    expect(scaleRange({ from: 'now-1s', to: 'now' }, 0.5, NOW)).toEqual({ from: 'now-1s', to: 'now' });
  });

  it('grows around the middle of a fixed range', () => {
    const range = { from: NOW - 4 * HOUR, to: NOW - 2 * HOUR };
    expect(scaleRange(range, 2, NOW)).toEqual({ from: NOW - 5 * HOUR, to: NOW - HOUR });
  });

  it('does not grow beyond now', () => {
    const range = { from: NOW - 4 * HOUR, to: NOW };
    expect(scaleRange(range, 2, NOW)).toEqual({ from: NOW - 8 * HOUR, to: NOW });
  });

  it('shifts by a share, and not beyond now', () => {
    const range = { from: NOW - 2 * HOUR, to: NOW };
    expect(shiftRange(range, -0.5, NOW)).toEqual({ from: NOW - 3 * HOUR, to: NOW - HOUR });
    expect(shiftRange(range, 0.5, NOW)).toEqual(range);
  });

  it('holds a relative range', () => {
    expect(fixRange({ from: 'now-1h', to: 'now' }, NOW)).toEqual({ from: NOW - HOUR, to: NOW });
  });

  it('refuses a range that can not be read', () => {
    expect(() => shiftRange({ from: 'soon', to: 'now' }, 1, NOW)).toThrow('not a valid time');
  });
});
