import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import { labelValue } from '../../shared/domain/series.ts';
import { notificationText } from './notification-text.ts';

const PER_RULE_MS = 10_000;
// More rules than this at once are told in one notification.
const MAX_AT_ONCE = 3;

/** A notification to show; `fingerprint` is that of the alert to focus, null for several. */
export interface AlertNotification {
  readonly title: string;
  readonly body: string;
  readonly fingerprint: string | null;
}

/** What the notifier needs. */
export interface AlertNotifierOptions {
  isEnabled(): boolean;
  show(notification: AlertNotification): void;
  readonly monotonicMs: () => number;
  /** Calls back once; the result cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** Turns changes of alerts into notifications: firing and resolved ones, at most one per rule in ten seconds. */
export interface AlertNotifier {
  take(transitions: readonly AlertTransition[]): void;
  /** Forgets what waits: the environment was closed. */
  reset(): void;
}

function isTold({ from, to }: AlertTransition): boolean {
  return from !== to && (to === 'firing' || to === 'resolved');
}

function summaryOf(alert: Alert): string {
  return labelValue(alert.annotations, 'summary') || labelValue(alert.annotations, 'description');
}

function describe(ruleName: string, transitions: readonly AlertTransition[]): AlertNotification {
  const firing = transitions.filter(({ to }) => to === 'firing');
  const told = firing.length > 0 ? firing : transitions;
  const [first] = told;
  const verb = firing.length > 0 ? 'firing' : 'resolved';
  if (told.length === 1 && first !== undefined) {
    return {
      title: notificationText(`${ruleName} is ${verb}`, 'title'),
      body: notificationText(summaryOf(first.alert), 'body'),
      fingerprint: first.alert.fingerprint,
    };
  }
  return {
    title: notificationText(`${told.length} alerts ${verb}: ${ruleName}`, 'title'),
    body: notificationText(
      told.map(({ alert }) => summaryOf(alert)).find((text) => text !== '') ?? '',
      'body',
    ),
    fingerprint: null,
  };
}

function describeMany(byRule: ReadonlyMap<string, readonly AlertTransition[]>): AlertNotification {
  const all = [...byRule.values()].flat();
  const firing = all.filter(({ to }) => to === 'firing').length;
  const title = firing > 0 ? `${firing} alerts firing` : `${all.length} alerts resolved`;
  return { title, body: notificationText([...byRule.keys()].join(', '), 'body'), fingerprint: null };
}

/** Makes a notifier; grouping as in AlertNotifier. */
export function createAlertNotifier(options: AlertNotifierOptions): AlertNotifier {
  const lastShownMs = new Map<string, number>();
  const waiting = new Map<string, AlertTransition[]>();
  let cancelTimer: (() => void) | null = null;

  function dueInMs(ruleName: string, nowMs: number): number {
    return (lastShownMs.get(ruleName) ?? Number.NEGATIVE_INFINITY) + PER_RULE_MS - nowMs;
  }

  function flush(): void {
    cancelTimer?.();
    cancelTimer = null;
    const nowMs = options.monotonicMs();
    const due = new Map([...waiting].filter(([ruleName]) => dueInMs(ruleName, nowMs) <= 0));
    for (const ruleName of due.keys()) {
      waiting.delete(ruleName);
      lastShownMs.set(ruleName, nowMs);
    }
    if (options.isEnabled()) {
      if (due.size > MAX_AT_ONCE) options.show(describeMany(due));
      else for (const [ruleName, transitions] of due) options.show(describe(ruleName, transitions));
    }
    if (waiting.size === 0) return;
    const nextMs = Math.min(...[...waiting.keys()].map((ruleName) => dueInMs(ruleName, nowMs)));
    cancelTimer = options.setTimer(nextMs, flush);
  }

  /** Only the last change of an alert is told. */
  function enqueue(transition: AlertTransition): void {
    const { ruleName, fingerprint } = transition.alert;
    const others = (waiting.get(ruleName) ?? []).filter(({ alert }) => alert.fingerprint !== fingerprint);
    waiting.set(ruleName, [...others, transition]);
  }

  return {
    take(transitions) {
      const told = transitions.filter(isTold);
      if (told.length === 0) return;
      for (const transition of told) enqueue(transition);
      flush();
    },
    reset() {
      cancelTimer?.();
      cancelTimer = null;
      waiting.clear();
      lastShownMs.clear();
    },
  };
}
