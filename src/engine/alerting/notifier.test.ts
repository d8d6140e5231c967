import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { testAlert, testTransition } from '../../../test/support/test-alert.ts';
import type { Alert } from '../../shared/domain/alert.ts';
import type { AlertNotice } from '../../shared/domain/alert-notice.ts';
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../shared/domain/alert-settings.ts';
import type { Muting, ToldGroup } from './alert-groups.ts';
import { createNotifier, type Notifier } from './notifier.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

let clock: ManualClock;
let settings: AlertSettings;
let muted: Map<string, Muting>;
let notices: AlertNotice[];
let kept: readonly ToldGroup[];
let notifier: Notifier;

function start(told: readonly ToldGroup[] = []): Notifier {
  return createNotifier(told, {
    clock,
    settings: () => settings,
    mutingOf: ({ fingerprint }) => muted.get(fingerprint) ?? null,
    // Noon at the clock's zero, on a Sunday; days of UTC.
    toLocal: (atMs) => {
      const minutes = Math.floor(atMs / MINUTE);
      return { day: Math.floor(minutes / 1_440) % 7, minute: minutes % 1_440 };
    },
    notify: (notice) => notices.push(notice),
    keepTold: (next) => {
      kept = next;
    },
  });
}

beforeEach(() => {
  clock = new ManualClock(12 * HOUR);
  settings = DEFAULT_ALERT_SETTINGS;
  muted = new Map();
  notices = [];
  kept = [];
  notifier = start();
});

const fire = (...alerts: Alert[]): void =>
  notifier.take(alerts.map((alert) => testTransition(alert, 'firing')));
const resolve = (...alerts: Alert[]): void =>
  notifier.take(alerts.map((alert) => testTransition(alert, 'resolved')));
const pods = (count: number): Alert[] =>
  Array.from({ length: count }, (_, i) =>
    testAlert('PodDown', [
      ['pod', `p${i}`],
      ['severity', 'critical'],
    ]),
  );
const told = (): string[] =>
  notices.splice(0).map(({ kind, firingCount, resolvedCount, held }) => {
    return `${kind} ${firingCount}/${resolvedCount}${held === null ? '' : ` ${held}`}`;
  });

describe('the notifier', () => {
  it('tells 50 instances in one notification, and only after the group’s wait', async () => {
    fire(...pods(50));
    await clock.advance(4 * SECOND);
    expect(notices).toEqual([]);
    await clock.advance(SECOND);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      kind: 'firing',
      firingCount: 50,
      severity: 'critical',
      groupLabels: [
        ['alertname', 'PodDown'],
        ['severity', 'critical'],
      ],
    });
    await clock.advance(HOUR);
    expect(notices).toHaveLength(1);
  });

  it('keeps groups apart by their labels, and alerts without a label together', async () => {
    fire(
      testAlert('A', [['severity', 'warning']]),
      testAlert('A'),
      testAlert('B'),
      testAlert('B', [['x', '1']]),
    );
    await clock.advance(5 * SECOND);
    expect(
      notices.map(({ groupLabels, firingCount }) => [...groupLabels.map(([, v]) => v), firingCount]),
    ).toEqual([
      ['A', 'warning', 1],
      ['A', 1],
      ['B', 2],
    ]);
  });

  it('tells later instances of a group once in the group’s interval, the new ones first', async () => {
    const [first, second, third] = pods(3) as [Alert, Alert, Alert];
    fire(first);
    await clock.advance(5 * SECOND);
    fire(second);
    await clock.advance(30 * SECOND);
    fire(third);
    await clock.advance(20 * SECOND);
    expect(told()).toEqual(['firing 1/0']);
    await clock.advance(10 * SECOND);
    expect(notices[0]?.alerts.map(({ fingerprint }) => fingerprint)).toEqual(
      [second, third, first].map(({ fingerprint }) => fingerprint),
    );
    expect(told()).toEqual(['firing 3/0']);
  });

  it('tells the end of alerts, unless that is switched off', async () => {
    fire(...pods(2));
    await clock.advance(5 * SECOND);
    resolve(...pods(2));
    await clock.advance(MINUTE);
    expect(told()).toEqual(['firing 2/0', 'resolved 0/2']);
    settings = { ...settings, resolveNotices: false };
    fire(...pods(2));
    await clock.advance(2 * MINUTE);
    resolve(...pods(2));
    await clock.advance(2 * MINUTE);
    expect(told()).toEqual(['firing 2/0']);
  });

  it('says nothing of an alert that went before it was told', async () => {
    fire(...pods(1));
    await clock.advance(3 * SECOND);
    resolve(...pods(1));
    await clock.advance(HOUR);
    expect(notices).toEqual([]);
  });

  it('does not chatter when an alert flaps', async () => {
    for (let i = 0; i < 60; i++) {
      fire(...pods(1));
      await clock.advance(10 * SECOND);
      resolve(...pods(1));
      await clock.advance(10 * SECOND);
    }
    expect(notices.length).toBeLessThanOrEqual(21);
  });

  it('reminds of what still fires after the repeat interval', async () => {
    fire(...pods(2));
    await clock.advance(4 * HOUR + MINUTE);
    expect(told()).toEqual(['firing 2/0', 'repeat 2/0']);
    settings = { ...settings, repeatIntervalMs: 0 };
    await clock.advance(24 * HOUR);
    expect(told()).toEqual([]);
  });

  it('makes no notification of a silenced alert, and tells it when the silence is over', async () => {
    const [pod] = pods(1) as [Alert];
    muted.set(pod.fingerprint, 'silenced');
    fire(pod);
    await clock.advance(HOUR);
    expect(notices).toEqual([]);
    muted.clear();
    await clock.advance(MINUTE);
    expect(told()).toEqual(['firing 1/0']);
  });

  it('does not remind of an acknowledged alert, but tells its end', async () => {
    const [pod] = pods(1) as [Alert];
    fire(pod);
    await clock.advance(5 * SECOND);
    muted.set(pod.fingerprint, 'acknowledged');
    await clock.advance(5 * HOUR);
    expect(told()).toEqual(['firing 1/0']);
    muted.clear();
    resolve(pod);
    await clock.advance(MINUTE);
    expect(told()).toEqual(['resolved 0/1']);
  });

  it('holds notifications beyond the cap and tells in one what still fires when there is room', async () => {
    settings = { ...settings, maxPerTenMinutes: 2 };
    const alerts = ['A', 'B', 'C', 'D'].map((name) => testAlert(name));
    fire(...alerts);
    await clock.advance(5 * SECOND);
    expect(told()).toEqual(['firing 1/0', 'firing 1/0', 'firing 1/0 rate_cap', 'firing 1/0 rate_cap']);
    resolve(alerts[3] as Alert);
    await clock.advance(11 * MINUTE);
    expect(told()).toEqual(['resolved 0/1 rate_cap', 'digest 1/0']);
  });

  it('is quiet in quiet hours but for critical alerts, and tells afterwards what still fires', async () => {
    settings = {
      ...settings,
      quietHours: { ...settings.quietHours, enabled: true, startMinute: 11 * 60, endMinute: 13 * 60 },
    };
    fire(testAlert('A', [['severity', 'warning']]), testAlert('B', [['severity', 'critical']]));
    await clock.advance(5 * SECOND);
    expect(told()).toEqual(['firing 1/0 quiet_hours', 'firing 1/0']);
    await clock.advance(50 * MINUTE);
    expect(told()).toEqual([]);
    await clock.advance(12 * MINUTE);
    expect(told()).toEqual(['digest 1/0']);
  });

  it('keeps severities off the desktop that are not wanted there', async () => {
    settings = { ...settings, desktopSeverities: ['critical'] };
    fire(testAlert('A', [['severity', 'info']]));
    await clock.advance(2 * HOUR);
    expect(told()).toEqual(['firing 1/0 severity']);
  });

  it('does not tell again after a restart what it has told', async () => {
    fire(...pods(2));
    await clock.advance(5 * SECOND);
    notifier.close();
    expect(told()).toEqual(['firing 2/0']);
    notifier = start(JSON.parse(JSON.stringify(kept)) as ToldGroup[]);
    fire(...pods(3));
    await clock.advance(2 * MINUTE);
    expect(notices.map(({ alerts }) => alerts[0]?.fingerprint)).toEqual([pods(3)[2]?.fingerprint]);
    resolve(...pods(3));
    await clock.advance(2 * MINUTE);
    expect(told()).toEqual(['firing 3/0', 'resolved 0/3']);
    expect(kept).toEqual([]);
  });

  it('goes on after the clock was set back', async () => {
    fire(...pods(1));
    await clock.advance(5 * SECOND);
    clock.setWall(6 * HOUR);
    fire(testAlert('Other'));
    await clock.advance(2 * MINUTE);
    expect(told()).toEqual(['firing 1/0', 'firing 1/0']);
  });
});
