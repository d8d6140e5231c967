import { Buffer } from 'node:buffer';
import { type ExpositionRule, expositionErrorAt } from './exposition-error.ts';
import { parseGoFloat } from './go-float.ts';
import { LONGEST_NUMBER } from './number-scanner.ts';
import type { StringCache } from './string-cache.ts';

export const NEWLINE = 10;
export const TAB = 9;
export const SPACE = 32;
export const HASH = 35;
export const QUOTE = 34;
export const COMMA = 44;
export const BRACE_OPEN = 123;
export const BRACE_CLOSE = 125;
export const BACKSLASH = 92;
export const EQUALS = 61;

const LETTER_N = 110;
const NAME_LETTER = 1;
const NAME_DIGIT = 2;
const NAME_COLON = 4;
/** What a byte may be in a name; 0 where it ends one. */
export const BYTE_CLASS = new Uint8Array(256).map((_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z_]/.test(character)) return NAME_LETTER;
  return /[0-9]/.test(character) ? NAME_DIGIT : character === ':' ? NAME_COLON : 0;
});

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** A place in a page's bytes, and the reading of what is smaller than a line. All failures are ExpositionErrors. */
export class ByteCursor {
  bytes: Buffer;
  end: number;
  pos = 0;
  private readonly strings: StringCache;
  private hasEscapes = false;
  /** Where the first backslash is that is not before the text which was looked at last. */
  private nextBackslash = -1;
  private readonly view: DataView;

  /** `bytes` has at least one byte more than `end`, and a newline stands there when the format wants one. */
  constructor(bytes: Buffer, end: number, strings: StringCache) {
    this.strings = strings;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = end;
  }

  fail(rule: ExpositionRule, message: string, at = this.pos): never {
    throw expositionErrorAt(this.bytes, this.end, at, rule, message);
  }

  protected at(position: number): number {
    return position < this.end ? (this.bytes[position] as number) : -1;
  }

  /** The position behind a name of letters, digits, '_' and (for metrics) ':'; `start` itself where there is none. */
  protected scanName(start: number, colons: boolean): number {
    let i = start;
    const classes = colons ? NAME_LETTER | NAME_COLON : NAME_LETTER;
    if (((BYTE_CLASS[this.bytes[i] as number] as number) & classes) === 0) return i;
    for (i++; ((BYTE_CLASS[this.bytes[i] as number] as number) & (classes | NAME_DIGIT)) !== 0; ) i++;
    return Math.min(i, this.end);
  }

  /** The position behind the closing quote of a string that opens at `start`; -1 where it isn't properly closed. */
  protected scanQuoted(start: number, newlines: boolean, nuls: boolean): number {
    const { bytes, end } = this;
    this.hasEscapes = false;
    for (let i = start + 1; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) return i + 1;
      if ((byte === NEWLINE && !newlines) || (byte === 0 && !nuls)) return -1;
      if (byte === BACKSLASH) {
        if (++i >= end || bytes[i] === NEWLINE) return -1;
        this.hasEscapes = true;
      }
    }
    return -1;
  }

  /**
   * The text of a quoted string that opens at `start`, leaving `pos` behind its closing quote, if it is of ASCII
   * characters without escapes; else undefined, and the general way must be taken.
   */
  protected readPlainQuoted(start: number): string | undefined {
    const { strings } = this;
    const text = strings.decodePlain(this.bytes, this.view, start + 1);
    if (text !== undefined) this.pos = strings.decodedTo + 1;
    return text;
  }

  /** Whether `length` bytes at two places are the same. */
  protected isSameText(a: number, b: number, length: number): boolean {
    const { bytes, view } = this;
    const whole = length & ~3;
    let i = 0;
    for (; i < whole; i += 4) if (view.getInt32(a + i, true) !== view.getInt32(b + i, true)) return false;
    for (; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
    return true;
  }

  protected decode(start: number, end: number, what: string): string {
    const text = this.strings.decode(this.bytes, start, end);
    if (text === undefined) this.fail('utf8', `the ${what} is not valid UTF-8`, this.firstHighByte(start));
    return text;
  }

  private firstHighByte(start: number): number {
    let i = start;
    while (this.at(i) >= 0 && this.at(i) < 128) i++;
    return i;
  }

  /** Text between the quotes that were scanned last, with \\, \" and \n resolved. */
  protected decodeQuoted(start: number, end: number, what: string): string {
    return this.hasEscapes ? this.decodeEscaped(start, end, what, true) : this.decode(start, end, what);
  }

  /** Text with \\, \n and (with `quotes`) \" resolved; other backslashes stay, as in Prometheus. */
  protected decodeEscaped(start: number, end: number, what: string, quotes: boolean): string {
    const { bytes } = this;
    if (this.nextBackslash < start) {
      const next = bytes.indexOf(BACKSLASH, start);
      this.nextBackslash = next < 0 ? this.end : next;
    }
    if (this.nextBackslash >= end) return this.decode(start, end, what);
    const resolved = Buffer.allocUnsafe(end - start);
    let length = 0;
    for (let i = start; i < end; i++) {
      let byte = bytes[i] as number;
      const escaped = byte === BACKSLASH && i + 1 < end ? (bytes[i + 1] as number) : 0;
      if (escaped === BACKSLASH || escaped === LETTER_N || (quotes && escaped === QUOTE)) {
        byte = escaped === LETTER_N ? NEWLINE : escaped;
        i++;
      }
      resolved[length++] = byte;
    }
    return this.strings.decode(resolved, 0, length) ?? this.decode(start, end, what);
  }

  protected readFloat(start: number, end: number, rule: ExpositionRule, what: string): number {
    const value =
      end - start > LONGEST_NUMBER ? undefined : parseGoFloat(this.bytes.toString('latin1', start, end));
    if (value === undefined) this.fail(rule, `the ${what} is not a number in the range of a double`, start);
    return value;
  }
}
