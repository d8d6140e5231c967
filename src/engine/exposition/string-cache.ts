import { type Buffer, isUtf8 } from 'node:buffer';

const SLOTS = 8_192;
const LONGEST_KEPT = 96;

/**
 * Decodes bytes to strings and gives the same string for the same bytes again while it remembers them: names and most
 * values of labels stand in many series, and a shared string costs neither time nor memory.
 */
export class StringCache {
  private readonly strings: (string | undefined)[] = new Array(SLOTS);

  /** Undefined where the bytes are not valid UTF-8. */
  decode(bytes: Buffer, start: number, end: number): string | undefined {
    let hash = 0;
    let highBits = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      highBits |= byte;
      hash = mixWord(hash, byte);
    }
    if (highBits >= 128) {
      return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : undefined;
    }
    return this.find(bytes, start, end, hash);
  }

  /** The string of ASCII bytes; `hash` is any hash of them by `mixWord`. */
  find(bytes: Buffer, start: number, end: number, hash: number): string {
    if (end - start > LONGEST_KEPT) return bytes.toString('latin1', start, end);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.strings[slot];
    if (known !== undefined && known.length === end - start && isSame(known, bytes, start)) return known;
    const text = bytes.toString('latin1', start, end);
    this.strings[slot] = text;
    return text;
  }
}

/** One for all targets: equal services share their label strings. */
export const SHARED_STRINGS = new StringCache();

/** Adds up to four bytes to a hash. */
export function mixWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function isSame(text: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
