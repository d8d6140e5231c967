import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedHeap } from './bounded-heap.ts';

const VALUE = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN));

describe('the bounded heap', () => {
  it.each(['high', 'low'] as const)(
    'keeps the %s ones, best first, NaN last, ties by their items',
    (best) => {
      const direction = best === 'high' ? -1 : 1;
      const sortKey = (value: number): number => (Number.isNaN(value) ? 100 : direction * value);
      fc.assert(
        fc.property(fc.array(VALUE), fc.integer({ min: 1, max: 8 }), (values, capacity) => {
          const entries = values.map((value, item) => ({ item, value }));
          const expected = entries
            .toSorted((a, b) => sortKey(a.value) - sortKey(b.value) || a.item - b.item)
            .slice(0, capacity);
          for (const offered of [entries, entries.toReversed()]) {
            const heap = new BoundedHeap<number>(capacity, best, (a, b) => a - b);
            for (const { item, value } of offered) if (heap.accepts(value)) heap.offer(item, value);
            expect(heap.sorted()).toEqual(expected);
            expect(heap.size).toBe(expected.length);
          }
        }),
      );
    },
  );
});
