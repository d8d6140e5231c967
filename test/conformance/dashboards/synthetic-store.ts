import { RE2JS, RE2JSException } from 're2js';
import { parseExpr } from '../../../src/engine/promql/parse/parse-expr.ts';
import type { VariableHost } from '../../../src/shared/dashboards/variables/resolve-variables.ts';
import type { VariableRequest } from '../../../src/shared/dashboards/variables/variable-query.ts';
import type {
  RegexCompiler,
  RegexMatch,
  RegexSearch,
} from '../../../src/shared/dashboards/variables/variable-regex.ts';
import type { Dashboard } from '../../../src/shared/domain/dashboard.ts';
import { AppError } from '../../../src/shared/errors.ts';

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
]);

function compileRe2(pattern: string, flags: string): RE2JS {
  try {
    return RE2JS.compile(
      pattern,
      [...flags].reduce((bits, flag) => bits | (FLAGS.get(flag) ?? 0), 0),
    );
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new AppError('bad_data', `invalid regular expression "${pattern}": ${error.message}`);
  }
}

/** RE2 for the regexes of variables. */
const compileRegex: RegexCompiler = (pattern, flags): RegexSearch => {
  const regex = compileRe2(pattern, flags);
  const names = Object.keys(regex.namedGroups());
  return (text) => {
    const matches: RegexMatch[] = [];
    const matcher = regex.matcher(text);
    while (matcher.find()) {
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, i) => matcher.group(i) ?? undefined,
      );
      const named = names.flatMap((name) => {
        const value = matcher.group(name);
        return value === null ? [] : [[name, value] as const];
      });
      matches.push({ groups, named: new Map(named) });
    }
    return matches;
  };
};

/** Values that are label values, metric names and label names alike, so that they fit wherever a variable stands. */
const VALUES = ['alpha', 'beta'];

/**
 * A small store that has series for whatever a dashboard asks: metrics and labels that its texts mention. It refuses
 * selectors and expressions that are no PromQL, as a real one does.
 */
export class SyntheticStore implements VariableHost {
  readonly compileRegex = compileRegex;
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
        const regex = compileRe2(request.pattern, '');
        return this.metrics.filter((name) => regex.matcher(name).find());
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
