import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BucketSpan, FloatHistogram } from '../../shared/domain/histogram.ts';
import {
  bucketCount,
  fitBuckets,
  HIGHEST_SCHEMA,
  LOWEST_SCHEMA,
  reduceResolution,
  schemaOfFactor,
} from './histogram-resolution.ts';

function histogramOf(
  schema: number,
  positiveSpans: readonly BucketSpan[],
  positiveBuckets: readonly number[],
  negativeSpans: readonly BucketSpan[] = [],
  negativeBuckets: readonly number[] = [],
): FloatHistogram {
  return {
    schema,
    counterResetHint: 'unknown',
    zeroThreshold: 0.001,
    zeroCount: 2,
    count: 100,
    sum: 7,
    positiveSpans,
    positiveBuckets: Float64Array.from(positiveBuckets),
    negativeSpans,
    negativeBuckets: Float64Array.from(negativeBuckets),
    customValues: new Float64Array(0),
  };
}

/** Bucket index to count, for the buckets that hold something. */
function contents(spans: readonly BucketSpan[], counts: Float64Array): Map<number, number> {
  const found = new Map<number, number>();
  let index = 0;
  let next = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++) {
      const count = counts[next++] as number;
      if (count !== 0) found.set(index, count);
    }
  }
  return found;
}

const spansArbitrary = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 12 })), { maxLength: 6 })
  .map((spans) =>
    spans.map(([offset, length], i) => ({ offset: i === 0 ? offset : Math.abs(offset), length })),
  );

const histogramArbitrary = fc
  .tuple(
    fc.integer({ min: LOWEST_SCHEMA, max: HIGHEST_SCHEMA }),
    spansArbitrary,
    spansArbitrary,
    fc.infiniteStream(fc.nat(50)),
  )
  .map(([schema, positive, negative, counts]) => {
    const countsOf = (spans: readonly BucketSpan[]): number[] =>
      spans.flatMap(({ length }) => Array.from({ length }, () => counts.next().value));
    return histogramOf(schema, positive, countsOf(positive), negative, countsOf(negative));
  });

describe('a lower resolution', () => {
  it('merges pairs of buckets, and spans that come to lie beside each other', () => {
    const histogram = histogramOf(
      0,
      [
        { offset: 0, length: 4 },
        { offset: 0, length: 0 },
        { offset: 3, length: 2 },
      ],
      [1, 3, 1, 2, 1, 1],
    );
    const reduced = reduceResolution(histogram, -1);
    expect(reduced.schema).toBe(-1);
    expect(reduced.positiveSpans).toEqual([
      { offset: 0, length: 3 },
      { offset: 1, length: 1 },
    ]);
    expect([...reduced.positiveBuckets]).toEqual([1, 4, 2, 2]);
  });

  it('keeps each observation in the bucket that has the one it was in', () => {
    fc.assert(
      fc.property(
        histogramArbitrary,
        fc.integer({ min: LOWEST_SCHEMA, max: HIGHEST_SCHEMA }),
        (histogram, schema) => {
          const reduced = reduceResolution(histogram, schema);
          const shift = Math.max(0, histogram.schema - schema);
          for (const side of ['positive', 'negative'] as const) {
            const expected = new Map<number, number>();
            for (const [index, count] of contents(histogram[`${side}Spans`], histogram[`${side}Buckets`])) {
              const target = Math.ceil(index / 2 ** shift);
              expected.set(target, (expected.get(target) ?? 0) + count);
            }
            const spans = reduced[`${side}Spans`];
            expect(contents(spans, reduced[`${side}Buckets`])).toEqual(expected);
            expect(spans.reduce((sum, { length }) => sum + length, 0)).toBe(reduced[`${side}Buckets`].length);
            expect(spans.slice(1).every(({ offset }) => offset >= 0)).toBe(true);
          }
        },
      ),
    );
  });

  it('is the highest that fits', () => {
    fc.assert(
      fc.property(histogramArbitrary, fc.integer({ min: 1, max: 40 }), (histogram, limit) => {
        const fitted = fitBuckets(histogram, limit);
        if (fitted === null) {
          expect(bucketCount(reduceResolution(histogram, LOWEST_SCHEMA))).toBeGreaterThan(limit);
          return;
        }
        expect(bucketCount(fitted)).toBeLessThanOrEqual(limit);
        if (fitted.schema < histogram.schema) {
          expect(bucketCount(reduceResolution(histogram, fitted.schema + 1))).toBeGreaterThan(limit);
        } else expect(fitted).toBe(histogram);
      }),
    );
  });

  it('is none for custom buckets', () => {
    const custom = histogramOf(-53, [{ offset: 0, length: 3 }], [1, 2, 3]);
    expect(fitBuckets(custom, 3)).toBe(custom);
    expect(fitBuckets(custom, 2)).toBeNull();
    expect(reduceResolution(custom, -4)).toBe(custom);
  });
});

it.each([
  [65536, -4],
  [256, -3],
  [16, -2],
  [4, -1],
  [2, 0],
  [1.4, 1],
  [1.1, 2],
  [1.09, 3],
  [1.04, 4],
  [1.02, 5],
  [1.01, 6],
  [1.005, 7],
  [1.002, 8],
  [0, 8],
])('a bucket factor of at least %d gives schema %d', (factor, schema) => {
  expect(schemaOfFactor(factor)).toBe(schema);
});
