import type { ByteReader, ByteWriter } from './byte-buffer.ts';

/** The widest number that one section holds: with a bit offset of up to 7 it still fits a 32-bit load. */
export const SECTION_BITS = 24;

/** Bytes behind packed sections that a reader may load beyond their end. */
export const READ_AHEAD_BYTES = 3;

/** Writes the low `width` (0..24) bits of `count` numbers, least significant bit first, up to a whole byte. */
export function packBits(out: ByteWriter, numbers: Int32Array, count: number, width: number): void {
  if (width === 0) return;
  out.reserve(((count * width) >> 3) + 8);
  const { view } = out;
  let at = out.length;
  let pending = 0;
  let filled = 0;
  for (let i = 0; i < count; i++) {
    const number = numbers[i] as number;
    pending |= number << filled;
    filled += width;
    if (filled < 32) continue;
    view.setInt32(at, pending, true);
    at += 4;
    filled -= 32;
    // What did not fit: none of it where the word is just full.
    pending = filled === 0 ? 0 : number >>> (width - filled);
  }
  view.setInt32(at, pending, true);
  out.length = at + ((filled + 7) >> 3);
}

/** Reads what `packBits` wrote into `numbers`. The bytes must go on for READ_AHEAD_BYTES. */
export function unpackBits(reader: ByteReader, numbers: Int32Array, count: number, width: number): void {
  if (width === 0) {
    numbers.fill(0, 0, count);
    return;
  }
  const { view, at } = reader;
  const mask = 2 ** width - 1;
  let bit = 0;
  for (let i = 0; i < count; i++) {
    numbers[i] = (view.getUint32(at + (bit >> 3), true) >>> (bit & 7)) & mask;
    bit += width;
  }
  reader.at = at + ((bit + 7) >> 3);
}
