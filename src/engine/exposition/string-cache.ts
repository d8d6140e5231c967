import { type Buffer, isUtf8 } from 'node:buffer';

const SLOTS = 8_192;
const LONGEST_KEPT = 96;
const WORDS_KEPT = LONGEST_KEPT / 4;

/** The word being looked up. */
const words = new Int32Array(WORDS_KEPT);

/**
 * Decodes bytes to strings and gives the same string for the same bytes again while it remembers them: names and most
 * values of labels stand in many series, and a shared string costs neither time nor memory.
 */
export class StringCache {
  private readonly strings: string[] = new Array<string>(SLOTS).fill('');
  /** The bytes of the strings as little-endian words, the last one filled with zeros. */
  private readonly keptWords = new Int32Array(SLOTS * WORDS_KEPT);

  /** Undefined where the bytes are not valid UTF-8. */
  decode(bytes: Buffer, start: number, end: number): string | undefined {
    let highBits = 0;
    for (let i = start; i < end; i++) highBits |= bytes[i] as number;
    if (highBits >= 128) {
      return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : undefined;
    }
    if (end - start > LONGEST_KEPT) return bytes.toString('latin1', start, end);
    words.fill(0, 0, (end - start + 3) >> 2);
    for (let i = start, shift = 0; i < end; i++, shift++) {
      const word = shift >> 2;
      words[word] = (words[word] as number) | ((bytes[i] as number) << ((shift & 3) * 8));
    }
    return this.find(bytes, start, end);
  }

  /** As `decode`, for bytes that are known to be ASCII; `view` is of the same bytes. */
  decodeAscii(bytes: Buffer, view: DataView, start: number, end: number): string {
    if (end - start > LONGEST_KEPT) return bytes.toString('latin1', start, end);
    let w = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) words[w++] = view.getInt32(i, true);
    if (i < end) {
      let word = 0;
      for (let shift = 0; i < end; i++, shift += 8) word |= (bytes[i] as number) << shift;
      words[w] = word;
    }
    return this.find(bytes, start, end);
  }

  /** The string of the bytes that are in `words` too. */
  private find(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    const count = (length + 3) >> 2;
    let hash = length;
    for (let w = 0; w < count; w++) hash = mixWord(hash, words[w] as number);
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    const { keptWords } = this;
    const kept = slot * WORDS_KEPT;
    const known = this.strings[slot] as string;
    if (known.length === length) {
      let w = 0;
      while (w < count && keptWords[kept + w] === words[w]) w++;
      if (w === count) return known;
    }
    for (let w = 0; w < count; w++) keptWords[kept + w] = words[w] as number;
    const text = bytes.toString('latin1', start, end);
    this.strings[slot] = text;
    return text;
  }
}

/** One for all targets: equal services share their label strings. */
export const SHARED_STRINGS = new StringCache();

/** Adds four bytes to a hash. */
export function mixWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
