import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import type { AlertSettings } from '../../shared/domain/alert-settings.ts';
import { type LabelSet, labelValue } from '../../shared/domain/series.ts';

/** Why an alert is not told: a silence hides it, or a person has seen it. */
export type Muting = 'silenced' | 'acknowledged' | null;

/** What is to be told of a group now. */
export interface GroupNews {
  readonly key: string;
  readonly kind: 'firing' | 'resolved' | 'repeat';
  readonly labels: LabelSet;
  /** Alerts that were not told before. */
  readonly fresh: readonly Alert[];
  /** All that fire and are not muted, the fresh ones too. */
  readonly firing: readonly Alert[];
  readonly resolved: readonly Alert[];
}

/** What has to outlive a restart, so that an alert that still fires is not told again. */
export interface ToldGroup {
  readonly key: string;
  readonly labels: LabelSet;
  readonly told: readonly string[];
  readonly lastToldAtMs: number;
}

interface Group {
  readonly labels: LabelSet;
  readonly firing: Map<string, Alert>;
  readonly resolved: Map<string, Alert>;
  /** Fingerprints of the alerts whose firing was told. */
  readonly told: Set<string>;
  lastToldAtMs: number;
  dueAtMs: number;
}

/**
 * Gathers alerts into groups and says when a group is to be told, by Alertmanager's rules: a group's first notification
 * waits `groupWaitMs`, later ones keep `groupIntervalMs` apart, and what still fires is told again after
 * `repeatIntervalMs`. Knows no timer: the caller asks when the next group is due. Times are wall ms.
 */
export class AlertGroups {
  private readonly groups = new Map<string, Group>();

  take(transitions: readonly AlertTransition[], settings: AlertSettings, nowMs: number): void {
    for (const { from, to, alert } of transitions) {
      if (to === 'firing') this.noteFiring(alert, settings, nowMs);
      else if (from === 'firing') this.noteEnd(alert, to === 'resolved', settings, nowMs);
    }
  }

  /** When the next group is due; null while there is none. */
  nextDueAtMs(): number | null {
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAtMs } of this.groups.values()) next = Math.min(next, dueAtMs);
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  /** The news of all groups that are due, which count as told then. */
  flush(settings: AlertSettings, nowMs: number, mutingOf: (alert: Alert) => Muting): GroupNews[] {
    const news: GroupNews[] = [];
    for (const [key, group] of this.groups) {
      if (group.dueAtMs > nowMs) continue;
      const told = tellGroup(key, group, settings, nowMs, mutingOf);
      if (told !== null) news.push(told);
      group.resolved.clear();
      this.scheduleNext(key, group, settings, nowMs);
    }
    return news;
  }

  /** The alerts that fire in some groups. */
  listFiring(keys: Iterable<string>): Alert[] {
    return [...keys].flatMap((key) => [...(this.groups.get(key)?.firing.values() ?? [])]);
  }

  /** What was told and is not over, to be kept over a restart. */
  listTold(): ToldGroup[] {
    return [...this.groups].flatMap(([key, { labels, told, lastToldAtMs }]) =>
      told.size === 0 ? [] : [{ key, labels, told: [...told], lastToldAtMs }],
    );
  }

  /** Takes up what was told before a restart; nothing of it is due by itself. */
  restore(told: readonly ToldGroup[]): void {
    for (const { key, labels, told: fingerprints, lastToldAtMs } of told) {
      this.groups.set(key, {
        labels,
        firing: new Map(),
        resolved: new Map(),
        told: new Set(fingerprints),
        lastToldAtMs,
        dueAtMs: Number.POSITIVE_INFINITY,
      });
    }
  }

  private groupOf(alert: Alert, { groupBy }: AlertSettings): Group {
    const labels = groupBy.flatMap((name) => {
      const value = labelValue(alert.labels, name);
      return value === '' ? [] : [[name, value] as const];
    });
    const key = JSON.stringify(labels);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = {
        labels,
        firing: new Map(),
        resolved: new Map(),
        told: new Set(),
        lastToldAtMs: Number.NEGATIVE_INFINITY,
        dueAtMs: Number.POSITIVE_INFINITY,
      };
      this.groups.set(key, group);
    }
    return group;
  }

  private noteFiring(alert: Alert, settings: AlertSettings, nowMs: number): void {
    const group = this.groupOf(alert, settings);
    group.resolved.delete(alert.fingerprint);
    group.firing.set(alert.fingerprint, alert);
    callSoon(group, settings, nowMs);
  }

  private noteEnd(alert: Alert, isResolved: boolean, settings: AlertSettings, nowMs: number): void {
    const group = this.groupOf(alert, settings);
    group.firing.delete(alert.fingerprint);
    if (isResolved) group.resolved.set(alert.fingerprint, alert);
    else group.told.delete(alert.fingerprint);
    callSoon(group, settings, nowMs);
  }

  private scheduleNext(key: string, group: Group, settings: AlertSettings, nowMs: number): void {
    if (group.firing.size > 0) {
      // A silence or an acknowledgement may end without any change of an alert.
      group.dueAtMs = nowMs + settings.groupIntervalMs;
      return;
    }
    group.told.clear();
    const keptUntilMs = group.lastToldAtMs + settings.groupIntervalMs;
    // An alert that comes and goes keeps to the interval, so its group is remembered for that long.
    if (keptUntilMs <= nowMs) this.groups.delete(key);
    else group.dueAtMs = keptUntilMs;
  }
}

function callSoon(group: Group, settings: AlertSettings, nowMs: number): void {
  const earliestMs = Math.max(nowMs + settings.groupWaitMs, group.lastToldAtMs + settings.groupIntervalMs);
  // A time that lies too far ahead is from before the clock was set back.
  if (group.dueAtMs > earliestMs)
    group.dueAtMs = Math.min(earliestMs, nowMs + settings.groupIntervalMs + settings.groupWaitMs);
}

function tellGroup(
  key: string,
  group: Group,
  settings: AlertSettings,
  nowMs: number,
  mutingOf: (alert: Alert) => Muting,
): GroupNews | null {
  const firing = [...group.firing.values()].filter((alert) => mutingOf(alert) === null);
  const fresh = firing.filter(({ fingerprint }) => !group.told.has(fingerprint));
  const ended = [...group.resolved.values()].filter(({ fingerprint }) => group.told.has(fingerprint));
  for (const { fingerprint } of ended) group.told.delete(fingerprint);
  const resolved = settings.resolveNotices ? ended.filter((alert) => mutingOf(alert) !== 'silenced') : [];
  const isRepeat =
    firing.length > 0 &&
    settings.repeatIntervalMs > 0 &&
    nowMs - group.lastToldAtMs >= settings.repeatIntervalMs;
  const kind = fresh.length > 0 ? 'firing' : isRepeat ? 'repeat' : resolved.length > 0 ? 'resolved' : null;
  if (kind === null) return null;
  for (const { fingerprint } of fresh) group.told.add(fingerprint);
  group.lastToldAtMs = nowMs;
  return { key, kind, labels: group.labels, fresh, firing, resolved };
}
