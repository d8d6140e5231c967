import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAxisFormat, formatAlike, formatCompact, formatValue, splitCompact, UNITS } from './units.ts';

describe('formatCompact', () => {
  it.each([
    [0, 'none', '0'],
    [1_420, 'requestsPerSecond', '1.42k req/s'],
    [0.0038, 'ratio', '0.38%'],
    [0.231, 'seconds', '231 ms'],
    [0.000_012_34, 'seconds', '12.3 µs'],
    [5_400, 'seconds', '1.5 h'],
    [90, 'seconds', '1.5 min'],
    [86_400 * 3, 'seconds', '3 d'],
    [1_536, 'bytes', '1.5 KiB'],
    [1_048_575, 'bytes', '1 MiB'],
    [2_000_000, 'bytesSi', '2 MB'],
    [1_048_576, 'bytesPerSecond', '1 MiB/s'],
    [-1_234, 'none', '−1.23k'],
    [0.25, 'cores', '0.25 cores'],
    [61, 'percent', '61%'],
    [1e18, 'none', '1,000,000T'],
    [Number.NaN, 'bytes', 'NaN'],
    [Infinity, 'seconds', '∞'],
    [-Infinity, 'seconds', '−∞'],
    [1e-9, 'none', '1.00e−9'],
  ] as const)('%d in %s is %s', (value, unit, text) => {
    expect(formatCompact(value, unit)).toBe(text);
  });

  it('never shows a unit without a number', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(...UNITS), (value, unit) => {
        expect(formatCompact(value, unit)).toMatch(/[0-9∞N]|invalid/);
      }),
    );
  });
});

describe('formatValue', () => {
  it('writes counts out and keeps five digits', () => {
    expect(formatValue(12_345.678, 'none')).toBe('12,346');
    expect(formatValue(850.263, 'none')).toBe('850.26');
    expect(formatValue(1_234_567, 'none')).toBe('1.2346M');
  });

  it('writes Unix times as dates', () => {
    expect(formatValue(0, 'unixTime')).toMatch(/^19(70|69)-/);
    expect(formatValue(Number.NaN, 'unixTime')).toBe('NaN');
  });
});

describe('formatAlike', () => {
  it('gives a column one unit and one number of decimals', () => {
    expect([117.17, 11.667, 5.5].map((value) => formatAlike(value, 117.17, 'none'))).toEqual([
      '117.2',
      '11.7',
      '5.5',
    ]);
    expect(formatAlike(524_288, 10 * 1_048_576, 'bytes')).toBe('0.50 MiB');
  });

  it('writes on its own what would lose its digits', () => {
    expect(formatAlike(500, 1024 ** 3, 'bytes')).toBe('500 B');
  });
});

describe('splitCompact', () => {
  it('parts number and unit', () => {
    expect(splitCompact(0.231, 'seconds')).toEqual({ number: '231', suffix: 'ms' });
    expect(splitCompact(1_420, 'none')).toEqual({ number: '1.42', suffix: 'k' });
  });
});

describe('createAxisFormat', () => {
  it('uses one unit and as many decimals as the step needs', () => {
    const format = createAxisFormat(0.5, 0.125, 'seconds');
    expect([0, 0.125, 0.5].map(format)).toEqual(['0 ms', '125 ms', '500 ms']);
    expect(createAxisFormat(2.5, 0.5, 'none')(1)).toBe('1.0');
    expect(createAxisFormat(0.03, 0.01, 'ratio')(0.02)).toBe('2%');
    expect(createAxisFormat(1_500, 500, 'requestsPerSecond')(1_500)).toBe('1,500/s');
  });
});
