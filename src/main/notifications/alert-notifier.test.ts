import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertState, AlertTransition } from '../../shared/domain/alert.ts';
import { type AlertNotification, type AlertNotifier, createAlertNotifier } from './alert-notifier.ts';
import { notificationText } from './notification-text.ts';

let nowMs: number;
let isEnabled: boolean;
let shown: AlertNotification[];
let timers: { atMs: number; callback: () => void }[];
let notifier: AlertNotifier;

beforeEach(() => {
  nowMs = 0;
  isEnabled = true;
  shown = [];
  timers = [];
  notifier = createAlertNotifier({
    isEnabled: () => isEnabled,
    show: (notification) => shown.push(notification),
    monotonicMs: () => nowMs,
    setTimer(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
});

function pass(ms: number): void {
  nowMs += ms;
  const due = timers.filter(({ atMs }) => atMs <= nowMs);
  timers = timers.filter(({ atMs }) => atMs > nowMs);
  for (const { callback } of due) callback();
}

function change(
  ruleName: string,
  instance: string,
  to: AlertState,
  from: AlertState = 'pending',
): AlertTransition {
  return {
    from,
    to,
    atMs: 0,
    alert: {
      fingerprint: `${ruleName}-${instance}`,
      groupName: 'g',
      ruleName,
      labels: [],
      annotations: [['summary', `${instance} <b>&`]],
      state: to,
      value: 1,
      activeAtMs: 0,
      firedAtMs: null,
      resolvedAtMs: null,
      keepFiringSinceMs: null,
    },
  };
}
const titles = () => shown.map(({ title }) => title);

describe('the notifier', () => {
  it('tells of firing and resolved alerts only', () => {
    notifier.take([change('A', 'x', 'pending', 'inactive')]);
    notifier.take([change('A', 'x', 'inactive', 'pending')]);
    expect(shown).toEqual([]);
    notifier.take([change('A', 'x', 'firing')]);
    pass(10_000);
    notifier.take([change('A', 'x', 'resolved', 'firing')]);
    expect(shown).toEqual([
      { title: 'A is firing', body: 'x &lt;b&gt;&amp;', fingerprint: 'A-x' },
      { title: 'A is resolved', body: 'x &lt;b&gt;&amp;', fingerprint: 'A-x' },
    ]);
  });

  it('tells of a rule once in ten seconds, and then of all that waits', () => {
    notifier.take([change('A', '1', 'firing')]);
    notifier.take([change('A', '2', 'firing')]);
    notifier.take([change('A', '3', 'firing'), change('B', '1', 'firing')]);
    expect(titles()).toEqual(['A is firing', 'B is firing']);
    pass(9_999);
    expect(shown).toHaveLength(2);
    pass(1);
    expect(titles()[2]).toBe('2 alerts firing: A');
    expect(timers).toEqual([]);
  });

  it('tells the last change of an alert that went up and down meanwhile', () => {
    notifier.take([change('A', '1', 'firing')]);
    notifier.take([change('A', '1', 'resolved', 'firing')]);
    notifier.take([change('A', '1', 'firing')]);
    notifier.take([change('A', '1', 'resolved', 'firing')]);
    pass(10_000);
    expect(titles()).toEqual(['A is firing', 'A is resolved']);
  });

  it('tells of many rules at once in one notification', () => {
    notifier.take(['A', 'B', 'C', 'D'].map((rule) => change(rule, '1', 'firing')));
    expect(shown).toEqual([{ title: '4 alerts firing', body: 'A, B, C, D', fingerprint: null }]);
  });

  it('is silent while switched off, and forgets what waits on reset', () => {
    isEnabled = false;
    notifier.take([change('A', '1', 'firing')]);
    isEnabled = true;
    notifier.take([change('A', '2', 'firing')]);
    notifier.reset();
    pass(60_000);
    expect(shown).toEqual([]);
  });
});

describe('notificationText', () => {
  it('takes out control and direction characters and cuts long text', () => {
    expect(notificationText('a\u202Eb\u0007\n\tc', 'title')).toBe('a b c');
    expect(notificationText('x'.repeat(500), 'body')).toHaveLength(240);
  });

  it('escapes markup in bodies, which servers read as such', () => {
    expect(notificationText('<img src=x> & "y"', 'body')).toBe('&lt;img src=x&gt; &amp; "y"');
  });
});
