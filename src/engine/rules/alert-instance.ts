import type { Alert, AlertState } from '../../shared/domain/alert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { fnv1a64 } from '../model/fnv.ts';
import { labelsKey } from '../model/labels.ts';

/** One alert of a rule while the rule remembers it; `inactive` is one that was resolved, or one about to be forgotten. */
export interface AlertInstance {
  readonly labels: LabelSet;
  annotations: LabelSet;
  state: 'pending' | 'firing' | 'inactive';
  value: number;
  activeAtMs: number;
  firedAtMs: number | null;
  resolvedAtMs: number | null;
  keepFiringSinceMs: number | null;
}

/** A new alert, pending since `atMs`. */
export function createPendingAlert(
  labels: LabelSet,
  annotations: LabelSet,
  value: number,
  atMs: number,
): AlertInstance {
  return {
    labels,
    annotations,
    state: 'pending',
    value,
    activeAtMs: atMs,
    firedAtMs: null,
    resolvedAtMs: null,
    keepFiringSinceMs: null,
  };
}

/** The state as others see it: an inactive alert that has fired is a resolved one. */
export function alertState(instance: AlertInstance): AlertState {
  return instance.state === 'inactive' && instance.firedAtMs !== null ? 'resolved' : instance.state;
}

/** What tells a rule group from all others. */
export interface GroupIdentity {
  readonly file: string;
  readonly name: string;
}

/** The alert as the rest of the program sees it, detached from the rule's own state. */
export function describeAlert(instance: AlertInstance, group: GroupIdentity, ruleName: string): Alert {
  const identity = `${group.file}\uffff${group.name}\uffff${ruleName}\uffff${labelsKey(instance.labels)}`;
  return {
    ...instance,
    fingerprint: fnv1a64(identity).toString(16).padStart(16, '0'),
    groupName: group.name,
    ruleName,
    state: alertState(instance),
  };
}
