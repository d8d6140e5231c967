import { type LabelPair, type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import type { RuleDefinition } from './definition.ts';
import type { RuleEvaluation } from './rule-evaluation.ts';
import type { RuleSample } from './rule-query.ts';
import { expandTemplate, type TemplateData } from './templates/template.ts';

const ALERT_NAME_LABEL = 'alertname';

/** Why two results that give the same alert fail a rule. */
export const SAME_LABELS = 'vector contains metrics with the same labelset after applying alert labels';

/** The labels of the alert that one element of a rule's result is; `expanded` are the rule's own labels for it. */
export function alertLabels(
  rule: RuleDefinition,
  sample: RuleSample,
  expanded: readonly LabelPair[],
): LabelSet {
  return createLabels([
    ...sample.labels,
    [METRIC_NAME_LABEL, ''],
    ...expanded,
    [ALERT_NAME_LABEL, rule.name],
  ]);
}

/** Expands the texts of a rule for one element of its result. */
export function createExpander(
  rule: RuleDefinition,
  sample: RuleSample,
  { atMs, query, external, signal }: Pick<RuleEvaluation, 'atMs' | 'query' | 'external' | 'signal'>,
): (pairs: readonly LabelPair[]) => Promise<readonly LabelPair[]> {
  const data: TemplateData = {
    labels: sample.labels,
    externalLabels: external.labels,
    externalUrl: external.url,
    value: sample.value,
    atMs,
    query: (expr) => query(expr, atMs, signal),
  };
  return async (pairs) => {
    const expanded: LabelPair[] = [];
    for (const [name, text] of pairs) {
      expanded.push([name, await expandTemplate(text, `__alert_${rule.name}`, data)]);
    }
    return expanded;
  };
}
