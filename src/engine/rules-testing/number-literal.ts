/** A number as the script writes it. */
export function parseNumber(text: string): number {
  const lower = text.toLowerCase();
  const sign = lower.startsWith('-') ? -1 : 1;
  const digits = lower.replace(/^[+-]/, '');
  if (digits === 'inf') return sign * Number.POSITIVE_INFINITY;
  return sign * Number(digits === 'nan' ? Number.NaN : digits);
}
