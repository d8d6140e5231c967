import { createLabels, labelsKey } from '../../model/labels.ts';
import type { LintFamily } from './family-index.ts';
import type { LintSample } from './page-lines.ts';

/** The samples of one metric (a histogram, a summary) at one time. */
export interface MetricPoint {
  readonly first: LintSample;
  readonly buckets: { readonly bound: number; readonly sample: LintSample }[];
  lastQuantile: number;
  sum: LintSample | null;
  count: LintSample | null;
}

/** A metric of a family: its labels without those that part its own samples. */
export interface LintMetric {
  readonly firstLine: number;
  /** Of the last sample, null where it has none. */
  timestamp: string | null;
  readonly points: Map<string, MetricPoint>;
}

/** The metrics of a family, and which of them the last sample was of. */
export class MetricIndex {
  private readonly metrics = new Map<string, LintMetric>();
  private lastKey: string | null = null;

  list(): Iterable<LintMetric> {
    return this.metrics.values();
  }

  /** The metric of a sample, whose labels have the key `ownKey`; `again` where other metrics stand between this sample and those before. */
  enter(
    family: LintFamily,
    sample: LintSample,
    ownKey: string,
  ): { metric: LintMetric; isNew: boolean; again: boolean } {
    const key = metricKey(family, sample, ownKey);
    let metric = this.metrics.get(key);
    const isNew = metric === undefined;
    if (metric === undefined) {
      metric = { firstLine: sample.line, timestamp: sample.timestamp, points: new Map() };
      this.metrics.set(key, metric);
    }
    const again = !isNew && key !== this.lastKey;
    this.lastKey = key;
    return { metric, isNew, again };
  }
}

/** The point of a metric that a sample is of, made if it is new. */
export function pointOf(metric: LintMetric, sample: LintSample): MetricPoint {
  const key = sample.timestamp ?? '';
  let point = metric.points.get(key);
  if (point === undefined) {
    point = { first: sample, buckets: [], lastQuantile: Number.NEGATIVE_INFINITY, sum: null, count: null };
    metric.points.set(key, point);
  }
  return point;
}

/** The label that tells samples of one metric apart, null where the type has none. */
function ownLabel(family: LintFamily): string | null {
  switch (family.type) {
    case 'histogram':
    case 'gaugehistogram':
      return 'le';
    case 'summary':
      return 'quantile';
    case 'stateset':
      return family.name;
    default:
      return null;
  }
}

function metricKey(family: LintFamily, sample: LintSample, ownKey: string): string {
  const own = ownLabel(family);
  if (own === null || !sample.labels.some(([name]) => name === own)) return ownKey;
  return labelsKey(createLabels(sample.labels.filter(([name]) => name !== own)));
}
