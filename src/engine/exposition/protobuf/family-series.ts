import type { FloatHistogram } from '../../../shared/domain/histogram.ts';
import type { LabelPair, MetricType } from '../../../shared/domain/series.ts';
import { METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { toCustomBuckets } from '../custom-buckets.ts';
import { formatOpenMetricsFloat } from '../go-float.ts';
import type { Exemplar } from '../page-reader.ts';
import type { ClassicBucket, FamilyHead, Histogram, Metric, Summary } from './metric-family.ts';
import { isNative, toFloatHistogram } from './native-histogram.ts';

/** A sample of a metric. `bound` is the value of its `le` or `quantile` label, null where it has none. */
export interface MetricSample {
  readonly suffix: '' | '_count' | '_sum' | '_bucket';
  readonly bound: number | null;
  readonly value: number | FloatHistogram;
  readonly exemplars: readonly Exemplar[];
}

const NO_EXEMPLARS: readonly Exemplar[] = [];

function plain(value: number | undefined, exemplar: Exemplar | null = null): MetricSample[] {
  return [
    { suffix: '', bound: null, value: value ?? 0, exemplars: exemplar === null ? NO_EXEMPLARS : [exemplar] },
  ];
}

/**
 * The samples of a metric, as Prometheus takes them in: those that the text formats would show, but a histogram with
 * native buckets is one sample and its classic buckets are left out unless `keepsClassic`. With `convertsClassic` one
 * without native buckets is a sample too, with custom buckets. A text says what is wrong with a native one.
 */
export function listSamples(
  type: MetricType,
  metric: Metric,
  keepsClassic: boolean,
  convertsClassic = false,
): readonly MetricSample[] | string {
  switch (type) {
    case 'counter':
      return plain(metric.counter?.value, metric.counter?.exemplar);
    case 'gauge':
      return plain(metric.gauge ?? undefined);
    case 'summary':
      return listSummarySamples(metric.summary);
    case 'histogram':
    case 'gaugehistogram': {
      const { histogram } = metric;
      if (histogram === null || !isNative(histogram)) {
        const classic = listClassicSamples(histogram);
        if (type === 'gaugehistogram' || !convertsClassic) return classic;
        const converted = convertClassic(histogram, classic);
        return keepsClassic ? [...converted, ...classic] : converted;
      }
      const value = toFloatHistogram(histogram, type === 'gaugehistogram');
      if (typeof value === 'string') return value;
      const native: MetricSample = { suffix: '', bound: null, value, exemplars: nativeExemplars(histogram) };
      const classic = keepsClassic && histogram.buckets.length > 0 ? listClassicSamples(histogram) : [];
      return [native, ...classic];
    }
    default:
      return plain(metric.untyped ?? undefined);
  }
}

function sample(suffix: MetricSample['suffix'], value: number): MetricSample {
  return { suffix, bound: null, value, exemplars: NO_EXEMPLARS };
}

function listSummarySamples(summary: Summary | null): MetricSample[] {
  const samples = [sample('_count', summary?.count ?? 0), sample('_sum', summary?.sum ?? 0)];
  for (const { quantile, value } of summary?.quantiles ?? []) {
    samples.push({ suffix: '', bound: quantile, value, exemplars: NO_EXEMPLARS });
  }
  return samples;
}

/** Count, sum and the buckets up to that of +Inf, which is made where it is not exposed. */
function listClassicSamples(histogram: Histogram | null): MetricSample[] {
  const count = histogram?.countFloat || histogram?.count || 0;
  const samples = [sample('_count', count), sample('_sum', histogram?.sum ?? 0)];
  for (const bucket of histogram?.buckets ?? []) {
    samples.push(bucketSample(bucket));
    if (bucket.upperBound === Number.POSITIVE_INFINITY) return samples;
  }
  samples.push({ suffix: '_bucket', bound: Number.POSITIVE_INFINITY, value: count, exemplars: NO_EXEMPLARS });
  return samples;
}

function bucketSample({
  cumulativeCount,
  cumulativeCountFloat,
  upperBound,
  exemplar,
}: ClassicBucket): MetricSample {
  return {
    suffix: '_bucket',
    bound: upperBound,
    value: cumulativeCountFloat || cumulativeCount,
    exemplars: exemplar === null ? NO_EXEMPLARS : [exemplar],
  };
}

/** Nothing where the counts contradict each other. */
function convertClassic(histogram: Histogram | null, classic: readonly MetricSample[]): MetricSample[] {
  const buckets = classic.flatMap(({ bound, value }) =>
    bound === null || Number.isNaN(bound) ? [] : [{ bound, count: value as number }],
  );
  const value = toCustomBuckets(buckets, classic[0]?.value as number, histogram?.sum ?? 0);
  if (value === null) return [];
  const exemplars = classic.flatMap((one) => one.exemplars).filter(({ atMs }) => atMs !== null);
  return [{ suffix: '', bound: null, value, exemplars }];
}

/** Those of a native histogram must have a time; the ones at its classic buckets count where it has none of its own. */
function nativeExemplars({ exemplars, buckets }: Histogram): readonly Exemplar[] {
  const candidates = exemplars.length > 0 ? exemplars : buckets.map(({ exemplar }) => exemplar);
  return candidates.filter((exemplar) => exemplar !== null && exemplar.atMs !== null) as Exemplar[];
}

/** The labels of a sample, metric name first. */
export function samplePairs(
  { name, type }: FamilyHead,
  labels: readonly LabelPair[],
  { suffix, bound }: MetricSample,
): LabelPair[] {
  const pairs: LabelPair[] = [[METRIC_NAME_LABEL, suffix === '' ? name : name + suffix], ...labels];
  if (bound !== null) pairs.push([type === 'summary' ? 'quantile' : 'le', formatOpenMetricsFloat(bound)]);
  return pairs;
}

/** Why the head of a family that has metrics is refused, or null. */
export function headFault({ name, type, unit }: FamilyHead): string | null {
  if (name === '') return 'a metric family has no name';
  if (unit === '') return null;
  const base = type === 'counter' && name.endsWith('_total') ? name.slice(0, -'_total'.length) : name;
  return base.endsWith(`_${unit}`) ? null : `the unit "${unit}" is not a suffix of the metric name "${name}"`;
}
