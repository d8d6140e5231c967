import type { Alert, AlertState, AlertTransition } from '../../src/shared/domain/alert.ts';
import type { LabelPair } from '../../src/shared/domain/series.ts';

/** An alert named `name` with some labels; its fingerprint is made of both. */
export function testAlert(
  name: string,
  labels: readonly LabelPair[] = [],
  state: AlertState = 'firing',
): Alert {
  const all = [['alertname', name] as const, ...labels].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fingerprint: all.map((pair) => pair.join('=')).join(','),
    groupName: 'g',
    ruleName: name,
    labels: all,
    annotations: [['summary', `${name} is bad`]],
    state,
    value: 1,
    activeAtMs: 0,
    firedAtMs: state === 'firing' || state === 'resolved' ? 0 : null,
    resolvedAtMs: null,
    keepFiringSinceMs: null,
  };
}

/** The change of an alert into a state, out of the one before it. */
export function testTransition(alert: Alert, to: AlertState, atMs = 0): AlertTransition {
  const from = to === 'resolved' ? 'firing' : to === 'firing' ? 'pending' : 'inactive';
  return { from, to, atMs, alert: { ...alert, state: to } };
}
