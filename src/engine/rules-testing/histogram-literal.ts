import type { CounterResetHint } from '../../shared/domain/histogram.ts';
import type { SparseBuckets, SparseHistogram } from '../promql/histogram/sparse-histogram.ts';
import { parseNumber } from './number-literal.ts';

const FIELD = /(\w+):(\[[^\]]*\]|\S+)/g;
const KEYS: ReadonlySet<string> = new Set(
  'schema sum count z_bucket z_bucket_w buckets offset n_buckets n_offset custom_values counter_reset_hint'.split(
    ' ',
  ),
);
const HINTS: ReadonlySet<string> = new Set(['unknown', 'reset', 'not_reset', 'gauge']);

/** A histogram in double braces. Throws for an unknown key or hint. */
export function parseHistogramLiteral(text: string): { histogram: SparseHistogram; hintStated: boolean } {
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of text.slice(2, -2).matchAll(FIELD)) {
    if (!KEYS.has(key)) throw new Error(`bad key in a histogram: ${key}`);
    fields.set(key, value);
  }
  const number = (key: string): number => parseNumber(fields.get(key) ?? '0');
  const list = (key: string): number[] =>
    (fields.get(key) ?? '[]')
      .slice(1, -1)
      .split(/\s+/)
      .filter((item) => item !== '')
      .map(parseNumber);
  const hint = fields.get('counter_reset_hint') ?? 'unknown';
  if (!HINTS.has(hint)) throw new Error(`bad counter reset hint: ${hint}`);
  return {
    histogram: {
      schema: number('schema'),
      hint: hint as CounterResetHint,
      zeroThreshold: number('z_bucket_w'),
      zeroCount: number('z_bucket'),
      count: number('count'),
      sum: number('sum'),
      positive: bucketsFrom(number('offset'), list('buckets')),
      negative: bucketsFrom(number('n_offset'), list('n_buckets')),
      customValues: list('custom_values'),
    },
    hintStated: fields.has('counter_reset_hint'),
  };
}

function bucketsFrom(offset: number, counts: readonly number[]): SparseBuckets {
  return { indices: counts.map((_, i) => offset + i), counts };
}
