import type { MetricMetadata } from '../../../shared/domain/series.ts';

export interface ExampleQuery {
  readonly title: string;
  readonly expr: string;
}

const MAX_EXAMPLES = 6;

/** Series name of a counter's family: OpenMetrics leaves `_total` out of the family's name. */
function counterName({ name }: MetricMetadata): string {
  return name.endsWith('_total') ? name : `${name}_total`;
}

/** Queries to start from, made of metrics that are there: one of each kind, requests first. */
export function exampleQueries(metadata: readonly MetricMetadata[]): ExampleQuery[] {
  const prefer = (type: MetricMetadata['type'], ...patterns: RegExp[]): MetricMetadata | undefined => {
    const all = metadata.filter((entry) => entry.type === type);
    for (const pattern of patterns) {
      const found = all.find(({ name }) => pattern.test(name));
      if (found !== undefined) return found;
    }
    return all[0];
  };
  const examples: ExampleQuery[] = [];
  const counter = prefer('counter', /http.*requests/);
  if (counter !== undefined) {
    const name = counterName(counter);
    examples.push({ title: 'Rate of a counter', expr: `sum(rate(${name}[1m]))` });
    examples.push({ title: 'Increase over an hour', expr: `sum(increase(${name}[1h]))` });
  }
  const histogram = prefer('histogram', /duration|latency/);
  if (histogram !== undefined) {
    examples.push({
      title: '99th percentile of a histogram',
      expr: `histogram_quantile(0.99, sum by (le) (rate(${histogram.name}_bucket[1m])))`,
    });
  }
  const gauge = prefer('gauge', /resident_memory/, /memory/);
  if (gauge !== undefined) {
    examples.push({ title: 'A gauge as it is', expr: gauge.name });
    examples.push({ title: 'Highest of the last 10 minutes', expr: `max_over_time(${gauge.name}[10m])` });
  }
  examples.push({ title: 'Which targets are up', expr: 'up' });
  return examples.slice(0, MAX_EXAMPLES);
}
