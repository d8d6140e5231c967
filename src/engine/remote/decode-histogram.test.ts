import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { formatHistogram } from '../http-api/format-sample.ts';
import { allBuckets, fromFloatHistogram } from '../promql/histogram/sparse-histogram.ts';
import { histogramOf } from './decode-histogram.ts';

const EMPTY = new Float64Array(0);

function histogram(changes: Partial<FloatHistogram>): FloatHistogram {
  return {
    schema: 0,
    counterResetHint: 'unknown',
    zeroThreshold: 0.001,
    zeroCount: 0,
    count: 10,
    sum: 1.5,
    positiveSpans: [],
    positiveBuckets: EMPTY,
    negativeSpans: [],
    negativeBuckets: EMPTY,
    customValues: EMPTY,
    ...changes,
  };
}

function roundTrip(value: FloatHistogram): FloatHistogram {
  return histogramOf(JSON.parse(formatHistogram(value)));
}

function bucketsOf(value: FloatHistogram): unknown {
  return allBuckets(fromFloatHistogram(value))
    .filter(({ count }) => count !== 0)
    .map(({ lower, upper, count }) => [lower.toPrecision(12), upper.toPrecision(12), count]);
}

const counts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 });

describe('native histograms of a server', () => {
  it('have the schema that was written, and the buckets in their places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -4, max: 8 }),
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        counts,
        counts,
        fc.integer({ min: 0, max: 5 }),
        (schema, offset, gap, positive, negative, zeroCount) => {
          // Bounds of the widest schemas leave the doubles soon.
          const start = schema < 0 ? Math.round(offset / 8) : offset;
          const value = histogram({
            schema,
            zeroThreshold: zeroCount === 0 ? 0 : 1e-60,
            zeroCount,
            positiveSpans: [
              { offset: start, length: 1 },
              ...(positive.length > 1 ? [{ offset: gap, length: positive.length - 1 }] : []),
            ],
            positiveBuckets: Float64Array.from(positive),
            negativeSpans: [{ offset: start, length: negative.length }],
            negativeBuckets: Float64Array.from(negative),
          });
          const read = roundTrip(value);
          expect(read.schema).toBe(schema);
          expect(bucketsOf(read)).toEqual(bucketsOf(value));
          expect([read.count, read.sum, read.zeroCount]).toEqual([10, 1.5, zeroCount]);
        },
      ),
    );
  });

  it('have custom buckets where the bounds are of no schema', () => {
    const value = histogram({
      schema: -53,
      zeroThreshold: 0,
      customValues: Float64Array.of(0.1, 0.25, 1, 7),
      positiveSpans: [{ offset: 0, length: 5 }],
      positiveBuckets: Float64Array.of(1, 0, 4, 2, 3),
    });
    const read = roundTrip(value);
    expect(read.schema).toBe(-53);
    expect(bucketsOf(read)).toEqual(bucketsOf(value));
  });

  it('may be empty, and hold what is no number', () => {
    const read = roundTrip(histogram({ count: 0, sum: Number.NaN }));
    expect(read).toMatchObject({ count: 0, sum: Number.NaN, positiveSpans: [], zeroCount: 0 });
  });

  it.each([null, 'x', { count: '1', sum: '1', buckets: [[0, 'a', '1', '1']] }])('refuses %j', (value) => {
    expect(() => histogramOf(value)).toThrowError(expect.objectContaining({ code: 'unavailable' }));
  });
});
