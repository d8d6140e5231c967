import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundsCache, latestIndices, windowBounds } from './bounds.ts';

const ascending = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }).map((gaps) =>
  Float64Array.from(
    gaps.map(
      (
        (sum) => (gap: number) =>
          (sum += gap)
      )(-50),
    ),
  ),
);
const grid = fc
  .record({
    start: fc.integer({ min: -100, max: 300 }),
    step: fc.integer({ min: 0, max: 50 }),
    count: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ start, step, count }) => Float64Array.from({ length: count }, (_, i) => start + i * step));

describe('window bounds', () => {
  it('hold the samples in (lookup - range, lookup] and no others', () => {
    fc.assert(
      fc.property(ascending, grid, fc.integer({ min: 1, max: 200 }), (times, lookups, range) => {
        const { first, end } = windowBounds(times, lookups, range);
        for (const [i, lookup] of lookups.entries()) {
          const expected = [...times].filter((time) => time > lookup - range && time <= lookup);
          expect([...times.subarray(first[i], end[i])]).toEqual(expected);
        }
      }),
    );
  });

  it('find the latest sample in (lookup - lookback, lookup]', () => {
    fc.assert(
      fc.property(ascending, grid, fc.integer({ min: 1, max: 200 }), (times, lookups, lookback) => {
        const latest = latestIndices(times, lookups, lookback);
        for (const [i, lookup] of lookups.entries()) {
          expect(latest[i]).toBe(times.findLastIndex((time) => time <= lookup && time > lookup - lookback));
        }
      }),
    );
  });

  it('are computed once per array', () => {
    let computed = 0;
    const cache = new BoundsCache((times) => {
      computed++;
      return times.length;
    });
    const times = Float64Array.of(1, 2);
    expect([cache.get(times), cache.get(times), cache.get(Float64Array.of(1, 2))]).toEqual([2, 2, 2]);
    expect(computed).toBe(2);
  });
});
