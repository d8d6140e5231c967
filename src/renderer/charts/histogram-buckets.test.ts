import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { RangeResult } from '../../shared/domain/query.ts';
import { quantileOverlays } from './heatmap-quantiles.ts';
import { splitBuckets } from './histogram-buckets.ts';

function histogram(over: Partial<FloatHistogram>): FloatHistogram {
  return {
    schema: 0,
    counterResetHint: 'unknown',
    zeroThreshold: 0.001,
    zeroCount: 0,
    count: 0,
    sum: 0,
    positiveSpans: [],
    positiveBuckets: new Float64Array(),
    negativeSpans: [],
    negativeBuckets: new Float64Array(),
    customValues: new Float64Array(),
    ...over,
  };
}

function nativeResult(...histograms: (FloatHistogram | null)[]): RangeResult {
  const count = histograms.length;
  return {
    startMs: 0,
    endMs: count - 1,
    stepMs: 1,
    count,
    annotations: [],
    stats: { seriesCount: 1, samplesRead: 1, evaluationMs: 1 },
    series: [{ labels: [], values: new Float64Array(count), present: new Uint8Array(count), histograms }],
  };
}

describe('buckets of native histograms', () => {
  it('lie between powers of the base, with the zero bucket and negative ones below', () => {
    const buckets = splitBuckets(
      nativeResult(
        histogram({
          zeroCount: 4,
          positiveSpans: [
            { offset: 0, length: 1 },
            { offset: 1, length: 1 },
          ],
          positiveBuckets: Float64Array.of(1, 2),
          negativeSpans: [{ offset: 1, length: 1 }],
          negativeBuckets: Float64Array.of(3),
        }),
      ),
    );
    expect(buckets.map(({ above, upTo, values }) => [above, upTo, values[0]])).toEqual([
      [-2, -1, 3],
      [-0.001, 0.001, 4],
      [0.5, 1, 1],
      [2, 4, 2],
    ]);
  });

  it('bring histograms of different resolutions to the coarser one', () => {
    const fine = histogram({
      schema: 1,
      positiveSpans: [{ offset: 1, length: 2 }],
      positiveBuckets: Float64Array.of(5, 7),
    });
    const coarse = histogram({
      positiveSpans: [{ offset: 1, length: 1 }],
      positiveBuckets: Float64Array.of(1),
    });
    const buckets = splitBuckets(nativeResult(fine, coarse, null));
    expect(buckets.map(({ above, upTo, values }) => [above, upTo, [...values]])).toEqual([
      [1, 2, [12, 1, 0]],
    ]);
    expect([...(buckets[0]?.present ?? [])]).toEqual([1, 1, 0]);
  });

  it('lose resolution rather than becoming rows thinner than a line', () => {
    const buckets = splitBuckets(
      nativeResult(
        histogram({
          schema: 8,
          positiveSpans: [{ offset: 0, length: 400 }],
          positiveBuckets: new Float64Array(400).fill(1),
        }),
      ),
    );
    expect(buckets.length).toBeLessThanOrEqual(48);
    expect(buckets.reduce((sum, { values }) => sum + (values[0] as number), 0)).toBe(400);
  });

  it('take custom bounds as they are', () => {
    const buckets = splitBuckets(
      nativeResult(
        histogram({
          schema: -53,
          customValues: Float64Array.of(0.1, 1),
          positiveSpans: [{ offset: 0, length: 3 }],
          positiveBuckets: Float64Array.of(1, 2, 3),
        }),
      ),
    );
    expect(buckets.map(({ above, upTo }) => [above, upTo])).toEqual([
      [-Infinity, 0.1],
      [0.1, 1],
      [1, Infinity],
    ]);
  });
});

describe('quantiles over a heatmap', () => {
  it('lie within their bucket in proportion', () => {
    const bucket = (above: number, upTo: number, value: number) => ({
      above,
      upTo,
      values: Float64Array.of(value, 0),
      present: Uint8Array.of(1, 1),
    });
    const [p50, p90] = quantileOverlays([bucket(0, 1, 50), bucket(1, 3, 50)], 2, '#000000', 'none');
    expect(p50?.values[0]).toBe(1);
    expect(p50?.labelAt(0)).toBe('p50 1');
    expect(p90?.values[0]).toBeCloseTo(1.8);
    expect(p90?.labelAt(0)).toBe('p90 2.6');
    // Without observations there is no quantile.
    expect(p50?.values[1]).toBeNaN();
    expect(p50?.labelAt(1)).toBeNull();
  });
});
