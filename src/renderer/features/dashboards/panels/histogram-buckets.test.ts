import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketValues } from './histogram-buckets.ts';

it('counts each finite value once, in the bucket it lies in', () => {
  const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(numbers, (values) => {
      const buckets = bucketValues([...values, Number.NaN, Number.POSITIVE_INFINITY], {});
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      expect(buckets.length).toBeLessThanOrEqual(200);
    }),
  );
});

it('takes the width that it is given, unless that makes too many', () => {
  const values = [0.5, 1.5, 1.6, 3.2];
  expect(bucketValues(values, { size: 1 }).map(({ from, count }) => [from, count])).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
    [3, 1],
  ]);
  expect(bucketValues(values, { size: 1e-9 }).length).toBeLessThan(50);
  expect(bucketValues([5, 5], {})).toHaveLength(1);
  expect(bucketValues([], {})).toEqual([]);
});
