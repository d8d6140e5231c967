import type { Json, JsonObject } from '../../domain/json.ts';
import { member, objectsIn } from '../json/json.ts';

/** Where queries go: to Prometheus, to several sources target by target, to another program, or not known. */
export type QuerySource =
  | { readonly kind: 'prometheus' | 'mixed' | 'unstated' | 'panel' | 'expression' }
  | { readonly kind: 'other'; readonly type: string };

const PROMETHEUS_LIKE =
  /^(prometheus|grafana-amazonprometheus-datasource|grafana-azureprometheus-datasource|victoriametrics(-metrics)?-datasource)$/i;
const OTHER_PROGRAMS =
  /\b(loki|elastic(search)?|opensearch|influx(db)?|graphite|cloudwatch|mysql|postgres(ql)?|mssql|tempo|jaeger|zipkin|stackdriver|azure[ -]?monitor|zabbix|opentsdb|clickhouse|testdata|pyroscope|parca|bigquery)\b/i;
const REFERENCE = /^(?:\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\])$/;

/** The kinds of source that a file's inputs and data source variables stand for, by name. */
export class DatasourceNames {
  private readonly types = new Map<string, string>();

  constructor(dashboard: JsonObject) {
    for (const input of objectsIn(member(dashboard, '__inputs'))) {
      if (member(input, 'type') === 'datasource') this.add(input, 'pluginId');
    }
    for (const variable of objectsIn(member(member(dashboard, 'templating'), 'list'))) {
      if (member(variable, 'type') === 'datasource') this.add(variable, 'query');
    }
  }

  private add(definition: JsonObject, typeKey: string): void {
    const name = member(definition, 'name');
    const type = member(definition, typeKey);
    if (typeof name === 'string' && typeof type === 'string') this.types.set(name, type);
  }

  /** What a `datasource` member of a panel, target or variable stands for. */
  classify(datasource: Json | undefined): QuerySource {
    const type = member(datasource, 'type');
    const name = typeof datasource === 'string' ? datasource : member(datasource, 'uid');
    const special = typeof name === 'string' ? this.special(name) : null;
    if (special !== null) return special;
    if (typeof type === 'string' && type !== '' && !REFERENCE.test(type)) {
      return this.ofType(type);
    }
    return typeof name === 'string' ? this.ofName(name) : { kind: 'unstated' };
  }

  private special(name: string): QuerySource | null {
    if (name === '-- Mixed --') return { kind: 'mixed' };
    if (name === '-- Dashboard --') return { kind: 'panel' };
    if (name === '-- Grafana --' || name === 'grafana') return { kind: 'other', type: 'grafana' };
    if (name === '__expr__' || name === '-100') return { kind: 'expression' };
    return null;
  }

  private ofType(type: string): QuerySource {
    if (PROMETHEUS_LIKE.test(type)) return { kind: 'prometheus' };
    return type === '__expr__' ? { kind: 'expression' } : { kind: 'other', type };
  }

  private ofName(name: string): QuerySource {
    const match = REFERENCE.exec(name);
    const known = this.types.get(match?.[1] ?? match?.[2] ?? match?.[3] ?? name);
    if (known !== undefined) return this.ofType(known);
    if (/prom|thanos|mimir|cortex|victoria/i.test(name)) return { kind: 'prometheus' };
    const other = OTHER_PROGRAMS.exec(name);
    return other === null ? { kind: 'unstated' } : { kind: 'other', type: other[0].toLowerCase() };
  }
}
