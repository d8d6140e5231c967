import { describe, expect, it } from 'vitest';
import type { AlertState } from '../../../shared/domain/alert.ts';
import type { RuleGroupView, RuleView } from '../../../shared/domain/rule.ts';
import { countByState, listAlertingRules } from './rule-list.ts';

function rule(name: string, state: AlertState | null): RuleView {
  return {
    kind: state === null ? 'recording' : 'alerting',
    name,
    expr: 'up == 0',
    forMs: 0,
    keepFiringForMs: 0,
    labels: [],
    annotations: [],
    state,
    health: 'ok',
    lastError: null,
    lastEvaluationAtMs: null,
    evaluationMs: 0,
    alerts: [],
  };
}

const group: RuleGroupView = {
  name: 'g',
  file: 'f',
  intervalMs: 1_000,
  limit: 0,
  rules: [
    rule('a', 'inactive'),
    rule('r', null),
    rule('b', 'firing'),
    rule('c', 'resolved'),
    rule('d', 'pending'),
  ],
};

describe('the list of rules', () => {
  it('puts what is urgent first and leaves recording rules out', () => {
    expect(listAlertingRules([group], 'all').map((listed) => listed.rule.name)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('counts a rule with resolved alerts as inactive', () => {
    expect(countByState([group])).toEqual({ all: 4, firing: 1, pending: 1, inactive: 2 });
    expect(listAlertingRules([group], 'inactive').map((listed) => listed.rule.name)).toEqual(['a', 'c']);
  });
});
