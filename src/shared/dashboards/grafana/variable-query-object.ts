import type { JsonObject } from '../../domain/json.ts';
import { member, objectsIn } from '../json/json.ts';

/** `qryType` of Grafana's Prometheus plugin. */
const QUERY_TYPES = { labelNames: 0, labelValues: 1, metricNames: 2, queryResult: 3, series: 4 } as const;

function textOf(query: JsonObject, name: string): string {
  const value = member(query, name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The selector that a metric and label filters make; empty without both. */
function selectorOf(query: JsonObject): string {
  const filters = objectsIn(member(query, 'labelFilters')).flatMap((filter) => {
    const [label, op, value] = [textOf(filter, 'label'), textOf(filter, 'op'), member(filter, 'value')];
    return label === '' || typeof value !== 'string' ? [] : [`${label}${op || '='}${JSON.stringify(value)}`];
  });
  const metric = textOf(query, 'metric');
  return filters.length === 0 ? metric : `${metric}{${filters.join(',')}}`;
}

/**
 * The text of a query variable that is an object: its own, or what its fields of Grafana's variable editor stand for;
 * undefined where they stand for nothing that is known.
 */
export function queryTextOf(query: JsonObject): string | undefined {
  const own = member(query, 'query');
  if (typeof own === 'string') return own;
  const label = textOf(query, 'label');
  switch (member(query, 'qryType')) {
    case QUERY_TYPES.labelNames:
      return 'label_names()';
    case QUERY_TYPES.labelValues: {
      const selector = selectorOf(query);
      if (label === '') return undefined;
      return selector === '' ? `label_values(${label})` : `label_values(${selector}, ${label})`;
    }
    case QUERY_TYPES.metricNames:
      return `metrics(${textOf(query, 'metric') || '.*'})`;
    case QUERY_TYPES.queryResult:
      return `query_result(${textOf(query, 'varQuery')})`;
    case QUERY_TYPES.series:
      return textOf(query, 'seriesQuery') || undefined;
    default:
      return undefined;
  }
}
