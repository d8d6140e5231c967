import { type Buffer, isUtf8 } from 'node:buffer';

const SLOTS = 8_192;
const LONGEST_KEPT = 96;
const QUOTE = 34;
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
  /** Where the text ended that `decodePlain` read last. */
  decodedTo = 0;

  /** Undefined where the bytes are not valid UTF-8. */
  decode(bytes: Buffer, start: number, end: number): string | undefined {
    let highBits = 0;
    for (let i = start; i < end; i++) highBits |= bytes[i] as number;
    if (highBits >= 128) {
      return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : undefined;
    }
    if (end - start > LONGEST_KEPT) return bytes.toString('latin1', start, end);
    const count = (end - start + 3) >> 2;
    words.fill(0, 0, count);
    for (let i = start, shift = 0; i < end; i++, shift++) {
      const word = shift >> 2;
      words[word] = (words[word] as number) | ((bytes[i] as number) << ((shift & 3) * 8));
    }
    let hash = 0;
    for (let w = 0; w < count; w++) hash = mixWord(hash, words[w] as number);
    return this.find(bytes, start, end, hash);
  }

  /**
   * The text from `start` up to a double quote, at `decodedTo`, if it is of ASCII characters that stand for themselves
   * and not long; else undefined. `view` is of the same bytes.
   */
  decodePlain(bytes: Buffer, view: DataView, start: number): string | undefined {
    const last = Math.min(view.byteLength - 4, start + LONGEST_KEPT - 4);
    let hash = 0;
    let w = 0;
    for (let i = start; i <= last; i += 4) {
      const word = view.getInt32(i, true);
      const special = specialBytes(word);
      if (special === 0) {
        words[w++] = word;
        hash = mixWord(hash, word);
        continue;
      }
      const before = (31 - Math.clz32(special & -special)) >> 3;
      const end = i + before;
      if (bytes[end] !== QUOTE) return undefined;
      if (before > 0) {
        const rest = word & ((1 << (before * 8)) - 1);
        words[w++] = rest;
        hash = mixWord(hash, rest);
      }
      this.decodedTo = end;
      return this.find(bytes, start, end, hash);
    }
    return undefined;
  }

  /** The string of the bytes that are in `words` too; `wordsHash` is of these. */
  private find(bytes: Buffer, start: number, end: number, wordsHash: number): string {
    const length = end - start;
    const count = (length + 3) >> 2;
    const hash = mixWord(wordsHash, length);
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

/**
 * Four bytes with the highest bit set in those that are no printable ASCII, a quote or a backslash. Above the lowest of
 * them others may be set as well.
 */
function specialBytes(word: number): number {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const found =
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes) |
    ((word - 0x20202020) & ~word) |
    word;
  return found & 0x80808080;
}

/** One for all targets: equal services share their label strings. */
export const SHARED_STRINGS = new StringCache();

/** Adds four bytes to a hash. */
export function mixWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
