import type { BucketSpan } from '../../../shared/domain/histogram.ts';
import type { LabelPair, MetricType } from '../../../shared/domain/series.ts';
import type { Exemplar } from '../page-reader.ts';
import type { FamilyHead, Histogram, Metric, Summary } from './metric-family.ts';

/** By Prometheus' type; io.prometheus.client has no others. */
const TYPE_NAMES: Partial<Record<MetricType, string>> = {
  counter: 'COUNTER',
  gauge: 'GAUGE',
  summary: 'SUMMARY',
  unknown: 'UNTYPED',
  histogram: 'HISTOGRAM',
  gaugehistogram: 'GAUGE_HISTOGRAM',
};

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}

/**
 * A protobuf page in its readable form (protobuf's text format, one message after the other), and the line on which each
 * part of the last metric stands, by its path in the metric: `label[0]`, `histogram.bucket[2]`.
 */
export class ReadablePage {
  private readonly lines: string[] = [];
  private bytes = 0;
  private readonly mostBytes: number;
  private parts = new Map<string, number>();
  /** Whether the form is longer than `mostBytes`, and was cut off there. */
  isCutOff = false;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get text(): string {
    return `${this.lines.join('\n')}${this.lines.length === 0 ? '' : '\n'}`;
  }

  /** The line of a part of what was added last, from 1; that of its beginning where it has none of its own. */
  lineOf(path: string): number {
    return this.parts.get(path) ?? this.parts.get('') ?? 1;
  }

  addFamily({ name, help, type, unit }: FamilyHead): void {
    this.parts = new Map();
    this.add(0, `name: ${JSON.stringify(name)}`, '');
    if (help !== '') this.add(0, `help: ${JSON.stringify(help)}`, 'help');
    this.add(0, `type: ${TYPE_NAMES[type] ?? 'UNTYPED'}`, 'type');
    if (unit !== '') this.add(0, `unit: ${JSON.stringify(unit)}`, 'unit');
  }

  addMetric(metric: Metric): void {
    this.parts = new Map();
    this.add(0, 'metric {', '');
    for (const [i, label] of metric.labels.entries()) this.addLabel(1, label, `label[${i}]`);
    if (metric.gauge !== null) this.add(1, `gauge { value: ${numberText(metric.gauge)} }`, 'gauge');
    if (metric.untyped !== null) this.add(1, `untyped { value: ${numberText(metric.untyped)} }`, 'untyped');
    if (metric.counter !== null) {
      this.add(1, 'counter {', 'counter');
      this.add(2, `value: ${numberText(metric.counter.value)}`, 'counter.value');
      if (metric.counter.exemplar !== null)
        this.addExemplar(2, 'exemplar', metric.counter.exemplar, 'counter.exemplar');
      this.add(1, '}');
    }
    if (metric.summary !== null) this.addSummary(metric.summary);
    if (metric.histogram !== null) this.addHistogram(metric.histogram);
    if (metric.timestampMs !== 0) this.add(1, `timestamp_ms: ${metric.timestampMs}`, 'timestamp_ms');
    this.add(0, '}');
  }

  private addLabel(depth: number, [name, value]: LabelPair, path?: string): void {
    this.add(depth, `label { name: ${JSON.stringify(name)} value: ${JSON.stringify(value)} }`, path);
  }

  private addExemplar(depth: number, field: string, { labels, value, atMs }: Exemplar, path: string): void {
    this.add(depth, `${field} {`, path);
    for (const label of labels) this.addLabel(depth + 1, label);
    this.add(depth + 1, `value: ${numberText(value)}`);
    if (atMs !== null) this.add(depth + 1, `timestamp { seconds: ${atMs / 1000} }`);
    this.add(depth, '}');
  }

  private addSummary({ count, sum, quantiles }: Summary): void {
    this.add(1, 'summary {', 'summary');
    this.add(2, `sample_count: ${count}`, 'summary.sample_count');
    this.add(2, `sample_sum: ${numberText(sum)}`, 'summary.sample_sum');
    for (const [i, { quantile, value }] of quantiles.entries()) {
      const text = `quantile { quantile: ${numberText(quantile)} value: ${numberText(value)} }`;
      this.add(2, text, `summary.quantile[${i}]`);
    }
    this.add(1, '}');
  }

  private addHistogram(histogram: Histogram): void {
    this.add(1, 'histogram {', 'histogram');
    this.add(2, `sample_count: ${histogram.count}`, 'histogram.sample_count');
    if (histogram.countFloat !== 0) this.add(2, `sample_count_float: ${numberText(histogram.countFloat)}`);
    this.add(2, `sample_sum: ${numberText(histogram.sum)}`, 'histogram.sample_sum');
    for (const [i, bucket] of histogram.buckets.entries()) {
      const path = `histogram.bucket[${i}]`;
      const count = numberText(bucket.cumulativeCountFloat || bucket.cumulativeCount);
      const text = `cumulative_count: ${count} upper_bound: ${numberText(bucket.upperBound)}`;
      if (bucket.exemplar === null) this.add(2, `bucket { ${text} }`, path);
      else {
        this.add(2, `bucket { ${text}`, path);
        this.addExemplar(3, 'exemplar', bucket.exemplar, `${path}.exemplar`);
        this.add(2, '}');
      }
    }
    this.addNative(histogram);
    this.add(1, '}');
  }

  private addNative(histogram: Histogram): void {
    const { schema, zeroThreshold, zeroCount, zeroCountFloat } = histogram;
    if (schema !== 0) this.add(2, `schema: ${schema}`, 'histogram.schema');
    if (zeroThreshold !== 0)
      this.add(2, `zero_threshold: ${numberText(zeroThreshold)}`, 'histogram.zero_threshold');
    if (zeroCount !== 0) this.add(2, `zero_count: ${zeroCount}`, 'histogram.zero_count');
    if (zeroCountFloat !== 0)
      this.add(2, `zero_count_float: ${numberText(zeroCountFloat)}`, 'histogram.zero_count');
    this.addSpans('negative_span', histogram.negativeSpans);
    this.addNumbers('negative_delta', histogram.negativeDeltas);
    this.addNumbers('negative_count', histogram.negativeCounts);
    this.addSpans('positive_span', histogram.positiveSpans);
    this.addNumbers('positive_delta', histogram.positiveDeltas);
    this.addNumbers('positive_count', histogram.positiveCounts);
    for (const [i, exemplar] of histogram.exemplars.entries()) {
      this.addExemplar(2, 'exemplars', exemplar, `histogram.exemplars[${i}]`);
    }
  }

  private addSpans(field: string, spans: readonly BucketSpan[]): void {
    for (const [i, { offset, length }] of spans.entries()) {
      this.add(2, `${field} { offset: ${offset} length: ${length} }`, `histogram.${field}[${i}]`);
    }
  }

  private addNumbers(field: string, numbers: readonly number[]): void {
    if (numbers.length > 0)
      this.add(2, `${field}: [${numbers.map(numberText).join(', ')}]`, `histogram.${field}`);
  }

  private add(depth: number, text: string, path?: string): void {
    if (this.isCutOff) return;
    const line = `${'  '.repeat(depth)}${text}`;
    this.bytes += line.length + 1;
    if (this.bytes > this.mostBytes) {
      this.isCutOff = true;
      return;
    }
    this.lines.push(line);
    if (path !== undefined) this.parts.set(path, this.lines.length);
  }
}
