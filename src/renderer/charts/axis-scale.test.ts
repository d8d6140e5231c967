import { describe, expect, it } from 'vitest';
import { axisShare, logAxis, symlogAxis } from './axis-scale.ts';

describe('logAxis', () => {
  it('reaches over whole powers and puts ticks at them', () => {
    const axis = logAxis(3, 4_500, 'log10', 7);
    expect(axis).toMatchObject({ min: 1, max: 10_000, values: [1, 10, 100, 1_000, 10_000] });
    expect(logAxis(3, 20, 'log2', 9).values).toEqual([2, 4, 8, 16, 32]);
  });

  it('thins ticks, keeping the highest', () => {
    expect(logAxis(1e-6, 1e6, 'log10', 5).values).toEqual([1e-6, 1e-3, 1, 1e3, 1e6]);
  });

  it('has an axis where nothing is positive', () => {
    const { min, max } = logAxis(Infinity, -Infinity, 'log10', 5);
    expect(min).toBeGreaterThan(0);
    expect(max).toBeGreaterThan(min);
  });

  it('is even in powers, and what it does not reach lies at its foot', () => {
    const share = axisShare(logAxis(1, 1_000, 'log10', 5));
    expect(share(1)).toBeCloseTo(0);
    expect(share(10)).toBeCloseTo(1 / 3);
    expect(share(1_000)).toBeCloseTo(1);
    expect(share(0)).toBeCloseTo(0);
    expect(share(-5)).toBeCloseTo(0);
  });
});

describe('symlogAxis', () => {
  it('goes through zero and mirrors', () => {
    const axis = symlogAxis(-50, 700, undefined, 9);
    expect(axis.min).toBe(-100);
    expect(axis.max).toBe(1_000);
    expect(axis.values).toContain(0);
    const share = axisShare({ ...axis, min: -1_000 });
    expect(share(0)).toBeCloseTo(0.5);
    expect(share(10) - 0.5).toBeCloseTo(0.5 - share(-10));
  });

  it('keeps room where all values are zero', () => {
    const { min, max } = symlogAxis(0, 0, undefined, 5);
    expect(max).toBeGreaterThan(min);
  });
});
