/** One label of a series: name and value. */
export type LabelPair = readonly [name: string, value: string];

/**
 * The labels of a series, sorted by name in code-unit order, without empty values and without duplicate names;
 * the metric name is the label `__name__`. Pairs and not object keys, because `__proto__` is a legal label name.
 */
export type LabelSet = readonly LabelPair[];

export const METRIC_NAME_LABEL = '__name__';

/** Metric types of OpenMetrics 1.0; `unknown` is also what the text format calls `untyped`. */
export const METRIC_TYPES = [
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
] as const;

export type MetricType = (typeof METRIC_TYPES)[number];

/** What an exposition says of a metric family (TYPE, HELP, UNIT); `name` is the family's name, `unit` '' when unset. */
export interface MetricMetadata {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

/** The value of a label, or '' where the series has no such label. */
export function labelValue(labels: LabelSet, name: string): string {
  for (const pair of labels) if (pair[0] === name) return pair[1];
  return '';
}
