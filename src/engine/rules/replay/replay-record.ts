import type { AlertState } from '../../../shared/domain/alert.ts';
import type { BacktestAlert, BacktestResult, BacktestSpan } from '../../../shared/domain/backtest.ts';
import type { LabelSet } from '../../../shared/domain/series.ts';

/** What a replay tells of a rule. */
export type ReplayOutcome = Omit<BacktestResult, 'startMs' | 'endMs' | 'intervalMs' | 'evaluations'>;

/** An alert's change of state with what it says then. */
export interface ReplayChange {
  readonly key: string;
  readonly to: AlertState;
  readonly labels: LabelSet;
  readonly value: number;
  readonly annotations: LabelSet;
  readonly atMs: number;
}

/** Collects what happens to the alerts of one rule. */
export interface ReplayRecord {
  note(change: ReplayChange): void;
  fail(atMs: number, message: string): void;
  /** Ends an evaluation: changes until now share their notifications. */
  endStep(): void;
  finish(endMs: number): ReplayOutcome;
}

interface OpenSpan {
  readonly state: BacktestSpan['state'];
  readonly startMs: number;
  readonly value: number;
  readonly annotations: LabelSet;
}

interface RecordedAlert {
  readonly labels: LabelSet;
  readonly spans: BacktestSpan[];
  open: OpenSpan | null;
}

/** Alerts and spans told one by one; more could not be drawn. */
const MAX_ALERTS = 200;
const MAX_SPANS_PER_ALERT = 500;

/** Begins a record of what happens from `fromMs` on; spans that reach into it begin where they began. */
export function createReplayRecord(fromMs: number): ReplayRecord {
  const alerts = new Map<string, RecordedAlert>();
  let [firedCount, resolvedCount, firingNotices, resolvedNotices, failureCount] = [0, 0, 0, 0, 0];
  let failure: BacktestResult['failure'] = null;
  let [fires, resolves] = [false, false];

  function close(alert: RecordedAlert, endMs: number, open: boolean): void {
    const span = alert.open;
    alert.open = null;
    if (span === null || endMs < fromMs || (endMs === fromMs && !open)) return;
    if (alert.spans.length < MAX_SPANS_PER_ALERT) alert.spans.push({ ...span, endMs, open });
  }

  return {
    note({ key, to, labels, value, annotations, atMs }) {
      const alert = alerts.get(key) ?? { labels, spans: [], open: null };
      alerts.set(key, alert);
      close(alert, atMs, false);
      if (to === 'pending' || to === 'firing') alert.open = { state: to, startMs: atMs, value, annotations };
      if (atMs < fromMs) return;
      if (to === 'firing') {
        firedCount++;
        fires = true;
      } else if (to === 'resolved') {
        resolvedCount++;
        resolves = true;
      }
    },
    fail(atMs, message) {
      if (atMs < fromMs) return;
      failureCount++;
      failure ??= { atMs, message };
    },
    endStep() {
      if (fires) firingNotices++;
      if (resolves) resolvedNotices++;
      [fires, resolves] = [false, false];
    },
    finish(endMs) {
      for (const alert of alerts.values()) close(alert, endMs, true);
      const seen = [...alerts.values()].filter(({ spans }) => spans.length > 0);
      const ordered = seen
        .map(({ labels, spans }): BacktestAlert => ({ labels, spans }))
        .sort((a, b) => firingMs(b) - firingMs(a));
      return {
        alerts: ordered.slice(0, MAX_ALERTS),
        alertCount: seen.length,
        firedCount,
        resolvedCount,
        firingNotices,
        resolvedNotices,
        failureCount,
        failure,
      };
    },
  };
}

function firingMs({ spans }: BacktestAlert): number {
  return spans.reduce(
    (sum, { state, startMs, endMs }) => sum + (state === 'firing' ? endMs - startMs : 0),
    0,
  );
}
