import type { RuleHealth } from '../../shared/domain/rule.ts';
import { labelsKey } from '../model/labels.ts';
import type { Appendable } from '../storage.ts';
import type { GroupIdentity } from './alert-instance.ts';
import { type AlertingRuleState, createAlertingRuleState } from './alerting-rule.ts';
import type { RuleDefinition } from './definition.ts';
import { openRuleSource, type RuleSource } from './rule-source.ts';

/** A rule with what it remembers between evaluations. */
export interface LiveRule {
  readonly definition: RuleDefinition;
  /** Stable over restarts and reloads. */
  readonly sourceId: string;
  readonly source: RuleSource;
  /** null for a recording rule. */
  readonly alerting: AlertingRuleState | null;
  health: RuleHealth;
  lastError: string | null;
  lastEvaluationAtMs: number | null;
  evaluationMs: number;
}

/** The rules of a group after a reload, and those that it no longer has. */
export interface AdoptedRules {
  readonly rules: readonly LiveRule[];
  readonly removed: readonly LiveRule[];
}

/**
 * Makes a group's rules. Rules of the same name and labels as before keep their alerts (Prometheus' Group.CopyState);
 * rules of the same name and place among their namesakes keep their source, so that series that go missing are marked;
 * sources without a rule end at `atMs`.
 */
export function adoptRules(
  group: GroupIdentity,
  definitions: readonly RuleDefinition[],
  previous: readonly LiveRule[],
  appendable: Appendable,
  restored: boolean,
  atMs: number,
): AdoptedRules {
  const sources = new Map(previous.map((rule) => [rule.sourceId, rule.source]));
  const heirs = previous.slice();
  const namesakes = new Map<string, number>();
  const rules = definitions.map((definition): LiveRule => {
    const name = `${definition.kind}/${definition.name}`;
    const ordinal = namesakes.get(name) ?? 0;
    namesakes.set(name, ordinal + 1);
    const sourceId = sourceIdOf(group.file, group.name, definition, ordinal);
    const source = sources.get(sourceId) ?? openRuleSource(appendable, sourceId);
    sources.delete(sourceId);
    const heirIndex = heirs.findIndex((rule) => isSameRule(rule.definition, definition));
    const heir = heirIndex < 0 ? undefined : heirs.splice(heirIndex, 1)[0];
    return heir === undefined
      ? newRule(definition, sourceId, source, restored)
      : { ...heir, definition, sourceId, source };
  });
  for (const source of sources.values()) source.close(atMs);
  return { rules, removed: heirs };
}

function sourceIdOf(file: string, group: string, { kind, name }: RuleDefinition, ordinal: number): string {
  const parts = ['rule', file, group, kind, name, String(ordinal)];
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}

function newRule(
  definition: RuleDefinition,
  sourceId: string,
  source: RuleSource,
  restored: boolean,
): LiveRule {
  return {
    definition,
    sourceId,
    source,
    alerting: definition.kind === 'alerting' ? createAlertingRuleState(restored) : null,
    health: 'unknown',
    lastError: null,
    lastEvaluationAtMs: null,
    evaluationMs: 0,
  };
}

function isSameRule(a: RuleDefinition, b: RuleDefinition): boolean {
  return a.kind === b.kind && a.name === b.name && labelsKey(a.labels) === labelsKey(b.labels);
}
