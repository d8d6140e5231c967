import { type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { labelsKey, withoutMetricName } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Queryable } from '../storage.ts';
import { ALERTS_FOR_STATE_METRIC, type AlertingRuleState } from './alerting-rule.ts';
import type { RuleDefinition } from './definition.ts';

/** How pending time of before a restart counts. */
export interface RestoreOptions {
  /** Alerts that were last seen longer ago start anew. */
  readonly outageToleranceMs: number;
  /** Rules with a shorter `for` are not restored; others fire no sooner than this after the restart. */
  readonly forGracePeriodMs: number;
}

/**
 * Gives the pending alerts of a rule the start they had before the restart, as ALERTS_FOR_STATE tells it (Prometheus'
 * Group.RestoreForState); the time in between does not count as pending.
 */
export async function restoreForState(
  rule: RuleDefinition,
  state: AlertingRuleState,
  history: Pick<Queryable, 'select'>,
  atMs: number,
  options: RestoreOptions,
): Promise<void> {
  if (rule.forMs >= options.forGracePeriodMs && state.instances.size > 0) {
    const lastSeen = await readLastSeen(rule.name, history, atMs - options.outageToleranceMs, atMs);
    for (const [key, alert] of state.instances) {
      const last = lastSeen.get(key);
      if (last === undefined || alert.state === 'inactive') continue;
      alert.activeAtMs = restoredActiveAt(last.atMs, last.activeAtMs, rule.forMs, atMs, options);
    }
  }
  state.restored = true;
}

interface LastSeen {
  readonly atMs: number;
  readonly activeAtMs: number;
}

async function readLastSeen(
  ruleName: string,
  history: Pick<Queryable, 'select'>,
  minMs: number,
  maxMs: number,
): Promise<ReadonlyMap<string, LastSeen>> {
  const matchers: readonly Matcher[] = [
    { name: METRIC_NAME_LABEL, type: '=', value: ALERTS_FOR_STATE_METRIC },
    { name: 'alertname', type: '=', value: ruleName },
  ];
  const lastSeen = new Map<string, LastSeen>();
  for (const series of await history.select(matchers, minMs, maxMs)) {
    const last = series.times.length - 1;
    const atMs = series.times[last];
    const value = series.values[last];
    // A stale last sample says that the alert had ended before the restart.
    if (atMs === undefined || value === undefined || series.stale?.[last] === 1) continue;
    const key = labelsKey(withoutMetricName(series.labels) as LabelSet);
    const known = lastSeen.get(key);
    if (known === undefined || known.atMs < atMs) lastSeen.set(key, { atMs, activeAtMs: value * 1_000 });
  }
  return lastSeen;
}

function restoredActiveAt(
  downAtMs: number,
  activeAtMs: number,
  forMs: number,
  atMs: number,
  options: RestoreOptions,
): number {
  const remainingMs = forMs - (downAtMs - activeAtMs);
  if (remainingMs <= 0) return activeAtMs;
  if (remainingMs < options.forGracePeriodMs) return atMs + options.forGracePeriodMs - forMs;
  return activeAtMs + (atMs - downAtMs);
}
