import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLabels } from '../model/labels.ts';
import type { SeriesColumns } from '../storage.ts';
import { joinParts, mergeColumns } from './merge-columns.ts';

const LABELS = createLabels([['__name__', 'm']]);

function columnsOf(times: readonly number[], staleAt: number): SeriesColumns {
  return {
    labels: LABELS,
    times: Float64Array.from(times),
    values: Float64Array.from(times, (time) => time * 2),
    stale: staleAt < times.length ? Uint8Array.from(times, (_, i) => (i === staleAt ? 1 : 0)) : null,
    histograms: null,
  };
}

const part = fc.tuple(fc.uniqueArray(fc.nat(40), { maxLength: 8 }), fc.nat(12)).map(([times, staleAt]) =>
  columnsOf(
    times.sort((a, b) => a - b),
    staleAt,
  ),
);

describe('joinParts', () => {
  it('gives what merging entry by entry gives', () => {
    fc.assert(
      fc.property(part, part, fc.boolean(), (a, b, apart) => {
        const later = apart
          ? columnsOf(
              Array.from(b.times, (time) => time + 41),
              1,
            )
          : b;
        expect(joinParts([a, later], new Map())).toEqual(mergeColumns(a, later));
        expect(joinParts([later, a], new Map())).toEqual(mergeColumns(later, a));
      }),
    );
  });

  it('shares the times of series whose parts share them', () => {
    const [first, second, third] = [columnsOf([1, 2], 9), columnsOf([3], 9), columnsOf([4, 5], 9)];
    const joined = new Map();
    const join = (): SeriesColumns => joinParts([{ ...second }, { ...third }, { ...first }], joined);
    const once = join();
    expect(Array.from(once.times)).toEqual([1, 2, 3, 4, 5]);
    expect(join().times).toBe(once.times);
  });
});
