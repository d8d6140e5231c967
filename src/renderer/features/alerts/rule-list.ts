import type { AlertState } from '../../../shared/domain/alert.ts';
import type { RuleGroupView, RuleView } from '../../../shared/domain/rule.ts';

export type RuleFilter = 'all' | 'firing' | 'pending' | 'inactive';

/** An alerting rule with the group that it is in. */
export interface ListedRule {
  readonly group: RuleGroupView;
  readonly rule: RuleView;
}

const URGENCY: Record<AlertState, number> = { firing: 0, pending: 1, resolved: 2, inactive: 2 };

/** A rule's state as the filter knows it: a rule whose alerts have resolved is inactive again. */
function filterState(rule: RuleView): Exclude<RuleFilter, 'all'> {
  return rule.state === 'firing' || rule.state === 'pending' ? rule.state : 'inactive';
}

/** The alerting rules in the order of urgency, then as their files have them. */
export function listAlertingRules(
  groups: readonly RuleGroupView[],
  filter: RuleFilter,
): readonly ListedRule[] {
  return groups
    .flatMap((group) => group.rules.map((rule) => ({ group, rule })))
    .filter(({ rule }) => rule.kind === 'alerting' && (filter === 'all' || filterState(rule) === filter))
    .sort((a, b) => URGENCY[a.rule.state ?? 'inactive'] - URGENCY[b.rule.state ?? 'inactive']);
}

/** The number of alerting rules in each state. */
export function countByState(groups: readonly RuleGroupView[]): Record<RuleFilter, number> {
  const counts = { all: 0, firing: 0, pending: 0, inactive: 0 };
  for (const { rule } of listAlertingRules(groups, 'all')) {
    counts.all += 1;
    counts[filterState(rule)] += 1;
  }
  return counts;
}
