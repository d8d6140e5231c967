import { parseDurationMs } from '../../../shared/domain/duration.ts';

const LAST_UNIT = /[a-z]$/;
const HEX = /^0x[0-9a-f]+$/i;
const OCTAL = /^0[0-7]+$/;

/**
 * The value of a number or duration literal without sign: "1_000", "0x1f", "1e3", "Inf", "NaN", or a duration, which
 * counts in seconds ("1h30m" is 5400). Returns null for what is neither.
 */
export function parseNumberLiteral(text: string): number | null {
  const lower = text.toLowerCase();
  if (lower === 'inf') return Number.POSITIVE_INFINITY;
  if (lower === 'nan') return Number.NaN;
  if (HEX.test(lower)) return Number(lower);
  const digits = lower.replaceAll('_', '');
  // Go reads an integer with a leading zero as octal before it tries a float.
  if (OCTAL.test(digits)) return Number.parseInt(digits, 8);
  if (LAST_UNIT.test(lower)) {
    try {
      return parseDurationMs(lower) / 1000;
    } catch {
      return null;
    }
  }
  const value = Number(digits);
  // A number beyond the largest double is an error and not infinite.
  return digits === '' || !Number.isFinite(value) ? null : value;
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/**
 * The value of a quoted string in Go's notation (double, single or back quotes; \a \n \x41 \101 \u00e9 \U0001F600 …).
 * Returns null where the quotes don't close, an escape is none
 * or the bytes are no UTF-8.
 */
export function unquoteString(text: string): string | null {
  const quote = text[0];
  if (text.length < 2 || quote === undefined || text[text.length - 1] !== quote) return null;
  const body = text.slice(1, -1);
  if (quote === '`') return body.includes('`') ? null : body;
  if (quote !== '"' && quote !== "'") return null;
  if (body.includes('\n')) return null;
  if (!body.includes('\\')) return body.includes(quote) ? null : body;
  return resolveEscapes(body, quote);
}

function resolveEscapes(body: string, quote: string): string | null {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let i = 0; i < body.length; ) {
    const char = String.fromCodePoint(body.codePointAt(i) as number);
    i += char.length;
    if (char === quote) return null;
    if (char !== '\\') {
      bytes.push(...encoder.encode(char));
      continue;
    }
    const escaped = body[i++];
    if (escaped === undefined) return null;
    const simple = escaped === quote ? quote : SIMPLE_ESCAPES.get(escaped);
    if (simple !== undefined) {
      bytes.push(...encoder.encode(simple));
      continue;
    }
    const numeric = numericEscape(body, i, escaped);
    if (numeric === null) return null;
    i = numeric.next;
    if (numeric.isByte) bytes.push(numeric.code);
    else bytes.push(...encoder.encode(String.fromCodePoint(numeric.code)));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

const HEX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function numericEscape(
  body: string,
  at: number,
  kind: string,
): { code: number; next: number; isByte: boolean } | null {
  const hexLength = HEX_LENGTHS.get(kind);
  if (hexLength !== undefined) {
    const digits = body.slice(at, at + hexLength);
    if (digits.length !== hexLength || !/^[0-9a-fA-F]+$/.test(digits)) return null;
    const code = Number.parseInt(digits, 16);
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    if (kind !== 'x' && (code > 0x10ffff || isSurrogate)) return null;
    return { code, next: at + hexLength, isByte: kind === 'x' };
  }
  const digits = body.slice(at - 1, at + 2);
  if (!/^[0-7]{3}$/.test(digits)) return null;
  const code = Number.parseInt(digits, 8);
  return code > 255 ? null : { code, next: at + 2, isByte: true };
}
