import type { Buffer } from 'node:buffer';
import { BRACE_CLOSE, BRACE_OPEN, QUOTE, SPACE, TAB } from './byte-cursor.ts';

const HIGH_BITS = 0x80808080;

/**
 * Of four bytes the highest bits of those that are a quote or a backslash; above the lowest one others may be set as
 * well.
 */
function quotesAndBackslashes(word: number): number {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  return (((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & HIGH_BITS;
}

/** The same for blanks, controls and the brace that opens the labels. */
function endsOfName(word: number): number {
  const braces = word ^ 0x7b7b7b7b;
  return (((word - 0x21212121) & ~word) | ((braces - 0x01010101) & ~braces)) & HIGH_BITS;
}

/** Which of the four bytes is the lowest that is marked. */
function lowest(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/**
 * The bytes from a line's start up to its value, told by quotes, braces and blanks alone; whether they make a series is
 * not looked at. `blanks`: any number of them may stand between tokens, as in the text format. 0 where no such end is
 * found, or where it is inside a token, so that a longer name could begin with the same bytes. `view` is of the same
 * bytes, of which there are three more behind `end`.
 */
export function scanBeginning(
  bytes: Buffer,
  view: DataView,
  end: number,
  start: number,
  blanks: boolean,
): number {
  let i = start;
  for (let marks = 0; i < end; i += 4) {
    marks = endsOfName(view.getInt32(i, true));
    if (marks === 0) continue;
    i += lowest(marks);
    break;
  }
  let byte = bytes[i] as number;
  if (blanks) while (i < end && (byte === SPACE || byte === TAB)) byte = bytes[++i] as number;
  if (byte === BRACE_OPEN) {
    i = scanLabels(bytes, view, end, i + 1) + 1;
    byte = bytes[i] as number;
  }
  if (blanks) while (i < end && (byte === SPACE || byte === TAB)) byte = bytes[++i] as number;
  else if (byte === SPACE) i++;
  if (i >= end) return 0;
  const last = bytes[i - 1] as number;
  return last === SPACE || last === TAB || last === BRACE_CLOSE ? i - start : 0;
}

/** From behind the opening brace to the closing one; `end` or more where there is none. */
function scanLabels(bytes: Buffer, view: DataView, end: number, start: number): number {
  let i = start;
  for (;;) {
    // Names are short.
    let byte = bytes[i] as number;
    while (i < end && byte !== QUOTE && byte !== BRACE_CLOSE) byte = bytes[++i] as number;
    if (i >= end || byte === BRACE_CLOSE) return i;
    i++;
    for (;;) {
      if (i >= end) return i;
      const marks = quotesAndBackslashes(view.getInt32(i, true));
      if (marks === 0) {
        i += 4;
        continue;
      }
      i += lowest(marks);
      if (bytes[i] === QUOTE) break;
      i += 2;
    }
    i++;
  }
}
