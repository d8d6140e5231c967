import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedHeap } from './bounded-heap.ts';

function keep(values: readonly number[], capacity: number, best: 'high' | 'low'): number[] {
  const heap = new BoundedHeap<number>(capacity, best);
  for (const value of values) heap.offer(value, value);
  return heap.sorted();
}

describe('the bounded heap', () => {
  it.each(['high', 'low'] as const)('keeps the %s ones, best first and NaN last', (best) => {
    const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 8 }), (values, capacity) => {
        const numbers = values
          .filter((one) => !Number.isNaN(one))
          .sort((a, b) => (best === 'high' ? b - a : a - b));
        const expected = [...numbers, ...values.filter(Number.isNaN)].slice(0, capacity);
        expect(keep(values, capacity, best)).toEqual(expected);
      }),
    );
  });

  it('lets the first of equal values go when a better one comes, as Go does', () => {
    const heap = new BoundedHeap<string>(2, 'low');
    heap.offer('a', 6);
    heap.offer('b', 6);
    heap.offer('c', 1);
    expect(heap.sorted()).toEqual(['c', 'b']);
  });
});
