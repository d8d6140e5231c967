import { describe, expect, it } from 'vitest';
import { MAX_TIME_MS, MIN_TIME_MS, Parameters } from './parameters.ts';

function parameters(query: string): Parameters {
  return new Parameters(new URLSearchParams(query));
}

describe('Parameters', () => {
  it.each([
    ['1435781430.781', 1_435_781_430_781],
    ['1e9', 1_000_000_000_000],
    ['-0.5', -500],
    ['2015-07-01T20:10:51.781Z', 1_435_781_451_781],
    ['2015-07-01T20:10:51+02:00', 1_435_774_251_000],
    ['-292273086-05-16T16:47:06Z', MIN_TIME_MS],
    ['292277025-08-18T07:12:54.999999999Z', MAX_TIME_MS],
  ])('reads the time %s', (text, ms) => {
    expect(parameters(new URLSearchParams({ time: text }).toString()).timeMs('time', 1)).toBe(ms);
  });

  it.each(['now', 'NaN', 'Inf', '0x10', '2015-07-01', '2015-13-01T00:00:00Z', '1e300', ' 1'])(
    'refuses the time %s',
    (text) => {
      const read = (): number => parameters(new URLSearchParams({ time: text }).toString()).timeMs('time', 1);
      expect(read).toThrow(`invalid parameter "time": cannot parse "${text}" to a valid timestamp`);
    },
  );

  it('takes the fallback for a time that is not given, and refuses a missing one that is needed', () => {
    expect(parameters('').timeMs('time', 7)).toBe(7);
    expect(() => parameters('').requiredTimeMs('start')).toThrow('cannot parse "" to a valid timestamp');
  });

  it('reads durations in seconds and in words', () => {
    expect(parameters('step=0.25').requiredDurationMs('step')).toBe(250);
    expect(parameters('step=1h30m').requiredDurationMs('step')).toBe(5_400_000);
    expect(parameters('').durationMs('timeout')).toBeNull();
    expect(() => parameters('step=1x').durationMs('step')).toThrow('cannot parse "1x" to a valid duration');
    expect(() => parameters('step=1e300').durationMs('step')).toThrow('overflows');
  });

  it('reads limits', () => {
    expect(parameters('limit=3').limit()).toBe(3);
    expect(parameters('').limit()).toBe(0);
    expect(() => parameters('limit=-1').limit()).toThrow('non-negative');
    expect(() => parameters('limit=2.5').limit()).toThrow('whole number');
  });
});
