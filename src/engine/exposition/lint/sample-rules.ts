import { parseGoFloat } from '../go-float.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import { type LintFamily, sampleSuffixes } from './family-index.ts';
import { takeHistogramSample } from './histogram-rules.ts';
import type { LintWalk } from './lint-walk.ts';
import { type LintMetric, pointOf } from './metric-points.ts';
import type { LintSample } from './page-lines.ts';

/** Ms of the year 1973, and seconds of the year 5138: no page is of these times. */
const LEAST_MS_TIMESTAMP = 1e11;
const LONGEST_EXEMPLAR = 128;

/** What the family's type asks of one sample. */
export function checkSample(
  family: LintFamily,
  metric: LintMetric,
  sample: LintSample,
  format: ExpositionFormat,
  walk: LintWalk,
): void {
  const suffix = sample.name.slice(family.name.length);
  if (format === 'openmetrics') checkSampleName(family, sample, suffix, walk);
  if (suffix === '_created' && format === 'openmetrics') checkCreated(sample, walk);
  checkTimestamp(sample, format, walk);
  checkExemplar(family, sample, suffix, walk);
  switch (family.type) {
    case 'counter':
      if (!(sample.value >= 0) && suffix !== '_created') {
        const message = 'The value of a counter is a number, zero or more.';
        walk.findings.report('counter_value', walk.places.ofValue(sample), message);
      }
      break;
    case 'info':
      if (sample.value !== 1) {
        walk.findings.report('info_value', walk.places.ofValue(sample), 'The value of an info sample is 1.');
      }
      break;
    case 'stateset':
      checkState(family, sample, walk);
      break;
    case 'histogram':
    case 'gaugehistogram':
      takeHistogramSample(sample, suffix, pointOf(metric, sample), format, walk);
      break;
    case 'summary':
      checkSummarySample(sample, suffix, metric, format, walk);
      break;
    default:
      break;
  }
}

function checkSampleName(family: LintFamily, sample: LintSample, suffix: string, walk: LintWalk): void {
  const allowed = sampleSuffixes(family.type, 'openmetrics');
  if (allowed.includes(suffix)) return;
  const names = allowed.map((end) => `"${family.name}${end}"`).join(', ');
  const message = `A sample of the ${family.type ?? 'unknown'} "${family.name}" is named ${names}, not "${sample.name}".`;
  walk.findings.report('sample_name', walk.places.ofLine(sample), message);
}

function checkCreated(sample: LintSample, { findings, places }: LintWalk): void {
  if (sample.value > 0 && sample.value < LEAST_MS_TIMESTAMP) return;
  const message = '"_created" holds the time of creation in unix seconds.';
  findings.report('created_value', places.ofValue(sample), message);
}

function checkTimestamp(sample: LintSample, format: ExpositionFormat, { findings, places }: LintWalk): void {
  if (sample.timestamp === null) return;
  const time = Number(sample.timestamp);
  if (format === 'text' && time > 0 && time < LEAST_MS_TIMESTAMP) {
    const message =
      'The timestamp is in milliseconds, and this one is of the early 1970s: it may be in seconds.';
    findings.report('timestamp_unit', places.ofTail(sample, sample.timestamp), message);
  } else if (format === 'openmetrics' && time >= LEAST_MS_TIMESTAMP) {
    const message =
      'The timestamp is in seconds, and this one is far in the future: it may be in milliseconds.';
    findings.report('timestamp_unit', places.ofTail(sample, sample.timestamp), message);
  }
}

function checkExemplar(
  family: LintFamily,
  sample: LintSample,
  suffix: string,
  { findings, places }: LintWalk,
): void {
  const { exemplar } = sample;
  if (exemplar === null) return;
  const place = places.ofTail(sample, '# {');
  const isBucket = suffix === '_bucket' && (family.type === 'histogram' || family.type === 'gaugehistogram');
  if (!isBucket && !(suffix === '_total' && family.type === 'counter')) {
    const message = 'Only buckets of histograms and "_total" of counters have exemplars.';
    findings.report('exemplar_place', place, message);
  }
  let length = 0;
  for (const [name, value] of exemplar.labels) length += [...name].length + [...value].length;
  if (length > LONGEST_EXEMPLAR) {
    const message = `The labels of the exemplar have ${length} characters; ${LONGEST_EXEMPLAR} are allowed.`;
    findings.report('exemplar_length', place, message);
  }
  const bound = parseGoFloat(sample.labels.find(([name]) => name === 'le')?.[1] ?? '+Inf') ?? Number.NaN;
  if (isBucket && exemplar.value > bound) {
    findings.report(
      'exemplar_range',
      place,
      `The exemplar's value ${exemplar.value} is above the bucket's bound.`,
    );
  }
}

function checkState(family: LintFamily, sample: LintSample, { findings, places }: LintWalk): void {
  if (!sample.labels.some(([name]) => name === family.name)) {
    const message = `A state has a label with the name of its family, "${family.name}".`;
    findings.report('stateset_label', places.ofLine(sample), message);
  }
  if (sample.value !== 0 && sample.value !== 1) {
    findings.report('stateset_value', places.ofValue(sample), 'The value of a state is 0 or 1.');
  }
}

function checkSummarySample(
  sample: LintSample,
  suffix: string,
  metric: LintMetric,
  format: ExpositionFormat,
  { findings, places }: LintWalk,
): void {
  const { value } = sample;
  if (suffix === '') checkQuantile(sample, metric, { findings, places });
  const isCount = suffix === '_count';
  if (format === 'text' && !isCount) return;
  const mayBeNaN = suffix === '' || suffix === '_created';
  if (value < 0 || (Number.isNaN(value) && !mayBeNaN)) {
    const what = isCount ? 'count' : suffix === '_sum' ? 'sum' : 'quantile';
    findings.report('summary_value', places.ofValue(sample), `The ${what} of a summary is not negative.`);
  }
}

function checkQuantile(
  sample: LintSample,
  metric: LintMetric,
  { findings, places }: Pick<LintWalk, 'findings' | 'places'>,
): void {
  const text = sample.labels.find(([name]) => name === 'quantile')?.[1];
  if (text === undefined) {
    const message = 'A sample of a summary is its "_sum", its "_count", or has a label "quantile".';
    findings.report('quantile', places.ofLine(sample), message);
    return;
  }
  const quantile = parseGoFloat(text);
  if (quantile === undefined || !(quantile >= 0 && quantile <= 1)) {
    const message = `A quantile is a number from 0 to 1, not "${text}".`;
    findings.report('quantile', places.ofLabel(sample, 'quantile'), message);
    return;
  }
  const point = pointOf(metric, sample);
  if (quantile <= point.lastQuantile) {
    findings.report(
      'quantile_order',
      places.ofLabel(sample, 'quantile'),
      'The quantiles of a summary ascend.',
    );
  }
  point.lastQuantile = quantile;
}
