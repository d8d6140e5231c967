import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { formatHistogram, formatLabels, formatTimestamp, formatValue } from './format-sample.ts';

const EMPTY: FloatHistogram = {
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
};

describe('formatting samples as Prometheus does', () => {
  it.each([
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [123456789012345680000, '123456789012345680000'],
    [1e-7, '1e-7'],
    [0.1, '0.1'],
  ])('writes %d as %s', (value, text) => expect(formatValue(value)).toBe(text));

  it.each([
    [1_435_781_430_781, '1435781430.781'],
    [1_435_781_430_005, '1435781430.005'],
    [1_435_781_430_000, '1435781430'],
    [-1_500, '-1.500'],
  ])('writes the time %d as %s', (ms, text) => expect(formatTimestamp(ms)).toBe(text));

  it('writes labels of any name', () => {
    const text = formatLabels([
      ['__proto__', 'a"\n'],
      ['é', ''],
    ]);
    expect(text).toBe('{"__proto__":"a\\"\\n","é":""}');
  });

  it('tells which bounds belong to the buckets of a histogram', () => {
    const histogram: FloatHistogram = {
      ...EMPTY,
      zeroCount: 2,
      count: 7.5,
      sum: 3,
      positiveSpans: [{ offset: 1, length: 3 }],
      positiveBuckets: Float64Array.of(4, 0, 0.5),
      negativeSpans: [{ offset: 1, length: 1 }],
      negativeBuckets: Float64Array.of(1),
    };
    expect(JSON.parse(formatHistogram(histogram))).toEqual({
      count: '7.5',
      sum: '3',
      buckets: [
        [1, '-2', '-1', '1'],
        [3, '-0.001', '0.001', '2'],
        [0, '1', '2', '4'],
        [0, '4', '8', '0.5'],
      ],
    });
    expect(formatHistogram(EMPTY)).toBe('{"count":"0","sum":"0"}');
  });
});
