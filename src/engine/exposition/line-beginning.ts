import type { Buffer } from 'node:buffer';
import { BACKSLASH, BRACE_CLOSE, BRACE_OPEN, QUOTE, SPACE, TAB } from './byte-cursor.ts';

/**
 * The bytes from a line's start up to its value, told by quotes, braces and blanks alone; whether they make a series is
 * not looked at. `blanks`: any number of them may stand between tokens, as in the text format. 0 where no such end is
 * found, or where it is inside a token, so that a longer name could begin with the same bytes.
 */
export function scanBeginning(bytes: Buffer, end: number, start: number, blanks: boolean): number {
  let i = start;
  let byte = bytes[i] as number;
  while (i < end && byte > SPACE && byte !== BRACE_OPEN) byte = bytes[++i] as number;
  if (blanks) while (i < end && (byte === SPACE || byte === TAB)) byte = bytes[++i] as number;
  if (byte === BRACE_OPEN) {
    let quoted = false;
    for (i++; i < end; i++) {
      byte = bytes[i] as number;
      if (byte === QUOTE) quoted = !quoted;
      else if (quoted) {
        if (byte === BACKSLASH) i++;
      } else if (byte === BRACE_CLOSE) break;
    }
    byte = bytes[++i] as number;
  }
  if (blanks) while (i < end && (byte === SPACE || byte === TAB)) byte = bytes[++i] as number;
  else if (byte === SPACE) i++;
  if (i >= end) return 0;
  const last = bytes[i - 1] as number;
  return last === SPACE || last === TAB || last === BRACE_CLOSE ? i - start : 0;
}
