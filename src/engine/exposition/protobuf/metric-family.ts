import type { BucketSpan } from '../../../shared/domain/histogram.ts';
import type { LabelPair, MetricType } from '../../../shared/domain/series.ts';
import type { Exemplar } from '../page-reader.ts';

/*
 * The messages of io.prometheus.client as they are exposed. What a page leaves out is 0, empty or null; start timestamps
 * are ms UTC.
 */

/** A MetricFamily without its metrics. */
export interface FamilyHead {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly unit: string;
}

export interface Counter {
  value: number;
  exemplar: Exemplar | null;
  startMs: number | null;
}

export interface Summary {
  count: number;
  sum: number;
  quantiles: { quantile: number; value: number }[];
  startMs: number | null;
}

export interface ClassicBucket {
  cumulativeCount: number;
  cumulativeCountFloat: number;
  upperBound: number;
  exemplar: Exemplar | null;
}

/** Classic and native buckets of one histogram. Counts of native buckets are either deltas or absolute. */
export interface Histogram {
  count: number;
  countFloat: number;
  sum: number;
  buckets: ClassicBucket[];
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  zeroCountFloat: number;
  negativeSpans: BucketSpan[];
  negativeDeltas: number[];
  negativeCounts: number[];
  positiveSpans: BucketSpan[];
  positiveDeltas: number[];
  positiveCounts: number[];
  exemplars: Exemplar[];
  startMs: number | null;
}

/** `timestampMs` is 0 where the metric has none. */
export interface Metric {
  labels: LabelPair[];
  timestampMs: number;
  gauge: number | null;
  counter: Counter | null;
  summary: Summary | null;
  untyped: number | null;
  histogram: Histogram | null;
}
