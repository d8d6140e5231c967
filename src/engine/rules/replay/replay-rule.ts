import type { LabelSet } from '../../../shared/domain/series.ts';
import { createLabels, labelsKey } from '../../model/labels.ts';
import { type AlertChange, runAlertCycle } from '../alert-cycle.ts';
import { type AlertInstance, createPendingAlert } from '../alert-instance.ts';
import { alertLabels, createExpander, SAME_LABELS } from '../alert-texts.ts';
import { createAlertingRuleState, forgetBeyondLimit, limitFailure } from '../alerting-rule.ts';
import type { RuleDefinition } from '../definition.ts';
import type { RuleEvaluation } from '../rule-evaluation.ts';
import type { RuleSample } from '../rule-query.ts';
import { createReplayRecord, type ReplayOutcome } from './replay-record.ts';

/** A rule that is carried over past evaluations, one after the other. */
export interface RuleReplay {
  /** Takes what the expression gave at `atMs`. */
  step(atMs: number, samples: readonly RuleSample[]): Promise<void>;
  /** Takes an evaluation whose query failed: states stay as they are. */
  fail(atMs: number, message: string): void;
  finish(endMs: number): ReplayOutcome;
}

interface Identity {
  readonly labels: LabelSet;
  readonly key: string;
}

const NO_TEXTS: LabelSet = [];

/**
 * Replays an alerting rule with the life cycle of live evaluation (runAlertCycle). What happens before `fromMs` leads up
 * to the record and is not part of it. Annotations are expanded where a state begins, and not at each evaluation.
 */
export function replayRule(
  rule: RuleDefinition,
  evaluation: Pick<RuleEvaluation, 'limit' | 'query' | 'external' | 'signal'>,
  fromMs: number,
): RuleReplay {
  const state = createAlertingRuleState(true);
  const record = createReplayRecord(fromMs);
  const hasFixedLabels = rule.labels.every(([, text]) => !text.includes('{{'));
  const identities = new WeakMap<LabelSet, Identity>();

  async function identify(sample: RuleSample, atMs: number): Promise<Identity> {
    const known = identities.get(sample.labels);
    if (known !== undefined) return known;
    const expand = createExpander(rule, sample, { ...evaluation, atMs });
    const labels = alertLabels(rule, sample, await expand(rule.labels));
    const identity = { labels, key: labelsKey(labels) };
    if (hasFixedLabels) identities.set(sample.labels, identity);
    return identity;
  }

  async function note(
    changes: readonly AlertChange[],
    found: ReadonlyMap<string, RuleSample>,
    atMs: number,
  ): Promise<void> {
    for (const { to, instance } of changes) {
      const key = labelsKey(instance.labels);
      const sample = found.get(key);
      const begins = to === 'pending' || to === 'firing';
      const annotations =
        begins && sample !== undefined
          ? createLabels(await createExpander(rule, sample, { ...evaluation, atMs })(rule.annotations))
          : NO_TEXTS;
      record.note({ key, to, labels: instance.labels, value: instance.value, annotations, atMs });
    }
  }

  return {
    async step(atMs, samples) {
      const found = new Map<string, AlertInstance>();
      const sources = new Map<string, RuleSample>();
      for (const sample of samples) {
        const { labels, key } = await identify(sample, atMs);
        if (found.has(key)) {
          record.fail(atMs, SAME_LABELS);
          return;
        }
        found.set(key, createPendingAlert(labels, NO_TEXTS, sample.value, atMs));
        sources.set(key, sample);
      }
      const { active, changes } = runAlertCycle(state.instances, found, rule, atMs);
      const failure = limitFailure(evaluation.limit, active.length);
      if (failure !== null) record.fail(atMs, failure);
      await note(failure === null ? changes : forgetBeyondLimit(state, changes), sources, atMs);
      record.endStep();
    },
    fail: (atMs, message) => record.fail(atMs, message),
    finish: (endMs) => record.finish(endMs),
  };
}
