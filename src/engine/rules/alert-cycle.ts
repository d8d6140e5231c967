import type { AlertState } from '../../shared/domain/alert.ts';
import { type AlertInstance, alertState } from './alert-instance.ts';

/** Resolved alerts are remembered this long, so that who missed the news can still learn it. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/** What of a rule its alerts' life depends on. */
export interface AlertTiming {
  readonly forMs: number;
  readonly keepFiringForMs: number;
}

/** An alert that changed its state; `instance` is as it is after the change. */
export interface AlertChange {
  readonly from: AlertState;
  readonly to: AlertState;
  readonly instance: AlertInstance;
}

/** The alerts that are pending or firing after an evaluation, and those whose state it changed. */
export interface AlertCycle {
  readonly active: readonly AlertInstance[];
  readonly changes: readonly AlertChange[];
}

/**
 * Carries the alerts of a rule over one evaluation at `atMs` (the life cycle of Prometheus' AlertingRule.Eval).
 * `instances`, by label set, is brought up to date in place; `found` holds what the expression returned, as new alerts.
 */
export function runAlertCycle(
  instances: Map<string, AlertInstance>,
  found: ReadonlyMap<string, AlertInstance>,
  timing: AlertTiming,
  atMs: number,
): AlertCycle {
  const changes: AlertChange[] = [];
  const replaced = takeFound(instances, found);
  for (const [key, instance] of instances) {
    const from = replaced.get(instance) ?? alertState(instance);
    if (found.has(key)) {
      instance.keepFiringSinceMs = null;
      holdOrFire(instance, timing, atMs);
    } else if (!keepsFiring(instance, timing, atMs)) {
      if (isForgotten(instance, atMs)) instances.delete(key);
      retire(instance, atMs);
    }
    const to = alertState(instance);
    if (from !== to) changes.push({ from, to, instance });
  }
  return { active: [...instances.values()].filter((instance) => instance.state !== 'inactive'), changes };
}

/** Refreshes the alerts that are active already and starts new ones; returns the new ones with the state they replace. */
function takeFound(
  instances: Map<string, AlertInstance>,
  found: ReadonlyMap<string, AlertInstance>,
): ReadonlyMap<AlertInstance, AlertState> {
  const replaced = new Map<AlertInstance, AlertState>();
  for (const [key, candidate] of found) {
    const known = instances.get(key);
    if (known !== undefined && known.state !== 'inactive') {
      known.value = candidate.value;
      known.annotations = candidate.annotations;
    } else {
      instances.set(key, candidate);
      replaced.set(candidate, known === undefined ? 'inactive' : 'resolved');
    }
  }
  return replaced;
}

function holdOrFire(instance: AlertInstance, timing: AlertTiming, atMs: number): void {
  const held = atMs - instance.activeAtMs >= timing.forMs;
  if (instance.state === 'pending' && held) {
    instance.state = 'firing';
    instance.firedAtMs = atMs;
  } else if (instance.state === 'firing' && !held) {
    // `for` was raised by a reload.
    instance.state = 'pending';
    instance.firedAtMs = null;
  }
}

function keepsFiring(instance: AlertInstance, timing: AlertTiming, atMs: number): boolean {
  if (instance.state !== 'firing' || timing.keepFiringForMs === 0) return false;
  instance.keepFiringSinceMs ??= atMs;
  return atMs - instance.keepFiringSinceMs < timing.keepFiringForMs;
}

function isForgotten(instance: AlertInstance, atMs: number): boolean {
  if (instance.state === 'pending') return true;
  return instance.resolvedAtMs !== null && atMs - instance.resolvedAtMs > RESOLVED_RETENTION_MS;
}

function retire(instance: AlertInstance, atMs: number): void {
  if (instance.state === 'firing') instance.resolvedAtMs = atMs;
  instance.state = 'inactive';
}
