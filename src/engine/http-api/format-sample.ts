import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { allBuckets, fromFloatHistogram } from '../promql/histogram/sparse-histogram.ts';

/** A sample's value as Prometheus' API writes it, without quotes. */
export function formatValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return value === 0 && Object.is(value, -0) ? '-0' : String(value);
}

/** Ms UTC as seconds with three decimals, or with none where they are zero. */
export function formatTimestamp(ms: number): string {
  const whole = Math.abs(Math.round(ms));
  const rest = whole % 1000;
  const seconds = `${ms < 0 ? '-' : ''}${Math.floor(whole / 1000)}`;
  return rest === 0 ? seconds : `${seconds}.${String(rest).padStart(3, '0')}`;
}

/** A label set as a JSON object; it is never made an object, because `__proto__` is a legal label name. */
export function formatLabels(labels: LabelSet): string {
  let text = '{';
  for (const [name, value] of labels) {
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return `${text}}`;
}

/** Which bounds belong to a bucket: 0 the upper, 1 the lower, 2 none, 3 both. */
function boundaryRule(lower: number, upper: number): number {
  if (lower === 0 && upper === 0) return 3;
  const ownsLower = lower < 0;
  const ownsUpper = upper > 0;
  if (ownsLower) return ownsUpper ? 3 : 1;
  return ownsUpper ? 0 : 2;
}

/** A native histogram as Prometheus' API writes it; empty buckets are left out. */
export function formatHistogram(histogram: FloatHistogram): string {
  const buckets = allBuckets(fromFloatHistogram(histogram))
    .filter(({ count }) => count !== 0)
    .map(({ lower, upper, count }) => {
      const bounds = `"${formatValue(lower)}","${formatValue(upper)}"`;
      return `[${boundaryRule(lower, upper)},${bounds},"${formatValue(count)}"]`;
    });
  const list = buckets.length === 0 ? '' : `,"buckets":[${buckets.join(',')}]`;
  return `{"count":"${formatValue(histogram.count)}","sum":"${formatValue(histogram.sum)}"${list}}`;
}
