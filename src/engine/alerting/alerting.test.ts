import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { testAlert, testTransition } from '../../../test/support/test-alert.ts';
import type { Alert } from '../../shared/domain/alert.ts';
import type { AlertNotice } from '../../shared/domain/alert-notice.ts';
import { type Alerting, openAlerting } from './alerting.ts';

const START_MS = 1_700_000_000_000;
const HOUR = 3_600_000;
const ALL = { range: { from: 0, to: START_MS + 100 * HOUR }, states: [], matchers: [] } as const;
const API = { name: 'job', type: '=', value: 'api' } as const;

let directory: string;
let clock: ManualClock;
let alerts: Alert[];
let notices: AlertNotice[];
let errors: string[];
const opened: Alerting[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sextant-alerting-'));
  clock = new ManualClock(START_MS);
  alerts = [];
  notices = [];
  errors = [];
});
afterEach(async () => {
  for (const alerting of opened.splice(0)) alerting.close();
  await rm(directory, { recursive: true, force: true });
});

function open(): Alerting {
  const alerting = openAlerting({
    clock,
    logger: { ...SILENT_LOGGER, error: (message) => void errors.push(message) },
    directory,
    historyMs: () => 10 * HOUR,
    listAlerts: () => alerts,
    notify: (notice) => notices.push(notice),
    onChanged: () => {},
  });
  opened.push(alerting);
  return alerting;
}

function reopen(alerting: Alerting): Alerting {
  alerting.close();
  opened.splice(opened.indexOf(alerting), 1);
  return open();
}

const silence = (changes = {}) => ({
  id: null,
  matchers: [API],
  startsAtMs: START_MS,
  endsAtMs: START_MS + HOUR,
  comment: 'deploy',
  createdBy: '',
  ...changes,
});

describe('alerting', () => {
  it('previews and hides what a silence matches, over a restart, until it expires', async () => {
    alerts = [
      testAlert('A', [['job', 'api']]),
      testAlert('B', [['job', 'web']]),
      testAlert('C', [['job', 'api']], 'resolved'),
    ];
    let alerting = open();
    expect((await alerting.api.listAlertMarks([API])).map(({ alert }) => alert.ruleName)).toEqual(['A']);
    const saved = await alerting.api.saveSilence(silence());
    expect(saved.createdBy).not.toBe('');
    alerting = reopen(alerting);
    expect(await alerting.api.listSilences()).toEqual([saved]);
    expect((await alerting.api.listAlertMarks([])).map(({ silencedBy }) => silencedBy)).toEqual([
      [saved.id],
      [],
    ]);
    alerting.take(alerts.slice(0, 2).map((alert) => testTransition(alert, 'firing', START_MS)));
    await clock.advance(10_000);
    expect(notices.map(({ alerts: [first] }) => first?.ruleName)).toEqual(['B']);
    await alerting.api.expireSilence(saved.id);
    await clock.advance(60_000);
    expect(notices.map(({ alerts: [first] }) => first?.ruleName)).toEqual(['B', 'A']);
    await expect(alerting.api.saveSilence({ ...saved, endsAtMs: START_MS + 9 * HOUR })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
    await clock.advance(121 * HOUR);
    expect(await alerting.api.listSilences()).toEqual([]);
  });

  it('extends a silence in its place', async () => {
    const alerting = open();
    const saved = await alerting.api.saveSilence(silence());
    await alerting.api.saveSilence({ ...saved, endsAtMs: START_MS + 2 * HOUR });
    expect((await alerting.api.listSilences()).map(({ id, endsAtMs }) => [id, endsAtMs])).toEqual([
      [saved.id, START_MS + 2 * HOUR],
    ]);
  });

  it('keeps an acknowledgement until the alert resolves', async () => {
    const alert = testAlert('A');
    alerts = [alert];
    let alerting = open();
    alerting.noteEvaluation(START_MS, 15_000);
    await alerting.api.acknowledge([alert.fingerprint, 'unknown'], 'eve', 'on it');
    alerting = reopen(alerting);
    const [mark] = await alerting.api.listAlertMarks([]);
    expect(mark?.acknowledgement).toEqual({ atMs: START_MS, by: 'eve', comment: 'on it' });
    alerting.take([testTransition(alert, 'resolved', START_MS)]);
    expect((await alerting.api.listAlertMarks([]))[0]?.acknowledgement).toBeNull();
  });

  it('forgets acknowledgements and what was told when evaluation was off for longer than tolerated', async () => {
    const alert = testAlert('A');
    alerts = [alert];
    let alerting = open();
    alerting.noteEvaluation(START_MS, 15_000);
    alerting.take([testTransition(alert, 'firing', START_MS)]);
    await clock.advance(10_000);
    await alerting.api.acknowledge([alert.fingerprint], '', '');
    expect(notices).toHaveLength(1);
    alerting.close();
    opened.splice(0);
    clock.setWall(START_MS + 8 * HOUR);
    alerting = open();
    alerting.noteEvaluation(clock.wallMs(), 15_000);
    alerting.take([testTransition(alert, 'firing', clock.wallMs())]);
    await clock.advance(10_000);
    expect(notices).toHaveLength(2);
    expect((await alerting.api.listAlertMarks([]))[0]?.acknowledgement).toBeNull();
    const { holes } = await alerting.api.listAlertHistory(ALL);
    expect(holes).toEqual([{ fromMs: START_MS, toMs: START_MS + 8 * HOUR, reason: 'closed' }]);
  });

  it('keeps past alerts, also with values that JSON does not know, and filters them', async () => {
    const odd = { ...testAlert('A', [['job', 'api']]), value: Number.NaN };
    const huge = { ...testAlert('B', [['job', 'web']]), value: Number.POSITIVE_INFINITY };
    let alerting = open();
    alerting.take([
      testTransition(odd, 'pending', START_MS),
      testTransition(odd, 'firing', START_MS + 1),
      testTransition(huge, 'firing', START_MS + 2),
    ]);
    alerting = reopen(alerting);
    const list = async (filter: object) =>
      (await alerting.api.listAlertHistory({ ...ALL, ...filter })).transitions.map(
        ({ to, alert }) => `${alert.ruleName} ${to} ${alert.value}`,
      );
    expect(await list({})).toEqual(['B firing Infinity', 'A firing NaN', 'A pending NaN']);
    expect(await list({ states: ['firing'], matchers: [API] })).toEqual(['A firing NaN']);
    expect(await list({ range: { from: START_MS, to: START_MS + 1 } })).toEqual([
      'A firing NaN',
      'A pending NaN',
    ]);
    await expect(list({ matchers: [{ name: 'a', type: '=~', value: '(' }] })).rejects.toMatchObject({
      code: 'bad_data',
    });
    await clock.advance(1_000);
    const { rows } = await alerting.api.getAlertTimeline({ ...ALL, states: ['pending'] });
    expect(rows.map(({ ruleName }) => ruleName)).toEqual(['A']);
    await clock.advance(11 * HOUR);
    alerting.take([testTransition(odd, 'resolved', clock.wallMs())]);
    expect(await list({})).toEqual(['A resolved NaN']);
  });

  it('keeps settings', async () => {
    let alerting = open();
    const settings = { ...(await alerting.api.getAlertSettings()), groupWaitMs: 1, outageToleranceMs: 7 };
    await alerting.api.saveAlertSettings(settings);
    alerting = reopen(alerting);
    expect(await alerting.api.getAlertSettings()).toEqual(settings);
    expect(alerting.outageToleranceMs).toBe(7);
  });

  it('starts anew beside a damaged database, and says so', async () => {
    await writeFile(join(directory, 'alerts.db'), 'no database at all, but long enough to be looked at');
    const alerting = open();
    await alerting.api.saveSilence(silence());
    expect(errors[0]).toMatch(/could not be used .* set aside/);
    expect(await reopen(alerting).api.listSilences()).toHaveLength(1);
  });
});
