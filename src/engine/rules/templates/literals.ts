import { TemplateError } from './value.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

/** The text of a Go string literal, quoted or raw. Throws TemplateError for a bad escape. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner.replaceAll('\r', '');
  return inner.replace(ESCAPE, (whole, hex, short, long, octal, single) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (short !== undefined || long !== undefined) return fromCode(Number.parseInt(short ?? long, 16));
    const escaped = ESCAPES.get(single);
    if (escaped === undefined) throw new TemplateError(`invalid syntax: ${whole}`);
    return escaped;
  });
}

function fromCode(code: number): string {
  if (code > 0x10ffff) throw new TemplateError('invalid syntax');
  return String.fromCodePoint(code);
}

/** The code point of a Go character literal. */
export function unquoteCharacter(literal: string): bigint {
  const text = unquote(literal);
  if ([...text].length !== 1) throw new TemplateError(`malformed character constant: ${literal}`);
  return BigInt(text.codePointAt(0) as number);
}

/** A Go number: a float64 where it is written as one, else an int. Throws TemplateError. */
export function parseNumber(literal: string): number | bigint {
  const negative = literal.startsWith('-');
  const digits = literal.replace(/^[+-]/, '').replaceAll('_', '');
  const value = isHexFloat(digits) ? parseHexFloat(digits, literal) : parseDigits(digits, literal);
  return negative ? -value : value;
}

function parseDigits(digits: string, literal: string): number | bigint {
  const isDecimal = !/^0[xXbBoO]/.test(digits);
  if (isDecimal && /[.eE]/.test(digits)) return Number(digits);
  const isOctal = /^0\d+$/.test(digits);
  if (isOctal && /[89]/.test(digits)) throw new TemplateError(`illegal number syntax: "${literal}"`);
  const whole = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  if (whole >= 1n << 63n) throw new TemplateError(`integer overflow: "${literal}"`);
  return whole;
}

function isHexFloat(digits: string): boolean {
  return /^0[xX].*[.pP]/.test(digits);
}

/** `0x1.8p3`: a mantissa of base 16 with an exponent of base 2, which it must have. */
function parseHexFloat(digits: string, literal: string): number {
  const match = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(digits);
  const [, whole = '', fraction = '', exponent = ''] = match ?? [];
  if (whole + fraction === '') throw new TemplateError(`bad number syntax: "${literal}"`);
  return Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
}
