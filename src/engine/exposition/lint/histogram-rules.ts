import type { LabelPair } from '../../../shared/domain/series.ts';
import { parseGoFloat } from '../go-float.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import type { LintFamily } from './family-index.ts';
import type { LintWalk } from './lint-walk.ts';
import type { MetricPoint } from './metric-points.ts';
import type { LintSample } from './page-lines.ts';

function labelText(labels: readonly LabelPair[], name: string): string | undefined {
  return labels.find(([label]) => label === name)?.[1];
}

function isNegativeOrNaN(value: number): boolean {
  return !(value >= 0);
}

/** One sample of a histogram or gauge histogram; `suffix` is what its name has behind the family's. */
export function takeHistogramSample(
  sample: LintSample,
  suffix: string,
  point: MetricPoint,
  format: ExpositionFormat,
  walk: LintWalk,
): void {
  if (suffix === '_sum' || suffix === '_gsum') point.sum = sample;
  else if (suffix === '_count' || suffix === '_gcount') {
    point.count = sample;
    if (isNegativeOrNaN(sample.value)) {
      const message = 'The count of a histogram is a number of observations, zero or more.';
      walk.findings.report('bucket_value', walk.places.ofValue(sample), message);
    }
  } else if (suffix === '_bucket') takeBucket(sample, point, format, walk);
}

function takeBucket(
  sample: LintSample,
  point: MetricPoint,
  format: ExpositionFormat,
  { findings, places }: LintWalk,
): void {
  const text = labelText(sample.labels, 'le');
  if (text === undefined) {
    findings.report('bucket_le', places.ofLine(sample), 'A bucket has no label "le" with its upper bound.');
    return;
  }
  const bound = parseGoFloat(text);
  if (bound === undefined || Number.isNaN(bound)) {
    const message = `The upper bound "${text}" of a bucket is not a number.`;
    findings.report('bucket_le', places.ofLabel(sample, 'le'), message);
    return;
  }
  if (bound === Number.POSITIVE_INFINITY && text !== '+Inf' && format === 'openmetrics') {
    const message = `The upper bound of the last bucket is written "+Inf", not "${text}".`;
    findings.report('bucket_le', places.ofLabel(sample, 'le'), message);
  }
  const before = point.buckets.at(-1);
  if (before !== undefined && bound <= before.bound) {
    const message = `The bucket le="${text}" stands behind le="${labelText(before.sample.labels, 'le')}": bounds ascend.`;
    findings.report('bucket_order', places.ofLabel(sample, 'le'), message);
  }
  if (isNegativeOrNaN(sample.value)) {
    const message = 'The value of a bucket is a number of observations, zero or more.';
    findings.report('bucket_value', places.ofValue(sample), message);
  }
  point.buckets.push({ bound, sample });
}

/** What holds for all samples of one histogram together; asked when the page was read. */
export function checkHistogramPoint(
  family: LintFamily,
  point: MetricPoint,
  format: ExpositionFormat,
  walk: LintWalk,
): void {
  const { findings, places } = walk;
  const { buckets, sum, count, first } = point;
  checkCumulative(point, walk);
  const last = buckets.find(({ bound }) => bound === Number.POSITIVE_INFINITY);
  if (last === undefined) {
    findings.report(
      'bucket_inf',
      places.ofLine(first),
      `A histogram of ${family.name} has no bucket le="+Inf".`,
    );
  } else if (count !== null && !Object.is(count.value, last.sample.value)) {
    const message = `The count ${count.value} differs from the bucket le="+Inf", which has ${last.sample.value}.`;
    findings.report('bucket_count', places.ofValue(count), message);
  }
  if (count === null && (sum !== null || format === 'text')) {
    findings.report('histogram_count', places.ofLine(sum ?? first), 'The histogram has no count.');
  }
  if (sum === null) {
    if (count !== null) findings.report('histogram_sum', places.ofLine(count), 'The histogram has no sum.');
    return;
  }
  const hasNegative = buckets.some(({ bound }) => bound < 0);
  if (family.type === 'histogram' && hasNegative && format === 'openmetrics') {
    const message = 'A histogram with buckets below zero has no sum, because it would not be a counter.';
    findings.report('histogram_sum', places.ofLine(sum), message);
  } else if (format === 'openmetrics' && !hasNegative && isNegativeOrNaN(sum.value)) {
    const message = 'The sum of a histogram without buckets below zero is not negative and a number.';
    findings.report('histogram_sum', places.ofValue(sum), message);
  }
}

function checkCumulative({ buckets }: MetricPoint, { findings, places }: LintWalk): void {
  const ascending = [...buckets].sort((a, b) => a.bound - b.bound);
  for (let i = 1; i < ascending.length; i++) {
    const [before, here] = [ascending[i - 1], ascending[i]];
    if (before === undefined || here === undefined || !(here.sample.value < before.sample.value)) continue;
    const message = `The bucket has less (${here.sample.value}) than the one below it (${before.sample.value}): buckets are cumulative.`;
    findings.report('bucket_cumulative', places.ofValue(here.sample), message);
    return;
  }
}
