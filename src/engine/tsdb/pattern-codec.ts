import { packBits, SECTION_BITS, unpackBits } from './bit-packing.ts';
import type { ByteReader, ByteWriter } from './byte-buffer.ts';

/*
 * Values as the 64-bit integers of their bit patterns, which for numbers of one sign are in the numbers' order, also
 * across powers of two where an XOR would flip every bit. Written are the first pattern, then either the patterns or
 * their steps, less the lowest of them, without the zero bits that all have behind, at one width; repeats as a bitmap
 * where that is smaller. Arithmetic is modulo 2^64, so it is lossless for any values.
 */
const FLAG_STEPS = 1;
const FLAG_REPEATS = 2;
const FLAG_CONSTANT = 4;

const CONSTANT: PatternShape = {
  flags: FLAG_CONSTANT,
  lowestLow: 0,
  lowestHigh: 0,
  shift: 0,
  width: 0,
  bits: 0,
};

/** How a column is best written; `bits` is about what each form needs in all. */
export interface PatternShape {
  readonly flags: number;
  readonly lowestLow: number;
  readonly lowestHigh: number;
  readonly shift: number;
  readonly width: number;
  readonly bits: number;
}

let patterns = new Uint32Array(512);
let patternsAsValues = new Float64Array(patterns.buffer);
let low = new Int32Array(256);
let middle = new Int32Array(256);
let high = new Int32Array(256);

function ensureScratch(count: number): void {
  if (low.length >= count) return;
  const size = count * 2;
  patterns = new Uint32Array(size * 2);
  patternsAsValues = new Float64Array(patterns.buffer);
  low = new Int32Array(size);
  middle = new Int32Array(size);
  high = new Int32Array(size);
}

function isRepeat(i: number): boolean {
  return patterns[2 * i] === patterns[2 * i - 2] && patterns[2 * i + 1] === patterns[2 * i - 1];
}

/** The shape for patterns or steps; the two halves of a 64-bit number are kept apart and carried by hand. */
function measure(count: number, repeats: number, steps: boolean): PatternShape {
  const skipRepeats = repeats > 0;
  let lowestLow = 0;
  let lowestHigh = 0;
  let found = false;
  for (let i = 1; i < count; i++) {
    if (skipRepeats && isRepeat(i)) continue;
    const baseLow = steps ? (patterns[2 * i - 2] as number) : 0;
    const baseHigh = steps ? (patterns[2 * i - 1] as number) : 0;
    const ownLow = patterns[2 * i] as number;
    const differenceLow = (ownLow - baseLow) >>> 0;
    const differenceHigh = ((patterns[2 * i + 1] as number) - baseHigh - (ownLow < baseLow ? 1 : 0)) | 0;
    const isLower =
      differenceHigh < lowestHigh || (differenceHigh === lowestHigh && differenceLow < lowestLow);
    if (!found || isLower) {
      found = true;
      lowestLow = differenceLow;
      lowestHigh = differenceHigh;
    }
  }
  let unionLow = 0;
  let unionHigh = 0;
  for (let i = 1; i < count; i++) {
    if (skipRepeats && isRepeat(i)) continue;
    const baseLow = (steps ? (patterns[2 * i - 2] as number) : 0) + lowestLow;
    const carry = baseLow > 0xffffffff ? 1 : 0;
    const baseHigh = (steps ? (patterns[2 * i - 1] as number) : 0) + lowestHigh + carry;
    const ownLow = patterns[2 * i] as number;
    unionLow |= ownLow - baseLow;
    unionHigh |= (patterns[2 * i + 1] as number) - baseHigh - (ownLow < baseLow >>> 0 ? 1 : 0);
  }
  const leading = unionHigh !== 0 ? Math.clz32(unionHigh) : 32 + Math.clz32(unionLow);
  const trailing =
    unionLow !== 0 ? 31 - Math.clz32(unionLow & -unionLow) : 63 - Math.clz32(unionHigh & -unionHigh);
  const width = leading === 64 ? 0 : 64 - leading - trailing;
  return {
    flags: (steps ? FLAG_STEPS : 0) | (skipRepeats ? FLAG_REPEATS : 0),
    lowestLow,
    lowestHigh,
    shift: width === 0 ? 0 : trailing,
    width,
    bits: (count - 1 - repeats) * width + (skipRepeats ? count : 0),
  };
}

/** Takes in a column and tells how it is best written; `writePatterns` then writes this very column. */
export function measurePatterns(values: Float64Array, from: number, count: number): PatternShape {
  ensureScratch(count);
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    // Writing the literal makes the payload canonical whatever engine made the NaN.
    patternsAsValues[i] = Number.isNaN(value) ? Number.NaN : value;
  }
  let repeats = 0;
  for (let i = 1; i < count; i++) if (isRepeat(i)) repeats++;
  if (repeats === count - 1) return CONSTANT;
  let best = measure(count, 0, false);
  const stepwise = measure(count, 0, true);
  if (stepwise.bits < best.bits) best = stepwise;
  if (repeats * 8 > count) {
    for (const steps of [false, true]) {
      const shape = measure(count, repeats, steps);
      if (shape.bits < best.bits) best = shape;
    }
  }
  return best;
}

function writeBitmap(out: ByteWriter, count: number): void {
  out.reserve((count + 6) >> 3);
  for (let i = 1; i < count; i += 8) {
    let byte = 0;
    for (let k = 0; k < 8 && i + k < count; k++) if (!isRepeat(i + k)) byte |= 1 << k;
    out.bytes[out.length++] = byte;
  }
}

/** Appends the column that was measured last. */
export function writePatterns(out: ByteWriter, count: number, shape: PatternShape): void {
  const { flags, lowestLow, lowestHigh, shift, width } = shape;
  const steps = (flags & FLAG_STEPS) !== 0;
  const skipRepeats = (flags & FLAG_REPEATS) !== 0;
  out.f64(patternsAsValues[0] as number);
  if (count === 1) return;
  out.u8(flags);
  if (flags === FLAG_CONSTANT) return;
  out.u8(width);
  out.u8(shift);
  out.u32(lowestLow);
  out.u32(lowestHigh);
  let packed = 0;
  for (let i = 1; i < count; i++) {
    if (skipRepeats && isRepeat(i)) continue;
    const baseLow = (steps ? (patterns[2 * i - 2] as number) : 0) + lowestLow;
    const carry = baseLow > 0xffffffff ? 1 : 0;
    const baseHigh = (steps ? (patterns[2 * i - 1] as number) : 0) + lowestHigh + carry;
    const ownLow = patterns[2 * i] as number;
    const offsetLow = (ownLow - baseLow) | 0;
    const offsetHigh = ((patterns[2 * i + 1] as number) - baseHigh - (ownLow < baseLow >>> 0 ? 1 : 0)) | 0;
    let shiftedLow = offsetLow;
    let shiftedHigh = offsetHigh;
    if (shift >= 32) {
      shiftedLow = offsetHigh >>> (shift - 32);
      shiftedHigh = 0;
    } else if (shift > 0) {
      shiftedLow = (offsetLow >>> shift) | (offsetHigh << (32 - shift));
      shiftedHigh = offsetHigh >>> shift;
    }
    low[packed] = shiftedLow & 0xffffff;
    middle[packed] = (shiftedLow >>> 24) | ((shiftedHigh & 0xffff) << 8);
    high[packed] = shiftedHigh >>> 16;
    packed++;
  }
  if (skipRepeats) writeBitmap(out, count);
  packBits(out, low, packed, Math.min(width, SECTION_BITS));
  packBits(out, middle, packed, Math.min(Math.max(width - SECTION_BITS, 0), SECTION_BITS));
  packBits(out, high, packed, Math.max(width - 2 * SECTION_BITS, 0));
}

/** Reads `count` values that `writePatterns` wrote into `out` from `at` on. */
export function readPatterns(reader: ByteReader, count: number, out: Float64Array, at: number): void {
  ensureScratch(count);
  const first = reader.f64();
  out[at] = first;
  if (count === 1) return;
  const flags = reader.u8();
  if (flags === FLAG_CONSTANT) {
    out.fill(first, at, at + count);
    return;
  }
  const width = reader.u8();
  const shift = reader.u8();
  const lowestLow = reader.u32();
  const lowestHigh = reader.u32();
  const steps = (flags & FLAG_STEPS) !== 0;
  let packed = count - 1;
  let bitmapAt = -1;
  if ((flags & FLAG_REPEATS) !== 0) {
    bitmapAt = reader.at;
    packed = 0;
    for (let byte of reader.raw((count + 6) >> 3)) for (; byte !== 0; byte &= byte - 1) packed++;
  }
  if (width > 64 || shift > 63 || packed >= count) throw new RangeError('damaged chunk');
  unpackBits(reader, low, packed, Math.min(width, SECTION_BITS));
  unpackBits(reader, middle, packed, Math.min(Math.max(width - SECTION_BITS, 0), SECTION_BITS));
  unpackBits(reader, high, packed, Math.max(width - 2 * SECTION_BITS, 0));
  patternsAsValues[0] = first;
  let next = 0;
  for (let i = 1; i < count; i++) {
    if (bitmapAt >= 0 && (((reader.bytes[bitmapAt + ((i - 1) >> 3)] as number) >> ((i - 1) & 7)) & 1) === 0) {
      out[at + i] = patternsAsValues[0] as number;
      continue;
    }
    const shiftedLow = (low[next] as number) | ((middle[next] as number) << 24);
    const shiftedHigh = ((middle[next] as number) >>> 8) | ((high[next] as number) << 16);
    next++;
    let offsetLow = shiftedLow >>> 0;
    let offsetHigh = shiftedHigh;
    if (shift >= 32) {
      offsetLow = 0;
      offsetHigh = shiftedLow << (shift - 32);
    } else if (shift > 0) {
      offsetLow = (shiftedLow << shift) >>> 0;
      offsetHigh = (shiftedHigh << shift) | (shiftedLow >>> (32 - shift));
    }
    const sumLow = offsetLow + lowestLow + (steps ? (patterns[0] as number) : 0);
    const carry = sumLow >= 2 ** 33 ? 2 : sumLow >= 2 ** 32 ? 1 : 0;
    patterns[1] = offsetHigh + lowestHigh + (steps ? (patterns[1] as number) : 0) + carry;
    patterns[0] = sumLow;
    out[at + i] = patternsAsValues[0] as number;
  }
}
