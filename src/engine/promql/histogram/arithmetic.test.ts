import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHistograms,
  divideHistogram,
  equalHistograms,
  scaleHistogram,
  subtractHistograms,
} from './arithmetic.ts';
import { detectReset } from './counter-reset.ts';
import { HistogramSum } from './histogram-sum.ts';
import {
  allBuckets,
  CUSTOM_SCHEMA,
  compact,
  EMPTY_BUCKETS,
  fromFloatHistogram,
  type SparseBuckets,
  type SparseHistogram,
  toFloatHistogram,
} from './sparse-histogram.ts';

const buckets = fc
  .uniqueArray(fc.integer({ min: -40, max: 40 }), { maxLength: 12 })
  .chain((indices) =>
    fc
      .array(fc.integer({ min: 1, max: 1_000 }), { minLength: indices.length, maxLength: indices.length })
      .map((counts): SparseBuckets => ({ indices: indices.sort((a, b) => a - b), counts })),
  );
const total = ({ counts }: SparseBuckets): number => counts.reduce((a, b) => a + b, 0);
const histogram = fc
  .record({
    schema: fc.integer({ min: -2, max: 4 }),
    positive: buckets,
    negative: buckets,
    zeroCount: fc.integer({ min: 0, max: 50 }),
  })
  .map(
    ({ schema, positive, negative, zeroCount }): SparseHistogram => ({
      schema,
      hint: 'unknown',
      zeroThreshold: 0.001,
      zeroCount,
      count: zeroCount + total(positive) + total(negative),
      sum: total(positive) - total(negative),
      positive,
      negative,
      customValues: [],
    }),
  );

describe('native histograms', () => {
  it('keep their buckets through spans', () => {
    fc.assert(
      fc.property(histogram, (one) => {
        expect(equalHistograms(fromFloatHistogram(toFloatHistogram(one)), one)).toBe(true);
      }),
    );
  });

  it('keep the number of observations when added, whatever the layouts', () => {
    fc.assert(
      fc.property(histogram, histogram, fc.constantFrom(0.001, 0.1, 2), (a, other, zeroThreshold) => {
        const b = {
          ...other,
          zeroThreshold,
          negative: EMPTY_BUCKETS,
          positive: aboveZero(other.positive, zeroThreshold, other.schema),
        };
        const counted = { ...b, count: b.zeroCount + total(b.positive) };
        const sum = addHistograms(a, counted)?.histogram as SparseHistogram;
        expect(sum.schema).toBe(Math.min(a.schema, b.schema));
        expect(sum.count).toBe(a.count + counted.count);
        expect(allBuckets(sum).reduce((count, bucket) => count + bucket.count, 0)).toBe(sum.count);
      }),
    );
  });

  it('are what they were after adding and subtracting', () => {
    fc.assert(
      fc.property(histogram, histogram, (a, b) => {
        const same = { ...b, schema: a.schema };
        const sum = addHistograms(a, same)?.histogram as SparseHistogram;
        const back = subtractHistograms(sum, same)?.histogram as SparseHistogram;
        expect(equalHistograms(compact(back), a)).toBe(true);
        expect(detectReset(sum, a)).toBe(false);
        expect(detectReset(a, sum)).toBe(same.count > 0);
      }),
    );
  });

  it('add up with compensation', () => {
    const one: SparseHistogram = { ...zero(), count: 1, sum: 1, positive: { indices: [0], counts: [1] } };
    const sum = new HistogramSum(scaleHistogram(one, 1e100));
    sum.add(one);
    sum.add(scaleHistogram(one, -1e100));
    expect(sum.value).toMatchObject({ count: 1, sum: 1, positive: { indices: [0], counts: [1] } });
  });

  it('have no buckets left when divided by 0', () => {
    const one: SparseHistogram = { ...zero(), count: 1, sum: 2, positive: { indices: [0], counts: [1] } };
    expect(divideHistogram(one, 0)).toMatchObject({
      count: Number.POSITIVE_INFINITY,
      positive: { indices: [] },
    });
  });

  it('of custom bounds meet at the common ones, and never meet exponential ones', () => {
    const a: SparseHistogram = custom([1, 2, 4], [1, 2, 3, 4]);
    const b: SparseHistogram = custom([2, 3, 4], [10, 20, 30, 40]);
    expect(addHistograms(a, b)).toMatchObject({
      boundsReconciled: true,
      histogram: { customValues: [2, 4], positive: { indices: [0, 1, 2], counts: [13, 53, 44] } },
    });
    expect(addHistograms(a, zero())).toBeNull();
  });
});

function zero(): SparseHistogram {
  const none = { positive: EMPTY_BUCKETS, negative: EMPTY_BUCKETS, customValues: [] };
  return { schema: 0, hint: 'unknown', zeroThreshold: 0, zeroCount: 0, count: 0, sum: 0, ...none };
}

function custom(bounds: number[], counts: number[]): SparseHistogram {
  const positive = { indices: counts.map((_, i) => i), counts };
  return {
    ...zero(),
    schema: CUSTOM_SCHEMA,
    count: counts.reduce((a, b) => a + b),
    positive,
    customValues: bounds,
  };
}

/** Without the buckets that a valid histogram with such a zero bucket can't have. */
function aboveZero({ indices, counts }: SparseBuckets, threshold: number, schema: number): SparseBuckets {
  const kept = indices
    .map((index, i) => ({ index, count: counts[i] as number }))
    .filter(({ index }) => 2 ** ((index - 1) * 2 ** -schema) >= threshold);
  return { indices: kept.map(({ index }) => index), counts: kept.map(({ count }) => count) };
}
