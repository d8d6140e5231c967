import type { AlertState } from '../../shared/domain/alert.ts';
import { type LabelPair, type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import { type AlertChange, runAlertCycle } from './alert-cycle.ts';
import { type AlertInstance, alertState, createPendingAlert } from './alert-instance.ts';
import { alertLabels, createExpander, SAME_LABELS } from './alert-texts.ts';
import type { RuleDefinition } from './definition.ts';
import type { RuleEvaluation, RuleOutcome } from './rule-evaluation.ts';
import type { RuleSample } from './rule-query.ts';

const ALERTS_METRIC = 'ALERTS';
export const ALERTS_FOR_STATE_METRIC = 'ALERTS_FOR_STATE';
const ALERT_STATE_LABEL = 'alertstate';

/** The alerts of a rule over its lifetime. */
export interface AlertingRuleState {
  readonly instances: Map<string, AlertInstance>;
  /** False until the alerts of before a restart were looked up; until then no series are written. */
  restored: boolean;
}

/** A rule without alerts yet. */
export function createAlertingRuleState(restored: boolean): AlertingRuleState {
  return { instances: new Map(), restored };
}

/**
 * Evaluates an alerting rule (Prometheus' AlertingRule.Eval). Throws AppError `execution` for two results of equal
 * labels, which leaves the state as it was. Too many alerts are a failure that forgets them all.
 */
export async function evaluateAlertingRule(
  rule: RuleDefinition,
  state: AlertingRuleState,
  evaluation: RuleEvaluation,
): Promise<RuleOutcome> {
  const { atMs, queryOffsetMs, limit, query, signal } = evaluation;
  const result = await query(rule.expr, atMs - queryOffsetMs, signal);
  const found = new Map<string, AlertInstance>();
  for (const sample of result) {
    const expand = createExpander(rule, sample, evaluation);
    const labels = alertLabels(rule, sample, await expand(rule.labels));
    const key = labelsKey(labels);
    if (found.has(key)) {
      throw new AppError('execution', SAME_LABELS);
    }
    const annotations = createLabels(await expand(rule.annotations));
    found.set(key, createPendingAlert(labels, annotations, sample.value, atMs));
  }
  signal.throwIfAborted();
  const { active, changes } = runAlertCycle(state.instances, found, rule, atMs);
  const failure = limitFailure(limit, active.length);
  if (failure !== null) return { samples: [], changes: forgetBeyondLimit(state, changes), failure };
  return { samples: state.restored ? active.flatMap(alertSeries) : [], changes, failure: null };
}

/** Why so many pending and firing alerts are too many, null where they are not; a limit of 0 is none. */
export function limitFailure(limit: number, count: number): string | null {
  return limit > 0 && count > limit ? `exceeded limit of ${limit} with ${count} alerts` : null;
}

/** Drops all alerts of a rule; those that were pending or firing become inactive. */
export function forgetAlerts(state: AlertingRuleState): readonly AlertChange[] {
  const changes: AlertChange[] = [];
  for (const instance of state.instances.values()) {
    if (instance.state === 'inactive') continue;
    const from = instance.state;
    instance.state = 'inactive';
    changes.push({ from, to: alertState(instance), instance });
  }
  state.instances.clear();
  return changes;
}

/**
 * Drops all alerts of a rule that has too many of them; `changes` are those of the same evaluation. What only now became
 * pending or firing never was: nobody hears of it.
 */
export function forgetBeyondLimit(
  state: AlertingRuleState,
  changes: readonly AlertChange[],
): readonly AlertChange[] {
  const isActive = (alert: AlertState): boolean => alert === 'pending' || alert === 'firing';
  const begun = new Map(
    changes.filter(({ to }) => isActive(to)).map(({ instance, from }) => [instance, from]),
  );
  const ended = forgetAlerts(state).flatMap((change): AlertChange[] => {
    const from = begun.get(change.instance);
    if (from === undefined) return [change];
    if (!isActive(from)) return [];
    change.instance.firedAtMs = null;
    return [{ from, to: alertState(change.instance), instance: change.instance }];
  });
  return [...changes.filter(({ to }) => !isActive(to)), ...ended];
}

function alertSeries(alert: AlertInstance): readonly RuleSample[] {
  const named = (...labels: LabelPair[]): LabelSet => createLabels([...alert.labels, ...labels]);
  return [
    {
      labels: named([METRIC_NAME_LABEL, ALERTS_METRIC], [ALERT_STATE_LABEL, alert.state]),
      value: 1,
      histogram: null,
    },
    {
      labels: named([METRIC_NAME_LABEL, ALERTS_FOR_STATE_METRIC]),
      value: Math.floor(alert.activeAtMs / 1_000),
      histogram: null,
    },
  ];
}
