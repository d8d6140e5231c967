import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueTicks } from './value-ticks.ts';

const plain = { unit: 'none', maxTicks: 5, includeZero: false } as const;

describe('valueTicks', () => {
  it('is round in the unit that is shown', () => {
    expect(valueTicks(0, 3.2 * 1024 ** 2, { ...plain, unit: 'bytes' }).values).toEqual(
      [0, 1, 2, 3, 4].map((mib) => mib * 1024 ** 2),
    );
    expect(valueTicks(0, 170, { ...plain, unit: 'seconds' }).values).toEqual([0, 60, 120, 180]);
  });

  it('starts at zero for areas, and where zero is near', () => {
    expect(valueTicks(90, 100, { ...plain, includeZero: true }).min).toBe(0);
    expect(valueTicks(5, 100, plain).min).toBe(0);
    expect(valueTicks(90, 100, plain).min).toBeGreaterThan(50);
  });

  it('gives flat and missing values room', () => {
    expect(valueTicks(5, 5, plain)).toMatchObject({ min: expect.any(Number), max: expect.any(Number) });
    const flat = valueTicks(5, 5, plain);
    expect(flat.min).toBeLessThan(5);
    expect(flat.max).toBeGreaterThan(5);
    expect(valueTicks(Infinity, -Infinity, plain)).toMatchObject({ min: 0, max: 1 });
    expect(valueTicks(0, 0, { ...plain, includeZero: true })).toMatchObject({ min: 0, max: 1 });
  });

  it('covers all values with few, ascending ticks', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, includeZero) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        // Floating point can't tell ticks apart below this.
        fc.pre(high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)));
        const ticks = valueTicks(low, high, { ...plain, includeZero });
        const slack = ticks.step * 1e-6;
        expect(ticks.min).toBeLessThanOrEqual(low + slack);
        expect(ticks.max).toBeGreaterThanOrEqual(high - slack);
        expect(ticks.values.length).toBeLessThanOrEqual(8);
        expect(ticks.values.every((tick, i) => i === 0 || tick > (ticks.values[i - 1] as number))).toBe(true);
      }),
    );
  });
});
