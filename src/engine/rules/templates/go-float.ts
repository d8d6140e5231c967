/** Digits asked of JavaScript beyond those wanted, to see whether a number lies exactly between two roundings. */
const EXTRA_DIGITS = 45;
const MAX_DIGITS = 100;

/**
 * A float as Go's strconv.FormatFloat writes it. `precision` -1 means as few digits as tell the number from its
 * neighbours. JavaScript rounds an exact half up where Go rounds to even, hence the second look.
 */
export function formatGoFloat(value: number, format: 'e' | 'f' | 'g', precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign === '' ? '+' : '-'}Inf`;
  switch (format) {
    case 'e':
      return sign + writeExponent(exponential(magnitude, precision));
    case 'f':
      return sign + (precision < 0 ? shortestFixed(magnitude) : fixed(magnitude, precision));
    case 'g':
      return sign + general(magnitude, precision);
  }
}

function fixed(magnitude: number, precision: number): string {
  if (magnitude >= 1e21) {
    return BigInt(magnitude).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
  }
  const digits = Math.min(precision, MAX_DIGITS);
  const rounded = magnitude.toFixed(digits);
  const long = magnitude.toFixed(Math.min(MAX_DIGITS, digits + EXTRA_DIGITS));
  const cut = long.indexOf('.') + 1 + digits;
  return halfToEven(rounded, digits === 0 ? long.slice(0, cut - 1) : long.slice(0, cut), long.slice(cut));
}

function exponential(magnitude: number, precision: number): string {
  if (precision < 0) return magnitude.toExponential();
  const digits = Math.min(precision, MAX_DIGITS);
  const rounded = magnitude.toExponential(digits);
  const [mantissa = '', exponent = ''] = magnitude
    .toExponential(Math.min(MAX_DIGITS, digits + EXTRA_DIGITS))
    .split('e');
  const cut = digits === 0 ? 1 : 2 + digits;
  const tail = mantissa.slice(cut).replace('.', '');
  return halfToEven(rounded, `${mantissa.slice(0, cut)}e${exponent}`, tail, mantissa[cut - 1]);
}

function halfToEven(rounded: string, truncated: string, tail: string, lastDigit = truncated.at(-1)): string {
  const isEven = lastDigit !== undefined && '02468'.includes(lastDigit);
  return /^50*$/.test(tail) && isEven ? truncated : rounded;
}

/** Go writes at least two digits of exponent. */
function writeExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function shortestFixed(magnitude: number): string {
  const [mantissa = '', exponentText = '0'] = magnitude.toExponential().split('e');
  return placePoint(mantissa.replace('.', ''), Number(exponentText));
}

function general(magnitude: number, precision: number): string {
  const significant = precision === 0 ? 1 : precision;
  const text = exponential(magnitude, significant < 0 ? -1 : significant - 1);
  const [mantissa = '', exponentText = '0'] = text.split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  const exponent = Number(exponentText);
  // The shortest form changes over to exponents where a precision of 6 would.
  const limit = significant < 0 ? 6 : significant;
  if (exponent < -4 || exponent >= limit) {
    const shown = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return writeExponent(`${shown}e${exponentText}`);
  }
  return placePoint(digits, exponent);
}

/** Digits without trailing zeros, written out; the first one counts 10 to the power of `exponent`. */
function placePoint(digits: string, exponent: number): string {
  const point = exponent + 1;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
