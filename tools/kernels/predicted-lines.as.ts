/*
 * The hot loop of PageParser as AssemblyScript: takes the lines of a page that are those of the last one but for their
 * values. `npm run kernels` compiles it into src/engine/exposition/kernel-bytes.ts; line-kernel.ts there fills and
 * reads the memory. Whatever is not plain (another line, NaN, a timestamp, a second sample of a series) ends the run
 * before its line, which the parser then reads itself.
 */

// Addresses of what line-kernel.ts passes, as 32-bit numbers.
const POS: usize = 0;
const EXPECTED: usize = 4;
const MODE: usize = 8;
const SAMPLES: usize = 12;
const DROPPED: usize = 16;
const LIMIT: usize = 20;
const EXPECTED_LINES: usize = 24;
const SLOT_LIMIT: usize = 28;
const WORDS: usize = 32;
const WORD_START: usize = 36;
const BYTE_LENGTH: usize = 40;
const KIND: usize = 44;
const SLOT: usize = 48;
const ORDER: usize = 52;
const PAGE: usize = 56;
const VALUES: usize = 60;
const STATE: usize = 64;
/** 10^0 to 10^22, exact. */
const POWERS: usize = 128;
/** 5^-27 to 5^55, the first 128 bits of each: high half, low half. */
const PRODUCTS: usize = 512;

const LINE_SERIES: i32 = 0;
const LINE_COMMENT: i32 = 16;
const LINE_TYPE: i32 = 17;
const SLOT_DROPPED: i32 = -2;
const SLOT_SET: u8 = 1;
const NEWLINE: u32 = 10;

/** Digits that fit 64 bits whatever they are. */
const MOST_DIGITS: i32 = 19;
const MAX_EXACT: u64 = 9_007_199_254_740_991;
const LEAST_POWER: i32 = -27;
const GREATEST_POWER: i32 = 55;

function isSame(a: usize, b: usize, length: i32): bool {
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    if (!i8x16.all_true(i8x16.eq(v128.load(a + i), v128.load(b + i)))) return false;
  }
  if (i === length) return true;
  // Bytes behind both are there, but not the same.
  const equal = i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)));
  return (~equal & ((1 << (length - i)) - 1)) === 0;
}

let productHigh: u64 = 0;
let productLow: u64 = 0;

function multiply(a: u64, b: u64): void {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const low = aLow * bLow;
  const crossed = aHigh * bLow + (low >> 32);
  const middle = aLow * bHigh + (crossed & 0xffffffff);
  productHigh = aHigh * bHigh + (crossed >> 32) + (middle >> 32);
  productLow = (middle << 32) | (low & 0xffffffff);
}

/**
 * mantissa * 10^power, correctly rounded, for LEAST_POWER to GREATEST_POWER, as in Lemire, "Number Parsing at a
 * Gigabyte per Second" (2021). In this range no result is subnormal or infinite, and the product's 128 bits decide.
 */
function scale(mantissa: u64, power: i32): f64 {
  const leading = clz(mantissa) as i32;
  const w = mantissa << leading;
  const at = PRODUCTS + (((power - LEAST_POWER) as usize) << 4);
  multiply(w, load<u64>(at));
  let high = productHigh;
  let low = productLow;
  if ((high & 0x1ff) === 0x1ff) {
    multiply(w, load<u64>(at, 8));
    low += productHigh;
    if (productHigh > low) high++;
  }
  const upper = (high >> 63) as i32;
  const shift = upper + 9;
  let bits = high >> shift;
  let exponent = (((217_706 * power) >> 16) + 63 + upper - leading + 1023) as u64;
  // A tie goes to the even one.
  if (low <= 1 && power >= -4 && power <= 23 && (bits & 3) === 1 && bits << shift === high) bits &= ~1;
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= 1 << 53) {
    bits = 1 << 52;
    exponent++;
  }
  return reinterpret<f64>((bits & ((1 << 52) - 1)) | (exponent << 52));
}

/** Takes lines from POS and EXPECTED on, and leaves there where it stopped; SAMPLES and DROPPED tell what it took. */
export function takeLines(): void {
  const page = load<u32>(PAGE) as usize;
  const limit = page + load<u32>(LIMIT);
  const lines = load<i32>(EXPECTED_LINES);
  const slotLimit = load<i32>(SLOT_LIMIT);
  const words = load<u32>(WORDS) as usize;
  const wordStart = load<u32>(WORD_START) as usize;
  const byteLength = load<u32>(BYTE_LENGTH) as usize;
  const kinds = load<u32>(KIND) as usize;
  const slots = load<u32>(SLOT) as usize;
  const order = load<u32>(ORDER) as usize;
  const values = load<u32>(VALUES) as usize;
  const states = load<u32>(STATE) as usize;
  let pos = page + load<u32>(POS);
  let expected = load<i32>(EXPECTED);
  let mode = load<i32>(MODE);
  let samples = 0;
  let dropped = 0;
  for (; expected < lines; expected++) {
    const line = load<u32>(order + ((expected as usize) << 2)) as usize;
    const length = load<i32>(byteLength + (line << 2));
    let at = pos + length;
    if (at > limit) break;
    if (!isSame(pos, words + ((load<u32>(wordStart + (line << 2)) as usize) << 2), length)) break;
    const kind = load<u8>(kinds + line) as i32;
    if (kind >= LINE_COMMENT) {
      if (kind >= LINE_TYPE) mode = kind - LINE_TYPE;
      pos = at;
      continue;
    }
    if (kind !== LINE_SERIES && kind !== LINE_SERIES + 1 + mode) break;
    const sign = load<u8>(at);
    if (sign === 45 || sign === 43) at++;
    let mantissa: u64 = 0;
    const first = at;
    let digit = (load<u8>(at) as u32) - 48;
    while (digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = (load<u8>(++at) as u32) - 48;
    }
    let digits = (at - first) as i32;
    let power = 0;
    if (digit === -2) {
      const fraction = ++at;
      digit = (load<u8>(at) as u32) - 48;
      while (digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = (load<u8>(++at) as u32) - 48;
      }
      power = -((at - fraction) as i32);
      digits -= power;
    }
    if (digits === 0 || digits > MOST_DIGITS) break;
    if (digit === 53 || digit === 21) {
      let byte = load<u8>(++at) as u32;
      const down = byte === 45;
      if (down || byte === 43) byte = load<u8>(++at);
      let exponent = 0;
      const start = at;
      for (byte -= 48; byte <= 9 && at - start < 3; byte = (load<u8>(++at) as u32) - 48) {
        exponent = exponent * 10 + (byte as i32);
      }
      if (at === start) break;
      power += down ? -exponent : exponent;
    }
    if (at >= limit || load<u8>(at) !== NEWLINE) break;
    let value: f64 = 0;
    if (mantissa <= MAX_EXACT && power >= -22 && power <= 22) {
      value = mantissa as f64;
      if (power < 0) value /= load<f64>(POWERS + ((-power as usize) << 3));
      else if (power > 0) value *= load<f64>(POWERS + ((power as usize) << 3));
    } else if (mantissa !== 0 && power >= LEAST_POWER && power <= GREATEST_POWER) {
      value = scale(mantissa, power);
    } else break;
    if (sign === 45) value = -value;
    const slot = load<i32>(slots + (line << 2));
    if (slot >= 0) {
      if (slot >= slotLimit || load<u8>(states + slot) !== 0) break;
      store<f64>(values + ((slot as usize) << 3), value);
      store<u8>(states + slot, SLOT_SET);
    } else if (slot === SLOT_DROPPED) dropped++;
    samples++;
    pos = at + 1;
  }
  store<u32>(POS, (pos - page) as u32);
  store<i32>(EXPECTED, expected);
  store<i32>(MODE, mode);
  store<i32>(SAMPLES, samples);
  store<i32>(DROPPED, dropped);
}
