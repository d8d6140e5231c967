import type { BucketSpan } from '../../../shared/domain/histogram.ts';
import type { Exemplar } from '../page-reader.ts';
import type { Histogram, Metric, Summary } from '../protobuf/metric-family.ts';
import { isNative, toFloatHistogram } from '../protobuf/native-histogram.ts';
import type { LintFamily } from './family-index.ts';
import type { LintRule } from './lint-rules.ts';

const LONGEST_EXEMPLAR = 128;

/** Reports a finding about a part of the metric, by its path in it. */
type Report = (rule: LintRule, part: string, message: string, refused?: boolean) => void;

const VALUES = { counter: 'counter', gauge: 'gauge', summary: 'summary', unknown: 'untyped' } as const;

/** What a family's type asks of one of its metrics. */
export function checkProtobufMetric(family: LintFamily, metric: Metric, report: Report): void {
  const type = family.type ?? 'unknown';
  const field = type in VALUES ? VALUES[type as keyof typeof VALUES] : 'histogram';
  if (metric[field] === null) {
    report(
      'value_missing',
      '',
      `A metric of the ${type} "${family.name}" has no field "${field}": it reads as 0.`,
    );
    return;
  }
  if (type === 'counter' && metric.counter !== null) {
    const { value, exemplar } = metric.counter;
    if (!(value >= 0))
      report('counter_value', 'counter.value', 'The value of a counter is a number, zero or more.');
    checkExemplar(exemplar, 'counter.exemplar', report);
  } else if (type === 'summary' && metric.summary !== null) checkSummary(metric.summary, report);
  else if (metric.histogram !== null && field === 'histogram') {
    checkHistogram(family.name, metric.histogram, type === 'gaugehistogram', report);
  }
}

function checkExemplar(exemplar: Exemplar | null, part: string, report: Report): void {
  if (exemplar === null) return;
  let length = 0;
  for (const [name, value] of exemplar.labels) length += [...name].length + [...value].length;
  if (length > LONGEST_EXEMPLAR) {
    report(
      'exemplar_length',
      part,
      `The labels of the exemplar have ${length} characters; ${LONGEST_EXEMPLAR} are allowed.`,
    );
  }
}

function checkSummary({ quantiles, sum }: Summary, report: Report): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, { quantile }] of quantiles.entries()) {
    const part = `summary.quantile[${i}]`;
    if (!(quantile >= 0 && quantile <= 1)) {
      report('quantile', part, `A quantile is a number from 0 to 1, not ${quantile}.`);
    } else if (quantile <= last) report('quantile_order', part, 'The quantiles of a summary ascend.');
    last = Math.max(last, quantile);
  }
  if (sum < 0) report('summary_value', 'summary.sample_sum', 'The sum of a summary is not negative.');
}

function checkHistogram(name: string, histogram: Histogram, isGauge: boolean, report: Report): void {
  checkBuckets(histogram, report);
  if (isNative(histogram)) checkNative(histogram, isGauge, report);
  else if (histogram.buckets.length === 0 && (histogram.count || histogram.countFloat) > 0) {
    report('bucket_inf', 'histogram', `A histogram of ${name} has observations, and no bucket of any kind.`);
  }
}

function checkBuckets(histogram: Histogram, report: Report): void {
  const { buckets } = histogram;
  const total = histogram.countFloat || histogram.count;
  let lastBound = Number.NEGATIVE_INFINITY;
  let lastCount = 0;
  for (const [i, bucket] of buckets.entries()) {
    const part = `histogram.bucket[${i}]`;
    const count = bucket.cumulativeCountFloat || bucket.cumulativeCount;
    const { upperBound, exemplar } = bucket;
    if (Number.isNaN(upperBound)) report('bucket_le', part, 'The upper bound of a bucket is not a number.');
    else if (i > 0 && upperBound <= lastBound) {
      report(
        'bucket_order',
        part,
        `The bucket of ${upperBound} stands behind that of ${lastBound}: bounds ascend.`,
      );
    }
    if (!(count >= 0))
      report('bucket_value', part, 'The value of a bucket is a number of observations, zero or more.');
    if (count < lastCount) {
      const message = `The bucket has less (${count}) than the one before it (${lastCount}): buckets are cumulative.`;
      report('bucket_cumulative', part, message);
    }
    if (upperBound === Number.POSITIVE_INFINITY && count !== total) {
      report('bucket_count', part, `The count ${total} differs from the bucket of +Inf, which has ${count}.`);
    } else if (count > total) {
      report('bucket_count', part, `The bucket has ${count} observations, and the count says ${total}.`);
    }
    if (exemplar !== null && exemplar.value > upperBound) {
      const message = `The exemplar's value ${exemplar.value} is above the bucket's bound.`;
      report('exemplar_range', `${part}.exemplar`, message);
    }
    checkExemplar(exemplar, `${part}.exemplar`, report);
    lastBound = upperBound;
    lastCount = count;
  }
}

function checkNative(histogram: Histogram, isGauge: boolean, report: Report): void {
  checkSpans('positive_span', histogram.positiveSpans, report);
  checkSpans('negative_span', histogram.negativeSpans, report);
  if (histogram.zeroThreshold < 0 || Number.isNaN(histogram.zeroThreshold)) {
    report('native_histogram', 'histogram.zero_threshold', 'The zero threshold is a number, zero or more.');
  }
  const value = toFloatHistogram(histogram, isGauge);
  if (typeof value === 'string') {
    report('native_histogram', 'histogram', `The native histogram is not valid: ${value}.`, true);
  }
  for (const [i, exemplar] of histogram.exemplars.entries()) {
    const part = `histogram.exemplars[${i}]`;
    checkExemplar(exemplar, part, report);
    if (exemplar.atMs !== null) continue;
    report(
      'exemplar_time',
      part,
      'An exemplar of a native histogram has no timestamp, so that no scraper takes it.',
    );
  }
}

function checkSpans(field: string, spans: readonly BucketSpan[], report: Report): void {
  // A single empty span at offset 0 says that a histogram without observations is a native one.
  if (spans.length === 1 && spans[0]?.length === 0 && spans[0].offset === 0) return;
  for (const [i, { length }] of spans.entries()) {
    if (length === 0)
      report('native_spans', `histogram.${field}[${i}]`, 'A span without buckets says nothing.');
  }
}
