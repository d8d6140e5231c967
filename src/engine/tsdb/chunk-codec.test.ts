import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READ_AHEAD_BYTES } from './bit-packing.ts';
import { ByteReader, ByteWriter } from './byte-buffer.ts';
import { decodeValues, encodeValues } from './chunk-codec.ts';
import { FRAME_FULL } from './chunk-frame.ts';
import { COLUMN_KERNEL } from './column-kernel.ts';

function roundTrip(values: readonly number[], at = 0): { decoded: number[]; byteCount: number } {
  const writer = new ByteWriter(4);
  const column = Float64Array.from([...new Array<number>(at).fill(7), ...values]);
  encodeValues(writer, column, at, values.length);
  const byteCount = writer.length;
  for (let i = 0; i < READ_AHEAD_BYTES; i++) writer.u8(0xff);
  const reader = new ByteReader(writer.finish());
  const out = new Float64Array(values.length + 2 * at).fill(7);
  decodeValues(reader, values.length, out, at);
  expect(reader.at).toBe(byteCount);
  expect([...out.subarray(0, at), ...out.subarray(at + values.length)].every((value) => value === 7)).toBe(
    true,
  );
  expectSameFromKernel(column.subarray(at));
  return { decoded: [...out.subarray(at, at + values.length)], byteCount };
}

/** The kernel decodes what the codec decodes, wherever the column lies among others. */
function expectSameFromKernel(values: Float64Array): void {
  const kernel = COLUMN_KERNEL;
  if (kernel === null || values.length > 500) return;
  const writer = new ByteWriter(4);
  writer.u8(FRAME_FULL);
  encodeValues(writer, values, 0, values.length);
  for (let i = 0; i < READ_AHEAD_BYTES; i++) writer.u8(0xff);
  const page = writer.finish();
  expect(kernel.reserve(values.length + 3, page.length)).toBe(true);
  const out = new Float64Array(values.length + 3);
  expect(kernel.decode(kernel.addressOf(page), values.length, 0, 3)).toBe(true);
  kernel.copyRows(3, values.length + 3, out);
  const differs = out.subarray(3).some((value, i) => !Object.is(value, values[i]));
  if (differs) expect([...out.subarray(3)]).toEqual([...values]);
}

function expectLossless(values: readonly number[], at = 0): number {
  const { decoded, byteCount } = roundTrip(values, at);
  for (let i = 0; i < values.length; i++) {
    if (!Object.is(decoded[i], values[i])) expect(decoded).toEqual(values);
  }
  return byteCount;
}

const decimal = fc
  .tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 0, max: 14 }))
  .map(([integer, scale]) => Number(`${integer}e-${scale}`));

const awkward = fc.constantFrom(
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MIN_VALUE,
  Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  2 ** 51,
  2 ** 51 + 1,
  -(2 ** 51) - 1,
  2 ** 53,
  2 ** 63,
  0.1,
  0.1 + 0.2,
  1e-12,
  1e-13,
);

describe('value columns', () => {
  it('are lossless for any values', () => {
    const value = fc.oneof(fc.double(), awkward, decimal, fc.integer());
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), fc.nat(5), (values, at) => {
        expectLossless(values, at);
      }),
      { numRuns: 400 },
    );
  });

  it('are lossless for counters, and for steps of every width', () => {
    const steps = fc.tuple(
      fc.integer({ min: 0, max: 50 }),
      fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1, max: 1_000_000 }),
    );
    fc.assert(
      fc.property(steps, ([width, random, scale, unit]) => {
        let total = 0;
        const values = random.map((part) => {
          total += Math.floor((part / 2 ** 31) * 2 ** width) * unit;
          return total / 10 ** scale;
        });
        expectLossless(values);
      }),
      { numRuns: 400 },
    );
  });

  it('write nothing for an empty column', () => {
    const writer = new ByteWriter();
    encodeValues(writer, new Float64Array(3), 3, 0);
    expect(writer.length).toBe(0);
  });

  it.each([
    ['a constant', 120, new Array<number>(120).fill(0.1 + 0.2), 10],
    ['a constant step', 120, Array.from({ length: 120 }, (_, i) => 1e9 + i * 4096), 12],
    ['NaN throughout', 120, new Array<number>(120).fill(Number.NaN), 10],
    ['steps of 0 and 1 of a common factor', 120, Array.from({ length: 120 }, (_, i) => (i >> 1) * 4096), 25],
    ['two decimals', 120, Array.from({ length: 120 }, (_, i) => (i * 37 + (i % 5)) / 100), 60],
    [
      'doubles of full precision: below nine bytes a value',
      120,
      Array.from({ length: 120 }, (_, i) => Math.sin(i) + 2),
      870,
    ],
    [
      'full precision with many repeats',
      120,
      Array.from({ length: 120 }, (_, i) => Math.sin(Math.floor(i / 20)) + 2),
      80,
    ],
  ])('stay small for %s', (_name, count, values, limit) => {
    expect(values).toHaveLength(count);
    expect(expectLossless(values)).toBeLessThanOrEqual(limit);
  });

  it('make every NaN the canonical one', () => {
    const odd = new Float64Array(1);
    new Uint32Array(odd.buffer).set([2, 0x7ff00000]);
    const writer = new ByteWriter();
    encodeValues(writer, odd, 0, 1);
    const canonical = new ByteWriter();
    encodeValues(canonical, Float64Array.of(Number.NaN), 0, 1);
    expect(writer.finish()).toEqual(canonical.finish());
  });

  it('refuse bytes that are no column', () => {
    expect(() =>
      decodeValues(new ByteReader(Uint8Array.of(0x0f, 0, 0, 0)), 1, new Float64Array(1), 0),
    ).toThrow(RangeError);
    expect(() => decodeValues(new ByteReader(Uint8Array.of(0)), 2, new Float64Array(2), 0)).toThrow(
      RangeError,
    );
  });
});
