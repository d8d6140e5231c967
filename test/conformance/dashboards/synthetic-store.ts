import { parseExpr } from '../../../src/engine/promql/parse/parse-expr.ts';
import { compileRe2 } from '../../../src/renderer/lib/re2-search.ts';
import type { VariableHost } from '../../../src/shared/dashboards/variables/resolve-variables.ts';
import type { VariableRequest } from '../../../src/shared/dashboards/variables/variable-query.ts';
import type { Dashboard } from '../../../src/shared/domain/dashboard.ts';

/** Values that are label values, metric names and label names alike, so that they fit wherever a variable stands. */
const VALUES = ['alpha', 'beta'];

/**
 * A small store that has series for whatever a dashboard asks: metrics and labels that its texts mention. It refuses
 * selectors and expressions that are no PromQL, as a real one does.
 */
export class SyntheticStore implements VariableHost {
  /** The one that ships, so that it is judged too. */
  readonly compileRegex = compileRe2;
  private readonly metrics: readonly string[];
  private readonly labels: readonly string[];
  private readonly values: ReadonlyMap<string, readonly string[]>;

  constructor(dashboard: Dashboard) {
    const text = JSON.stringify([dashboard.panels, dashboard.variables]).replaceAll('\\"', '"');
    this.metrics = [
      ...new Set([...text.matchAll(/\b([a-zA-Z_:][\w:]*)\{/g)].map((match) => match[1] as string)),
    ];
    const pairs = [...text.matchAll(/\b([a-zA-Z_]\w*)\s*=~?\s*"([\w:.-]*)/g)];
    this.labels = [...new Set(pairs.map((match) => match[1] as string))];
    const values = new Map<string, string[]>();
    for (const [, label = '', value = ''] of pairs) {
      if (/^[a-z_]\w*$/i.test(value)) values.set(label, [...(values.get(label) ?? []), value]);
    }
    this.values = values;
  }

  async answer(request: VariableRequest): Promise<readonly string[]> {
    switch (request.kind) {
      case 'labelValues':
        if (request.selector !== null) parseExpr(request.selector);
        if (request.label === '__name__') return this.metrics.length > 0 ? this.metrics : VALUES;
        return [...new Set([...VALUES, ...(this.values.get(request.label) ?? [])])];
      case 'labelNames':
        return this.labels.length > 0 ? this.labels : VALUES;
      case 'metricNames': {
        const search = compileRe2(request.pattern, '');
        return this.metrics.filter((name) => search(name).length > 0);
      }
      case 'queryResult':
        parseExpr(request.expr);
        return VALUES.map((value) => `${this.seriesText(request.expr, value)} 1 1600000000000`);
      case 'series':
        parseExpr(request.selector);
        return VALUES.map((value) => this.seriesText(request.selector, value));
      case 'datasources':
        return ['sextant'];
    }
  }

  private seriesText(expr: string, value: string): string {
    const name = /[a-zA-Z_:][\w:]*(?=\{|$)/.exec(expr)?.[0] ?? 'metric';
    return `${name}{${this.labels.map((label) => `${label}="${value}"`).join(',')}}`;
  }
}
