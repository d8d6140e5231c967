/*
 * The hot loop of reading history as AssemblyScript: decodes chunks of plain values (src/engine/tsdb/chunk-codec.ts
 * and pattern-codec.ts describe them). `npm run kernels` compiles it into src/engine/tsdb/kernel-bytes.ts;
 * column-kernel.ts there fills and reads the memory.
 */

/** 10^0 to 10^12, from column-kernel.ts. */
const POWERS: usize = 0;

/** The first byte of a chunk that is one float sample in every row. */
const FRAME_FULL: u32 = 0;
const KIND_SCALED: u32 = 0;
const KIND_PATTERN: u32 = 1;
const MAX_SCALE: u32 = 12;
const SECTION_BITS: u32 = 24;
const MAX_SCALED_WIDTH: u32 = 48;

const FLAG_STEPS: u32 = 1;
const FLAG_REPEATS: u32 = 2;
const FLAG_CONSTANT: u32 = 4;

let at: usize = 0;

function varint(): u64 {
  let value: u64 = 0;
  let shift: u64 = 0;
  let byte: u64 = 0;
  do {
    byte = load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80);
  return value;
}

function zigzag(): i64 {
  const value = varint();
  return ((value >> 1) as i64) ^ -((value & 1) as i64);
}

/** The number at a place of a section that begins at `section`. */
function unpack(section: usize, place: u32, width: u32): u32 {
  const bit = place * width;
  return (load<u32>(section + (bit >> 3)) >> (bit & 7)) & ((1 << width) - 1);
}

function decodeScaled(scale: u32, count: i32, out: usize): bool {
  const power = load<f64>(POWERS + ((scale as usize) << 3));
  const width: u32 = load<u8>(at++);
  const first = zigzag() as f64;
  store<f64>(out, first / power);
  if (count === 1) return true;
  const lowest = zigzag() as f64;
  const end = out + ((count as usize) << 3);
  let to = out + 8;
  // All numbers are integers below 2^53: floats are exact, and two of them are added at a time.
  if (width === 0) {
    let integer = first;
    for (; to < end; to += 8) {
      integer += lowest;
      store<f64>(to, integer / power);
    }
    return true;
  }
  if (width > MAX_SCALED_WIDTH) return false;
  const divisor = varint() as f64;
  if (width > SECTION_BITS) {
    const packed = (count - 1) as u32;
    const high = at + ((packed * SECTION_BITS + 7) >> 3);
    let integer = first;
    for (let i: u32 = 0; i < packed; i++) {
      const quotient =
        (unpack(high, i, width - SECTION_BITS) as f64) * 16777216 + (unpack(at, i, SECTION_BITS) as f64);
      integer += lowest + divisor * quotient;
      store<f64>(to, integer / power);
      to += 8;
    }
    return true;
  }
  const mask: u64 = ((1 as u64) << (width as u64)) - 1;
  const isWhole = power === 1;
  const lowests = f64x2.splat(lowest);
  const divisors = f64x2.splat(divisor);
  const powers = f64x2.splat(power);
  const none = f64x2.splat(0);
  let before = f64x2.splat(first);
  let bit: u32 = 0;
  if (width <= 14) {
    // Four numbers and up to 7 bits before them fit 64 bits.
    for (; to + 24 < end; to += 32) {
      const word = load<u64>(at + (bit >> 3)) >> ((bit & 7) as u64);
      bit += width * 4;
      const half = word >> ((width * 2) as u64);
      const firstPair = (word & mask) | (((word >> (width as u64)) & mask) << 32);
      const nextPair = (half & mask) | (((half >> (width as u64)) & mask) << 32);
      const firstSteps = f64x2.add(
        lowests,
        f64x2.mul(divisors, f64x2.convert_low_i32x4_u(i64x2.splat(firstPair))),
      );
      const nextSteps = f64x2.add(
        lowests,
        f64x2.mul(divisors, f64x2.convert_low_i32x4_u(i64x2.splat(nextPair))),
      );
      const firstSums = f64x2.add(firstSteps, v128.shuffle<f64>(none, firstSteps, 0, 2));
      const nextSums = f64x2.add(nextSteps, v128.shuffle<f64>(none, nextSteps, 0, 2));
      const middle = f64x2.add(before, firstSums);
      const sums = f64x2.add(v128.shuffle<f64>(middle, middle, 1, 1), nextSums);
      v128.store(to, isWhole ? middle : f64x2.div(middle, powers));
      v128.store(to, isWhole ? sums : f64x2.div(sums, powers), 16);
      before = v128.shuffle<f64>(sums, sums, 1, 1);
    }
  }
  // Two numbers and up to 7 bits before them fit 64 bits.
  for (; to + 8 < end; to += 16) {
    const word = load<u64>(at + (bit >> 3)) >> ((bit & 7) as u64);
    bit += width * 2;
    const pair = (word & mask) | (((word >> (width as u64)) & mask) << 32);
    const steps = f64x2.add(lowests, f64x2.mul(divisors, f64x2.convert_low_i32x4_u(i64x2.splat(pair))));
    const sums = f64x2.add(before, f64x2.add(steps, v128.shuffle<f64>(none, steps, 0, 2)));
    v128.store(to, isWhole ? sums : f64x2.div(sums, powers));
    before = v128.shuffle<f64>(sums, sums, 1, 1);
  }
  if (to < end) {
    const word = load<u64>(at + (bit >> 3)) >> ((bit & 7) as u64);
    const integer = f64x2.extract_lane(before, 0) + (lowest + divisor * ((word & mask) as f64));
    store<f64>(to, integer / power);
  }
  return true;
}

function decodePatterns(count: i32, out: usize): bool {
  let pattern = load<u64>(at);
  at += 8;
  store<u64>(out, pattern);
  if (count === 1) return true;
  const flags: u32 = load<u8>(at++);
  const end = out + ((count as usize) << 3);
  let to = out + 8;
  if (flags === FLAG_CONSTANT) {
    for (; to < end; to += 8) store<u64>(to, pattern);
    return true;
  }
  const width: u32 = load<u8>(at++);
  const shift: u32 = load<u8>(at++);
  const lowest = load<u64>(at);
  at += 8;
  let packed = (count - 1) as u32;
  let bitmap: usize = 0;
  if ((flags & FLAG_REPEATS) !== 0) {
    bitmap = at;
    packed = 0;
    for (const bits = at + (((count as usize) + 6) >> 3); at < bits; at++)
      packed += popcnt<u32>(load<u8>(at));
  }
  if (width > 64 || shift > 63 || packed >= (count as u32)) return false;
  const lowWidth = min(width, SECTION_BITS);
  const middleWidth = min(max(width, SECTION_BITS) - SECTION_BITS, SECTION_BITS);
  const highWidth = max(width, 2 * SECTION_BITS) - 2 * SECTION_BITS;
  const middle = at + ((packed * lowWidth + 7) >> 3);
  const high = middle + ((packed * middleWidth + 7) >> 3);
  const hasSteps = (flags & FLAG_STEPS) !== 0;
  let next: u32 = 0;
  for (let i: usize = 0; to < end; i++, to += 8) {
    if (bitmap === 0 || ((load<u8>(bitmap + (i >> 3)) >> ((i & 7) as u8)) & 1) !== 0) {
      const bits =
        (unpack(at, next, lowWidth) as u64) |
        ((unpack(middle, next, middleWidth) as u64) << 24) |
        ((unpack(high, next, highWidth) as u64) << 48);
      next++;
      pattern = (bits << (shift as u64)) + lowest + (hasSteps ? pattern : 0);
    }
    store<u64>(to, pattern);
  }
  return true;
}

/** Decodes `count` values of the chunk that begins at `from` into floats from `out` on; false where it can't. */
export function decodeChunk(from: usize, count: i32, out: usize): bool {
  at = from;
  if ((load<u8>(at++) as u32) !== FRAME_FULL) return false;
  const head: u32 = load<u8>(at++);
  const scale = head >> 4;
  if ((head & 15) === KIND_SCALED && scale <= MAX_SCALE) return decodeScaled(scale, count, out);
  return head === KIND_PATTERN && decodePatterns(count, out);
}
