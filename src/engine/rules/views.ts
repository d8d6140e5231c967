import type { AlertState } from '../../shared/domain/alert.ts';
import type { RuleView } from '../../shared/domain/rule.ts';
import { createLabels } from '../model/labels.ts';
import { alertState, describeAlert, type GroupIdentity } from './alert-instance.ts';
import type { LiveRule } from './live-rule.ts';

const STATE_ORDER: readonly AlertState[] = ['inactive', 'resolved', 'pending', 'firing'];

/** A rule as pages show it; its state is the highest of its alerts, and a resolved alert does not count. */
export function describeRule(rule: LiveRule, group: GroupIdentity): RuleView {
  const { definition, alerting } = rule;
  const instances = [...(alerting?.instances.values() ?? [])];
  const highest = Math.max(0, ...instances.map((alert) => STATE_ORDER.indexOf(alertState(alert))));
  const state = STATE_ORDER[highest] as AlertState;
  return {
    kind: definition.kind,
    name: definition.name,
    expr: definition.expr,
    forMs: definition.forMs,
    keepFiringForMs: definition.keepFiringForMs,
    labels: createLabels(definition.labels),
    annotations: createLabels(definition.annotations),
    state: alerting === null ? null : state === 'resolved' ? 'inactive' : state,
    health: rule.health,
    lastError: rule.lastError,
    lastEvaluationAtMs: rule.lastEvaluationAtMs,
    evaluationMs: rule.evaluationMs,
    alerts: instances.map((alert) => describeAlert(alert, group, definition.name)),
  };
}
