import type { Buffer } from 'node:buffer';

/** In bytes; no exporter writes a longer one, and converting one of megabytes takes seconds. */
export const LONGEST_NUMBER = 400;

const POWERS_OF_TEN = new Float64Array([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);

/** Behind the last number that `scanNumber` read; meaningless when it answered NaN. */
export let scannedTo = 0;

/**
 * The decimal number at `pos`, correctly rounded; NaN for all that is not one in the range of a double, which a general
 * reader must then look at. A mantissa and a power of ten that are both exact need but one rounding (Clinger 1990).
 * The bytes must end with one that is no digit.
 */
export function scanNumber(bytes: Buffer, pos: number): number {
  let i = pos;
  let byte = bytes[i] as number;
  const negative = byte === 45;
  if (negative || byte === 43) byte = bytes[++i] as number;
  const first = i;
  let mantissa = 0;
  let digit = byte - 48;
  while (digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    digit = (bytes[++i] as number) - 48;
  }
  let digits = i - first;
  let exponent = 0;
  if (digit === -2) {
    const fraction = ++i;
    digit = (bytes[i] as number) - 48;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = (bytes[++i] as number) - 48;
    }
    exponent = fraction - i;
    digits -= exponent;
  }
  if (digits === 0) return Number.NaN;
  if (digit === 53 || digit === 21) {
    byte = bytes[++i] as number;
    const down = byte === 45;
    if (down || byte === 43) byte = bytes[++i] as number;
    let power = 0;
    const start = i;
    for (; byte >= 48 && byte <= 57 && i - start < 4; byte = bytes[++i] as number)
      power = power * 10 + byte - 48;
    if (i === start || (byte >= 48 && byte <= 57)) return Number.NaN;
    exponent += down ? -power : power;
  }
  scannedTo = i;
  if (i - pos > LONGEST_NUMBER) return Number.NaN;
  if (mantissa > Number.MAX_SAFE_INTEGER || exponent < -22 || exponent > 22) {
    const value = Number(bytes.toString('latin1', pos, i));
    return Number.isFinite(value) ? value : Number.NaN;
  }
  if (exponent < 0) mantissa /= POWERS_OF_TEN[-exponent] as number;
  else if (exponent > 0) mantissa *= POWERS_OF_TEN[exponent] as number;
  return negative ? -mantissa : mantissa;
}
