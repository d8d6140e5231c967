import { assert } from '../../shared/assert.ts';
import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import type { RuleGroupView } from '../../shared/domain/rule.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Appendable, Queryable } from '../storage.ts';
import type { AlertChange } from './alert-cycle.ts';
import { describeAlert } from './alert-instance.ts';
import { evaluateAlertingRule, forgetAlerts } from './alerting-rule.ts';
import type { RuleGroupDefinition } from './definition.ts';
import { adoptRules, type LiveRule } from './live-rule.ts';
import { evaluateRecordingRule } from './recording-rule.ts';
import { type RestoreOptions, restoreForState } from './restore.ts';
import type { ExternalNames, RuleEvaluation, RuleOutcome } from './rule-evaluation.ts';
import type { RuleQuery } from './rule-query.ts';
import { describeRule } from './views.ts';

/** An alerting rule that was evaluated without an error, with all the alerts that it knows. */
export interface EvaluatedRule {
  /** Tells the rule from all others; the same over reloads. */
  readonly key: string;
  readonly expr: string;
  readonly atMs: number;
  readonly intervalMs: number;
  /** Made when asked for. */
  readonly listAlerts: () => readonly Alert[];
}

/** What groups need from around them. */
export interface RuleGroupPorts {
  readonly clock: Clock;
  readonly query: RuleQuery;
  readonly history: Pick<Queryable, 'select'>;
  readonly appendable: Appendable;
  readonly external: ExternalNames;
  readonly logger: Logger;
  /** Called after each alerting rule whose evaluation went well. */
  readonly onEvaluated?: (rule: EvaluatedRule) => void;
}

/** A group of live rules; who owns it decides when it is evaluated, never twice at once. */
export interface RuleGroup {
  readonly intervalMs: number;
  /** Evaluates all rules in order; returns the alerts that changed their state. An aborted signal ends it early. */
  evaluate(atMs: number, signal: AbortSignal): Promise<readonly AlertTransition[]>;
  /** Takes pending times of before a restart from the history and lets alerts be written from now on. */
  restore(atMs: number, options: RestoreOptions): Promise<void>;
  /** Starts pending alerts later by a time in which nothing was evaluated: it does not satisfy a `for`. */
  delayPending(ms: number): void;
  /** Moves the times of all alerts back with a clock that was set back, so that each stays what it is and as long. */
  noteSetBack(ms: number): void;
  /** Takes a changed definition of the same group; returns what became of the alerts of rules that are gone. */
  update(definition: RuleGroupDefinition, intervalMs: number, atMs: number): readonly AlertTransition[];
  /** Ends the group's series with staleness marks; returns what became of its alerts. */
  remove(atMs: number): readonly AlertTransition[];
  /** Ends writing and leaves the series as they are. */
  close(): void;
  describe(): RuleGroupView;
}

/** Makes a group; `restored` is false at the first load after a start. */
export function createRuleGroup(
  initial: RuleGroupDefinition,
  initialIntervalMs: number,
  restored: boolean,
  ports: RuleGroupPorts,
): RuleGroup {
  const { clock, logger } = ports;
  let definition = initial;
  let intervalMs = initialIntervalMs;
  let rules = adoptRules(initial, definition.rules, [], ports.appendable, restored, clock.wallMs()).rules;
  let lastAtMs = Number.NEGATIVE_INFINITY;

  function toTransitions(rule: LiveRule, changes: readonly AlertChange[], atMs: number): AlertTransition[] {
    return changes.map(({ from, to, instance }) => ({
      from,
      to,
      atMs,
      alert: describeAlert(instance, definition, rule.definition.name),
    }));
  }

  async function evaluateRule(rule: LiveRule, evaluation: RuleEvaluation): Promise<RuleOutcome> {
    if (rule.definition.kind === 'recording') return evaluateRecordingRule(rule.definition, evaluation);
    assert(rule.alerting !== null, 'an alerting rule has alerts');
    return evaluateAlertingRule(rule.definition, rule.alerting, evaluation);
  }

  function setHealth(rule: LiveRule, failure: string | null): void {
    if (failure !== null && failure !== rule.lastError) {
      logger.warn('rule evaluation failed', {
        group: definition.name,
        rule: rule.definition.name,
        error: failure,
      });
    }
    rule.health = failure === null ? 'ok' : 'error';
    rule.lastError = failure;
  }

  function reportAlerts(rule: LiveRule, atMs: number): void {
    const { alerting } = rule;
    if (alerting === null) return;
    ports.onEvaluated?.({
      key: rule.sourceId,
      expr: rule.definition.expr,
      atMs,
      intervalMs,
      listAlerts: () =>
        [...alerting.instances.values()].map((instance) =>
          describeAlert(instance, definition, rule.definition.name),
        ),
    });
  }

  async function evaluateOne(
    rule: LiveRule,
    evaluation: RuleEvaluation,
    written: Set<string>,
  ): Promise<AlertTransition[]> {
    const startedMs = clock.monotonicMs();
    let changes: readonly AlertChange[] = [];
    let failure: string | null = null;
    try {
      const outcome = await evaluateRule(rule, evaluation);
      ({ changes, failure } = outcome);
      if (failure === null) {
        const sampleAtMs = evaluation.atMs - evaluation.queryOffsetMs;
        const dropped = rule.source.write(outcome.samples, sampleAtMs, written);
        if (dropped > 0) logger.warn('rule samples dropped', { rule: rule.definition.name, dropped });
        reportAlerts(rule, evaluation.atMs);
      }
    } catch (error) {
      if (evaluation.signal.aborted) return [];
      failure = error instanceof Error ? error.message : String(error);
    }
    setHealth(rule, failure);
    rule.lastEvaluationAtMs = evaluation.atMs;
    rule.evaluationMs = clock.monotonicMs() - startedMs;
    return toTransitions(rule, changes, evaluation.atMs);
  }

  /** After the wall clock was set back nothing may have begun in the future. */
  function clampToPast(atMs: number): void {
    for (const rule of rules) {
      for (const alert of rule.alerting?.instances.values() ?? []) {
        alert.activeAtMs = Math.min(alert.activeAtMs, atMs);
        if (alert.keepFiringSinceMs !== null)
          alert.keepFiringSinceMs = Math.min(alert.keepFiringSinceMs, atMs);
        if (alert.resolvedAtMs !== null) alert.resolvedAtMs = Math.min(alert.resolvedAtMs, atMs);
      }
    }
  }

  function endRules(gone: readonly LiveRule[], atMs: number): AlertTransition[] {
    return gone.flatMap((rule) =>
      rule.alerting === null ? [] : toTransitions(rule, forgetAlerts(rule.alerting), atMs),
    );
  }

  return {
    get intervalMs() {
      return intervalMs;
    },
    async evaluate(atMs, signal) {
      if (atMs < lastAtMs) clampToPast(atMs);
      lastAtMs = atMs;
      const transitions: AlertTransition[] = [];
      const written = new Set<string>();
      const evaluation: RuleEvaluation = {
        atMs,
        queryOffsetMs: definition.queryOffsetMs ?? 0,
        limit: definition.limit,
        query: ports.query,
        external: ports.external,
        signal,
      };
      for (const rule of rules) {
        if (signal.aborted) break;
        transitions.push(...(await evaluateOne(rule, evaluation, written)));
      }
      return transitions;
    },
    async restore(atMs, options) {
      for (const rule of rules) {
        if (rule.alerting === null || rule.alerting.restored) continue;
        await restoreForState(rule.definition, rule.alerting, ports.history, atMs, options);
      }
    },
    delayPending(ms) {
      for (const rule of rules) {
        for (const alert of rule.alerting?.instances.values() ?? []) {
          if (alert.state === 'pending') alert.activeAtMs += ms;
        }
      }
    },
    noteSetBack(ms) {
      for (const rule of rules) {
        for (const alert of rule.alerting?.instances.values() ?? []) {
          alert.activeAtMs -= ms;
          if (alert.firedAtMs !== null) alert.firedAtMs -= ms;
          if (alert.keepFiringSinceMs !== null) alert.keepFiringSinceMs -= ms;
          if (alert.resolvedAtMs !== null) alert.resolvedAtMs -= ms;
        }
      }
    },
    update(next, nextIntervalMs, atMs) {
      const adopted = adoptRules(next, next.rules, rules, ports.appendable, true, atMs);
      const transitions = endRules(adopted.removed, atMs);
      rules = adopted.rules;
      definition = next;
      intervalMs = nextIntervalMs;
      return transitions;
    },
    remove(atMs) {
      for (const rule of rules) rule.source.close(atMs);
      return endRules(rules, atMs);
    },
    close() {
      for (const rule of rules) rule.source.close(null);
    },
    describe: () => ({
      name: definition.name,
      file: definition.file,
      intervalMs,
      limit: definition.limit,
      rules: rules.map((rule) => describeRule(rule, definition)),
    }),
  };
}
