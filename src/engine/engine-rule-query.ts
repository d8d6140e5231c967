import { AppError } from '../shared/errors.ts';
import type { PromqlEngine } from './promql/promql-engine.ts';
import type { RuleQuery } from './rules/rule-query.ts';

/** How rules ask: an instant vector, or a scalar as its one element (Prometheus' rules.EngineQueryFunc). */
export function createRuleQuery(promql: PromqlEngine): RuleQuery {
  return async (expr, atMs, signal) => {
    const { kind, rows } = await promql.evaluateInstant({ expr, atMs }, signal);
    if (kind !== 'vector' && kind !== 'scalar') {
      throw new AppError('execution', 'rule result is not a vector or scalar');
    }
    return rows.map(({ labels, values, histograms }) => ({
      labels,
      value: values[0] as number,
      histogram: histograms?.[0] ?? null,
    }));
  };
}
