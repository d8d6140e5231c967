import { packBits, SECTION_BITS, unpackBits } from './bit-packing.ts';
import type { ByteReader, ByteWriter } from './byte-buffer.ts';
import { measurePatterns, readPatterns, writePatterns } from './pattern-codec.ts';

/*
 * One column of values, lossless by Object.is (NaN payloads become the canonical NaN). The first byte's low four bits
 * are the kind, its high four bits the decimal scale. Columns that are decimal numbers are scaled integers:
 * value = integer / 10^scale; the first integer, the lowest difference, the gcd of all (difference - lowest), and then
 * every (difference - lowest) / gcd at one width (a frame of reference). All others go to the bit-pattern codec.
 */
const KIND_SCALED = 0;
const KIND_PATTERN = 1;

const MAX_SCALE = 12;
const POWERS = Float64Array.from({ length: MAX_SCALE + 1 }, (_, exponent) => 10 ** exponent);
/** Keeps differences, and their zigzag form, inside 2^53. */
const MAX_SCALED = 2 ** 51;
const MAX_SCALED_WIDTH = 2 * SECTION_BITS;
/** From this width on the bit patterns may be smaller. */
const WIDTH_TO_COMPARE = 32;

let integers = new Float64Array(256);
let low = new Int32Array(256);
let high = new Int32Array(256);

function ensureScratch(count: number): void {
  if (integers.length >= count) return;
  const size = count * 2;
  integers = new Float64Array(size);
  low = new Int32Array(size);
  high = new Int32Array(size);
}

/** The lowest and highest of the differences that are in `integers` behind the first integer. */
const differences = { lowest: 0, highest: 0 };

/** Takes whole numbers, as most columns are, as a first one and differences; false where there is another value. */
function takeIntegers(values: Float64Array, from: number, count: number): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    if (Math.floor(value) !== value || value > MAX_SCALED || value < -MAX_SCALED) return false;
    if (value === 0 && 1 / value < 0) return false;
    const difference = value - before;
    before = value;
    integers[i] = difference;
    if (i === 0) continue;
    if (difference < lowest) lowest = difference;
    if (difference > highest) highest = difference;
  }
  differences.lowest = count === 1 ? 0 : lowest;
  differences.highest = count === 1 ? 0 : highest;
  return true;
}

/** Puts differences in the place of all integers but the first. */
function takeDifferences(count: number): void {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let before = integers[0] as number;
  for (let i = 1; i < count; i++) {
    const integer = integers[i] as number;
    const difference = integer - before;
    before = integer;
    integers[i] = difference;
    if (difference < lowest) lowest = difference;
    if (difference > highest) highest = difference;
  }
  differences.lowest = count === 1 ? 0 : lowest;
  differences.highest = count === 1 ? 0 : highest;
}

/** The smallest scale at which all values are exact integers, which are left in `integers` as differences, or -1. */
function scaleToDifferences(values: Float64Array, from: number, count: number): number {
  if (takeIntegers(values, from, count)) return 0;
  const scale = scaleToIntegers(values, from, count);
  if (scale >= 0) takeDifferences(count);
  return scale;
}

/** The same, left as integers. */
function scaleToIntegers(values: Float64Array, from: number, count: number): number {
  let scale = 0;
  let power = 1;
  let rescaled = false;
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    let integer = Math.round(value * power);
    while (integer / power !== value) {
      if (scale === MAX_SCALE) return -1;
      power = POWERS[++scale] as number;
      integer = Math.round(value * power);
      rescaled = i > 0;
    }
    if (integer > MAX_SCALED || integer < -MAX_SCALED || (integer === 0 && 1 / value < 0)) return -1;
    integers[i] = integer;
  }
  if (!rescaled) return scale;
  for (let i = 0; i < count; i++) {
    const integer = Math.round((values[from + i] as number) * power);
    if (integer > MAX_SCALED || integer < -MAX_SCALED || integer / power !== values[from + i]) return -1;
    integers[i] = integer;
  }
  return scale;
}

function greatestCommonDivisor(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y !== 0) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

function bitLength(value: number): number {
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

/** The gcd of a range and all (difference - lowest), which are left in `low` as multiples of it; both below 2^31. */
function divideNarrow(count: number, lowest: number, range: number): number {
  let divisor = range;
  // A product with the inverse, rounded, is the exact quotient where there is one, and takes a tenth of a division.
  let inverse = 1 / divisor;
  for (let i = 1; i < count; i++) {
    const excess = ((integers[i] as number) - lowest) | 0;
    low[i - 1] = excess;
    if (divisor === 1) continue;
    const quotient = (excess * inverse + 0.5) | 0;
    if (Math.imul(quotient, divisor) === excess) continue;
    divisor = greatestCommonDivisor(divisor, excess);
    inverse = 1 / divisor;
  }
  if (divisor === 1) return 1;
  for (let i = 0; i < count - 1; i++) low[i] = ((low[i] as number) * inverse + 0.5) | 0;
  return divisor;
}

/** The same for any range; the multiples stay in `integers`. */
function findDivisor(count: number, lowest: number, range: number): number {
  let divisor = range;
  for (let i = 1; i < count && divisor > 1; i++) {
    const excess = (integers[i] as number) - lowest;
    if (excess % divisor !== 0) divisor = greatestCommonDivisor(divisor, excess);
  }
  return divisor;
}

/** Writes the differences in `integers`, or nothing where they need more than `widthLimit` bits each. */
function writeScaled(out: ByteWriter, scale: number, count: number, widthLimit: number): boolean {
  const first = integers[0] as number;
  const { lowest, highest } = differences;
  const range = highest - lowest;
  const isNarrow = range < 2 ** 31;
  const divisor =
    range === 0 ? 1 : isNarrow ? divideNarrow(count, lowest, range) : findDivisor(count, lowest, range);
  const width = bitLength(range / divisor);
  if (width > widthLimit) return false;
  out.u8(KIND_SCALED | (scale << 4));
  out.u8(width);
  out.zigzag(first);
  if (count === 1) return true;
  out.zigzag(lowest);
  if (width === 0) return true;
  out.varint(divisor);
  const packed = count - 1;
  if (width <= SECTION_BITS && isNarrow) {
    packBits(out, low, packed, width);
    return true;
  }
  for (let i = 0; i < packed; i++) {
    const quotient = ((integers[i + 1] as number) - lowest) / divisor;
    const upper = Math.floor(quotient / 2 ** SECTION_BITS);
    low[i] = quotient - upper * 2 ** SECTION_BITS;
    high[i] = upper;
  }
  packBits(out, low, packed, Math.min(width, SECTION_BITS));
  packBits(out, high, packed, Math.max(0, width - SECTION_BITS));
  return true;
}

function readScaled(reader: ByteReader, scale: number, count: number, out: Float64Array, at: number): void {
  const power = POWERS[scale] as number;
  const width = reader.u8();
  let integer = reader.zigzag();
  out[at] = integer / power;
  if (count === 1) return;
  const lowest = reader.zigzag();
  const end = at + count;
  if (width === 0) {
    if (lowest === 0) out.fill(integer / power, at, end);
    else {
      for (let i = at + 1; i < end; i++) {
        integer += lowest;
        out[i] = integer / power;
      }
    }
    return;
  }
  const divisor = reader.varint();
  if (width <= SECTION_BITS) {
    const { view } = reader;
    const start = reader.at;
    const mask = 2 ** width - 1;
    let bit = 0;
    if (power === 1) {
      for (let i = at + 1; i < end; i++) {
        const packed = (view.getUint32(start + (bit >> 3), true) >>> (bit & 7)) & mask;
        bit += width;
        integer += lowest + divisor * packed;
        out[i] = integer;
      }
    } else {
      for (let i = at + 1; i < end; i++) {
        const packed = (view.getUint32(start + (bit >> 3), true) >>> (bit & 7)) & mask;
        bit += width;
        integer += lowest + divisor * packed;
        out[i] = integer / power;
      }
    }
    reader.at = start + ((bit + 7) >> 3);
    return;
  }
  unpackBits(reader, low, count - 1, SECTION_BITS);
  unpackBits(reader, high, count - 1, width - SECTION_BITS);
  for (let i = 1; i < count; i++) {
    const quotient = (high[i - 1] as number) * 2 ** SECTION_BITS + (low[i - 1] as number);
    integer += lowest + divisor * quotient;
    out[at + i] = integer / power;
  }
}

/** Appends `count` values of a column from `from` on; nothing is written for none. */
export function encodeValues(out: ByteWriter, values: Float64Array, from: number, count: number): void {
  if (count === 0) return;
  ensureScratch(count);
  const scale = scaleToDifferences(values, from, count);
  if (scale >= 0 && writeScaled(out, scale, count, WIDTH_TO_COMPARE)) return;
  const shape = measurePatterns(values, from, count);
  if (scale >= 0) {
    scaleToDifferences(values, from, count);
    const limit = Math.min(MAX_SCALED_WIDTH, shape.bits / count);
    if (writeScaled(out, scale, count, limit)) return;
  }
  out.u8(KIND_PATTERN);
  writePatterns(out, count, shape);
}

/**
 * Reads `count` values at the reader's place into `out` from `at` on. The reader's bytes must go on for
 * READ_AHEAD_BYTES behind the column. Throws RangeError for bytes that no column starts with.
 */
export function decodeValues(reader: ByteReader, count: number, out: Float64Array, at: number): void {
  if (count === 0) return;
  ensureScratch(count);
  const head = reader.u8();
  const kind = head & 0x0f;
  const scale = head >> 4;
  if (kind === KIND_SCALED && scale <= MAX_SCALE) readScaled(reader, scale, count, out, at);
  else if (head === KIND_PATTERN) readPatterns(reader, count, out, at);
  else throw new RangeError(`unknown chunk kind ${head}`);
}
