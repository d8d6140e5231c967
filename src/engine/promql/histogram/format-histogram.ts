import { formatGo } from '../evaluate/annotations.ts';
import { bucketBounds, type SparseHistogram, usesCustomBuckets } from './sparse-histogram.ts';

/** A float without exponent, as Go's 'f' format with the shortest exact digits. */
export function formatGoFixed(value: number): string {
  if (!Number.isFinite(value)) return formatGo(value);
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return Object.is(value, -0) ? '-0' : text;
  const [, sign = '', lead = '', fraction = '', exponentText = '0'] = match;
  const digits = lead + fraction;
  const exponent = Number(exponentText);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(exponent + 1, '0');
}

/** A histogram as Prometheus writes it: `{count:4, sum:5, [-0.001,0.001]:1, (0.5,1]:3}`. */
export function formatHistogram(histogram: SparseHistogram): string {
  const parts = [`count:${formatGo(histogram.count)}`, `sum:${formatGo(histogram.sum)}`];
  const { negative, positive, zeroCount, zeroThreshold } = histogram;
  for (let i = negative.indices.length - 1; i >= 0; i--) {
    const { lower, upper } = bucketBounds(histogram, negative.indices[i] as number, 'negative');
    const count = negative.counts[i] as number;
    if (count !== 0) parts.push(`[${formatGo(lower)},${formatGo(upper)}):${formatGo(count)}`);
  }
  if (zeroCount !== 0) {
    parts.push(`[${formatGo(-zeroThreshold)},${formatGo(zeroThreshold)}]:${formatGo(zeroCount)}`);
  }
  for (const [i, index] of positive.indices.entries()) {
    const { lower, upper } = bucketBounds(histogram, index, 'positive');
    const count = positive.counts[i] as number;
    const opening = usesCustomBuckets(histogram) && index === 0 ? '[' : '(';
    if (count !== 0) parts.push(`${opening}${formatGo(lower)},${formatGo(upper)}]:${formatGo(count)}`);
  }
  return `{${parts.join(', ')}}`;
}
