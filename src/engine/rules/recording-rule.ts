import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import type { RuleDefinition } from './definition.ts';
import type { RuleEvaluation, RuleOutcome } from './rule-evaluation.ts';

/**
 * Evaluates a recording rule (Prometheus' RecordingRule.Eval). Throws AppError `execution` for two results of equal
 * labels; too many series are a failure.
 */
export async function evaluateRecordingRule(
  rule: RuleDefinition,
  evaluation: RuleEvaluation,
): Promise<RuleOutcome> {
  const { atMs, queryOffsetMs, limit, query, signal } = evaluation;
  const result = await query(rule.expr, atMs - queryOffsetMs, signal);
  const keys = new Set<string>();
  const samples = result.map((sample) => {
    const labels = createLabels([...sample.labels, [METRIC_NAME_LABEL, rule.name], ...rule.labels]);
    keys.add(labelsKey(labels));
    return { ...sample, labels };
  });
  if (keys.size < samples.length) {
    throw new AppError(
      'execution',
      'vector contains metrics with the same labelset after applying rule labels',
    );
  }
  if (limit > 0 && samples.length > limit) {
    const failure = `exceeded limit of ${limit} with ${samples.length} series`;
    return { samples: [], changes: [], failure };
  }
  return { samples, changes: [], failure: null };
}
