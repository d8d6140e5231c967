import { AppError } from '../shared/errors.ts';
import type { QuerySource } from './query-source.ts';
import type { RuleQuery } from './rules/rule-query.ts';

/** How rules ask: an instant vector, or a scalar as its one element (Prometheus' rules.EngineQueryFunc). */
export function createRuleQuery(source: Pick<QuerySource, 'evaluateInstant'>): RuleQuery {
  return async (expr, atMs, signal) => {
    const { kind, rows } = await source.evaluateInstant({ expr, atMs }, signal);
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
