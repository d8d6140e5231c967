import { beforeEach, describe, expect, it } from 'vitest';
import { FakeHttpClient, SILENT_LOGGER, textResponse } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { testAlert } from '../../../test/support/test-alert.ts';
import type { Alert } from '../../shared/domain/alert.ts';
import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import { DEFAULT_CONNECTION } from '../../shared/domain/endpoint.ts';
import { type Alertmanager, createAlertmanager } from './alertmanager.ts';

const TARGET: AlertmanagerTarget = {
  url: 'http://127.0.0.1:9093/am/',
  auth: { kind: 'none' },
  connection: DEFAULT_CONNECTION,
  timeoutMs: 10_000,
  externalLabels: [
    ['cluster', 'eu'],
    ['job', 'outer'],
  ],
  externalUrl: 'https://prom.example/x',
  resendDelayMs: 60_000,
};
const MINUTE = 60_000;

interface SentAlert {
  readonly labels: Record<string, string>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

let clock: ManualClock;
let http: FakeHttpClient;
let alertmanager: Alertmanager;

beforeEach(() => {
  clock = new ManualClock(0);
  http = new FakeHttpClient();
  http.answer(() => textResponse(''));
  alertmanager = createAlertmanager({
    clock,
    http,
    appVersion: '1.0.0',
    authorize: async () => ({ headers: [['Authorization', 'Bearer x']] }),
    logger: SILENT_LOGGER,
    onChanged: () => {},
  });
  alertmanager.apply(TARGET);
});

async function evaluate(atMs: number, alerts: readonly Alert[], intervalMs = MINUTE): Promise<SentAlert[]> {
  const before = http.requests.length;
  alertmanager.evaluated({ key: 'r', expr: 'up == 0', atMs, intervalMs, listAlerts: () => alerts });
  await alertmanager.whenIdle();
  return http.requests.slice(before).flatMap(({ body = '[]' }) => JSON.parse(body) as SentAlert[]);
}

const firing = (changes: Partial<Alert> = {}): Alert => ({
  ...testAlert('Down', [['job', 'api']]),
  ...changes,
});

describe('sending to an Alertmanager', () => {
  it('posts an alert with external labels, a link and its end in four deliveries', async () => {
    const [sent] = await evaluate(5 * MINUTE, [firing({ firedAtMs: 4 * MINUTE })], 15_000);
    expect(sent).toMatchObject({
      labels: { alertname: 'Down', job: 'api', cluster: 'eu' },
      startsAt: '1970-01-01T00:04:00.000Z',
      endsAt: '1970-01-01T00:09:00.000Z',
      generatorURL: 'https://prom.example/x/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
    });
    expect(http.requests[0]).toMatchObject({ url: 'http://127.0.0.1:9093/am/api/v2/alerts', method: 'POST' });
    expect(http.requests[0]?.headers).toContainEqual(['Authorization', 'Bearer x']);
    expect((await evaluate(6 * MINUTE + 1, [firing({ firedAtMs: 0 })], 2 * MINUTE))[0]?.endsAt).toBe(
      '1970-01-01T00:14:00.001Z',
    );
  });

  it('sends a firing alert again only after the resend delay, with a one minute interval every other time', async () => {
    const sent: boolean[] = [];
    for (let i = 0; i < 5; i++) sent.push((await evaluate(i * MINUTE, [firing()])).length > 0);
    expect(sent).toEqual([true, false, true, false, true]);
  });

  it('never sends a pending alert, nor one that was pending and is gone', async () => {
    expect(await evaluate(0, [{ ...testAlert('A', [], 'pending'), firedAtMs: null }])).toEqual([]);
    expect(await evaluate(MINUTE, [])).toEqual([]);
  });

  it('sends the end of an alert at once, and again while the rule remembers it', async () => {
    await evaluate(10 * MINUTE, [firing()]);
    const resolved = firing({ state: 'resolved', resolvedAtMs: 10 * MINUTE + 1 });
    const [first] = await evaluate(10 * MINUTE + 1, [resolved]);
    expect(first?.endsAt).toBe('1970-01-01T00:10:00.001Z');
    expect(await evaluate(10 * MINUTE + 2, [resolved])).toEqual([]);
    expect((await evaluate(12 * MINUTE, [resolved]))[0]?.endsAt).toBe('1970-01-01T00:10:00.001Z');
  });

  it('takes an alert that comes again for a new one', async () => {
    await evaluate(10 * MINUTE, [firing({ firedAtMs: 10 * MINUTE })]);
    const again = await evaluate(10 * MINUTE + 15_000, [firing({ firedAtMs: 10 * MINUTE + 15_000 })]);
    expect(again[0]?.startsAt).toBe('1970-01-01T00:10:15.000Z');
  });

  it('posts at most 256 alerts at once', async () => {
    const alerts = Array.from({ length: 600 }, (_, i) => testAlert('Down', [['pod', `p${i}`]]));
    expect(await evaluate(0, alerts)).toHaveLength(600);
    expect(http.requests.map(({ body = '[]' }) => (JSON.parse(body) as unknown[]).length)).toEqual([
      256, 256, 88,
    ]);
  });

  it('keeps the newest 10 000 while a request hangs, and counts those that had to go', async () => {
    let answer = (): void => {};
    http.answer(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(textResponse(''));
        }),
      () => textResponse(''),
    );
    const alerts = Array.from({ length: 10_300 }, (_, i) => testAlert('Down', [['pod', `p${i}`]]));
    const done = evaluate(0, alerts.slice(0, 256));
    await clock.advance(0);
    const rest = evaluate(
      0,
      alerts.slice(256).map((alert) => ({ ...alert, firedAtMs: 1 })),
    );
    expect(await alertmanager.api.getAlertmanagerStatus()).toMatchObject({ queued: 10_000, dropped: 44 });
    answer();
    await Promise.all([done, rest]);
    expect(await alertmanager.api.getAlertmanagerStatus()).toMatchObject({ queued: 0, sent: 10_256 });
  });

  it('counts what could not be delivered, says why, and does not try again before the resend', async () => {
    http.answer(() => ({ ...textResponse('"no such alert"'), status: 400 }));
    await evaluate(0, [firing()]);
    expect(await evaluate(30_000, [firing()])).toEqual([]);
    expect(await alertmanager.api.getAlertmanagerStatus()).toMatchObject({
      errors: 1,
      dropped: 1,
      sent: 0,
      lastError: 'The Alertmanager refused the request: no such alert.',
    });
    http.answer(() => textResponse(''));
    await evaluate(90_000, [firing()]);
    expect(await alertmanager.api.getAlertmanagerStatus()).toMatchObject({ sent: 1, lastError: '' });
  });

  it('gives up when the time is over', async () => {
    http.answer(
      () =>
        new Promise((_, reject) => {
          http.requests.at(-1)?.signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const done = evaluate(0, [firing()]);
    await clock.advance(10_000);
    await done;
    expect((await alertmanager.api.getAlertmanagerStatus())?.lastError).toBe(
      '127.0.0.1:9093 did not answer within 10 s.',
    );
  });

  it('says that something else answers', async () => {
    http.answer(() => textResponse('<html>login</html>'));
    await expect(alertmanager.api.listAlertmanagerSilences()).rejects.toThrow('is no JSON');
  });

  it('sends nothing without a target', async () => {
    alertmanager.apply(null);
    expect(await evaluate(0, [firing()])).toEqual([]);
    expect(await alertmanager.api.getAlertmanagerStatus()).toBeNull();
    await expect(alertmanager.api.listAlertmanagerAlerts()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
