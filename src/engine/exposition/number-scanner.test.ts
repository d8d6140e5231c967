import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOpenMetricsFloat, parseGoFloat } from './go-float.ts';
import { scanNumber, scannedTo } from './number-scanner.ts';

function scan(text: string): number {
  return scanNumber(Buffer.from(`${text}\n`), 0);
}

describe('numbers', () => {
  it('are scanned as Number reads them, bit for bit', () => {
    const text = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v.toExponential()),
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
      fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -30, max: 30 })).map(([a, b, e]) => `${a}.${b}e${e}`),
      fc.constantFrom(
        '-0',
        '0',
        '.5',
        '5.',
        '+1',
        '1E5',
        '9007199254740993',
        '0.1e-22',
        '123456789012345e22',
      ),
    );
    fc.assert(
      fc.property(text, (number) => {
        expect(Object.is(scan(number), Number(number))).toBe(true);
        expect(scannedTo).toBe(number.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['', '.', '-', 'e5', '1e', '1e+', '1e400', 'NaN', '+Inf', 'x', '1e99999'])(
    'are left to the general reader: %j',
    (text) => {
      expect(scan(text)).toBeNaN();
    },
  );

  it.each([
    ['1', 1],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-infinity', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
    ['1e-400', 0],
    ['.5e1', 5],
  ])('in Go: %s is %d', (text, value) => {
    expect(parseGoFloat(text)).toBe(value);
  });

  it.each(['', '.', '1e400', '0x1', '0x1p-3', '1_000', '+nan', '1e', ' 1', '1 ', '--1', '١'])(
    'in Go: %j is none',
    (text) => {
      expect(parseGoFloat(text)).toBeUndefined();
    },
  );

  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [-1, '-1.0'],
    [0.25, '0.25'],
    [123456, '123456.0'],
    [1_000_000, '1e+06'],
    [12_345_678, '1.2345678e+07'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e100, '1e+100'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
  ])('as label values: %d is %s', (value, text) => {
    expect(formatOpenMetricsFloat(value)).toBe(text);
  });
});
