import type { PanelTarget, PromqlTarget, UnsupportedTarget } from '../../domain/dashboard-panel.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import {
  anyJson,
  flag,
  needed,
  number,
  objectOf,
  optional,
  type Place,
  text,
  withFallback,
  words,
} from '../json/codec.ts';
import { isJsonObject, member } from '../json/json.ts';
import type { DatasourceNames, QuerySource } from './datasource.ts';

const promql = objectOf<Omit<PromqlTarget, 'kind'>>({
  refId: needed('refId', text),
  expr: withFallback('expr', text, ''),
  legend: optional('legendFormat', text),
  instant: optional('instant', flag),
  range: optional('range', flag),
  format: optional(
    'format',
    words([
      ['time_series', 'timeSeries'],
      ['table', 'table'],
      ['heatmap', 'heatmap'],
    ]),
  ),
  hidden: optional('hide', flag),
  interval: optional('interval', text),
  intervalFactor: optional('intervalFactor', number),
  exemplar: optional('exemplar', flag),
  datasource: optional('datasource', anyJson),
});

const unsupported = objectOf<Omit<UnsupportedTarget, 'kind' | 'reason'>>({
  refId: needed('refId', text),
  hidden: optional('hide', flag),
});

const OTHER_QUERY_MEMBERS = [
  'rawSql',
  'rawQuery',
  'target',
  'metricName',
  'namespace',
  'bucketAggs',
  'query',
];

function reasonAgainst(target: JsonObject, source: QuerySource): string | null {
  switch (source.kind) {
    case 'other':
      return source.type === 'grafana'
        ? 'the query asks the Grafana server itself'
        : `the query is for a ${source.type} data source; only Prometheus queries can be answered`;
    case 'expression':
      return "the query is an expression of Grafana's server over other queries; write it in PromQL";
    case 'panel':
      return `the query shows the results of another panel (${JSON.stringify(member(target, 'panelId') ?? null)})`;
    default: {
      if (typeof member(target, 'expr') === 'string' || source.kind === 'prometheus') return null;
      const other = OTHER_QUERY_MEMBERS.find((key) => member(target, key) !== undefined);
      return other === undefined ? null : `the query is no PromQL: it has "${other}" and no "expr"`;
    }
  }
}

/** Reads a panel's targets; `source` is where the panel's queries go if a target does not say. */
export function readTarget(
  json: Json,
  place: Place,
  names: DatasourceNames,
  panelSource: QuerySource,
): PanelTarget | undefined {
  if (!isJsonObject(json)) return undefined;
  const own = names.classify(member(json, 'datasource'));
  const reason = reasonAgainst(json, own.kind === 'unstated' ? panelSource : own);
  if (reason === null) {
    const read = promql.read(json, place);
    return read === undefined ? undefined : { kind: 'promql', ...read };
  }
  // Its definition is kept as a whole; the reason tells all that there is to tell.
  const read = unsupported.read(json, place.silent());
  return read === undefined ? undefined : { kind: 'unsupported', reason, ...read };
}

export function writeTarget(target: PanelTarget): Json {
  return target.kind === 'promql' ? promql.write(target) : unsupported.write(target);
}
