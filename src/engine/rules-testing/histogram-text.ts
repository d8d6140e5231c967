import { formatGo } from '../promql/evaluate/annotations.ts';
import {
  compactBuckets,
  type SparseBuckets,
  type SparseHistogram,
  usesCustomBuckets,
} from '../promql/histogram/sparse-histogram.ts';

/** A histogram in the notation of unit tests, `{{schema:1 count:3 buckets:[1 2]}}`; equal histograms give equal texts. */
export function formatHistogramLiteral(histogram: SparseHistogram): string {
  const { schema, count, sum, zeroCount, zeroThreshold, customValues, hint } = histogram;
  const parts: string[] = [];
  const add = (key: string, value: number): void => {
    if (value !== 0) parts.push(`${key}:${formatGo(value)}`);
  };
  add('schema', schema);
  add('count', count);
  add('sum', sum);
  add('z_bucket', zeroCount);
  add('z_bucket_w', zeroThreshold);
  if (usesCustomBuckets(histogram)) parts.push(`custom_values:[${customValues.map(formatGo).join(' ')}]`);
  if (hint !== 'unknown') parts.push(`counter_reset_hint:${hint}`);
  return `{{${[...parts, ...formatBuckets(histogram.positive, ''), ...formatBuckets(histogram.negative, 'n_')].join(' ')}}}`;
}

function formatBuckets(buckets: SparseBuckets, prefix: string): readonly string[] {
  const { indices, counts } = compactBuckets(buckets);
  const [first] = indices;
  const last = indices.at(-1);
  if (first === undefined || last === undefined) return [];
  const all = new Array<number>(last - first + 1).fill(0);
  for (const [i, index] of indices.entries()) all[index - first] = counts[i] as number;
  const written = `${prefix}buckets:[${all.map(formatGo).join(' ')}]`;
  return first === 0 ? [written] : [`${prefix}offset:${first}`, written];
}
