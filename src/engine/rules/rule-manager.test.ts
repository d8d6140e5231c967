import { afterEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { AlertTransition } from '../../shared/domain/alert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { labelsKey } from '../model/labels.ts';
import { type Appendable, type RowAppender, type SeriesColumns, SLOT_SAMPLE } from '../storage.ts';
import { createRuleManager, type RuleManager } from './rule-manager.ts';
import type { RuleSample } from './rule-query.ts';

const START_MS = 1_700_000_000_000;

/** Keeps what rules write: per row the series that have a sample, as `name{labels} value`. */
class RecordingStore implements Appendable {
  readonly rows: { readonly source: string; readonly atMs: number; readonly samples: readonly string[] }[] =
    [];
  readonly closed: [source: string, atMs: number | null][] = [];

  openSource(source: string): RowAppender {
    const labels: LabelSet[] = [];
    const slots = new Map<string, number>();
    return {
      slot(set) {
        const key = labelsKey(set);
        if (!slots.has(key)) slots.set(key, labels.push(set) - 1);
        return slots.get(key) as number;
      },
      get slotCount() {
        return labels.length;
      },
      layoutVersion: 0,
      labelsAt: (slot) => labels[slot] as LabelSet,
      limitSlots() {},
      freeIdleSlots: () => 0,
      begin: (atMs) => {
        const values = new Float64Array(100);
        const state = new Uint8Array(100);
        return {
          atMs,
          values,
          state,
          setAt() {},
          setHistogram() {},
          countDuplicate() {},
          clear() {},
          commit: () => {
            const samples = labels.flatMap((set, slot) =>
              state[slot] === SLOT_SAMPLE ? [`${formatSeries(set)} ${values[slot]}`] : [],
            );
            this.rows.push({ source, atMs, samples });
            return {
              samplesAppended: samples.length,
              seriesAdded: 0,
              staleMarks: 0,
              outOfOrder: 0,
              duplicates: 0,
              outOfBounds: 0,
            };
          },
        };
      },
      close: (atMs) => void this.closed.push([source, atMs]),
    };
  }
}

function formatSeries(labels: LabelSet): string {
  const name = labels.find(([label]) => label === '__name__')?.[1] ?? '';
  const rest = labels.filter(([label]) => label !== '__name__').map(([label, value]) => `${label}=${value}`);
  return `${name}{${rest.join(',')}}`;
}

function sample(value: number, ...labels: [string, string][]): RuleSample {
  return { labels, value, histogram: null };
}

const managers: RuleManager[] = [];
afterEach(async () => {
  for (const manager of managers.splice(0)) await manager.close();
});

function start(history: readonly SeriesColumns[] = []) {
  const clock = new ManualClock(START_MS);
  const store = new RecordingStore();
  const transitions: AlertTransition[] = [];
  const answers: Map<string, readonly RuleSample[] | AppError> & { hold?: Promise<void> } = new Map();
  const asked: string[] = [];
  const manager = createRuleManager({
    clock,
    logger: SILENT_LOGGER,
    alerts: { alertsChanged: (changes) => void transitions.push(...changes) },
    query: async (expr) => {
      asked.push(expr);
      await answers.hold;
      const answer = answers.get(expr) ?? [];
      if (answer instanceof AppError) throw answer;
      return answer;
    },
    history: { select: async () => history },
    appendable: store,
    external: { labels: [], url: '' },
    checkExpr: () => null,
    defaultIntervalMs: 10_000,
    restore: { outageToleranceMs: 3_600_000, forGracePeriodMs: 600_000 },
    onChanged: () => {},
  });
  managers.push(manager);
  return {
    manager,
    store,
    transitions,
    answers,
    asked,
    clock,
    load: (text: string) => manager.load([{ name: 'rules.yml', text }]),
    evaluate: (count = 1) => clock.advance(count * 10_000),
    changes: () => transitions.splice(0).map(({ from, to, alert }) => `${alert.ruleName} ${from}>${to}`),
    rule: (index = 0) => manager.listGroups()[0]?.rules[index],
  };
}

describe('the rule manager', () => {
  it('fires, writes ALERTS after the second evaluation, and resolves', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{alert: A, expr: q, annotations: {s: "v {{ $value }}"}}]}]');
    env.answers.set('q', [sample(3, ['__name__', 'x'], ['job', 'j'])]);
    await env.evaluate();
    expect(env.changes()).toEqual(['A inactive>firing']);
    expect(env.store.rows).toEqual([]);
    await env.evaluate(2);
    expect(env.store.rows.at(-1)?.samples).toEqual([
      'ALERTS{alertname=A,alertstate=firing,job=j} 1',
      expect.stringMatching(/^ALERTS_FOR_STATE\{alertname=A,job=j\} \d+$/),
    ]);
    expect(env.rule()).toMatchObject({
      state: 'firing',
      health: 'ok',
      alerts: [{ annotations: [['s', 'v 3']] }],
    });
    env.answers.set('q', []);
    await env.evaluate();
    expect(env.changes()).toEqual(['A firing>resolved']);
    expect(env.store.rows.at(-1)?.samples).toEqual([]);
    const rowCount = env.store.rows.length;
    await env.evaluate();
    expect(env.store.rows.length).toBe(rowCount);
  });

  it('evaluates rules in order on a grid, at one time each', async () => {
    const env = start();
    await env.load(
      'groups: [{name: g, rules: [{record: a, expr: q1}, {record: b, expr: q2, labels: {l: v}}]}]',
    );
    env.answers.set('q1', [sample(1)]);
    env.answers.set('q2', [sample(2, ['l', 'old'])]);
    await env.evaluate(3);
    expect(env.asked).toEqual(['q1', 'q2', 'q1', 'q2', 'q1', 'q2']);
    expect(env.store.rows.map(({ samples }) => samples)).toEqual([
      ['a{} 1'],
      ['b{l=v} 2'],
      ['a{} 1'],
      ['b{l=v} 2'],
      ['a{} 1'],
      ['b{l=v} 2'],
    ]);
    const times = env.store.rows.map(({ atMs }) => atMs);
    expect(times[0]).toBe(times[1]);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBe(10_000);
  });

  it('freezes the state of a rule whose query fails and says why', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{alert: A, expr: q}]}]');
    env.answers.set('q', [sample(1)]);
    await env.evaluate(3);
    env.changes();
    const rowCount = env.store.rows.length;
    env.answers.set('q', new AppError('execution', 'many-to-many matching not allowed'));
    await env.evaluate(2);
    expect(env.changes()).toEqual([]);
    expect(env.store.rows.length).toBe(rowCount);
    expect(env.rule()).toMatchObject({
      state: 'firing',
      health: 'error',
      lastError: 'many-to-many matching not allowed',
    });
  });

  it('refuses two results that have the same labels once the rule has put its own on', async () => {
    const env = start();
    await env.load(
      'groups: [{name: g, rules: [{alert: A, expr: q, labels: {i: x}}, {record: r, expr: q, labels: {i: x}}]}]',
    );
    env.answers.set('q', [sample(1, ['i', 'a']), sample(1, ['i', 'b'])]);
    await env.evaluate();
    const message = (what: string) =>
      `vector contains metrics with the same labelset after applying ${what} labels`;
    expect(env.rule(0)?.lastError).toBe(message('alert'));
    expect(env.rule(1)?.lastError).toBe(message('rule'));
    expect(env.rule(0)?.alerts).toEqual([]);
  });

  it('clears all alerts of a rule that exceeds its limit', async () => {
    const env = start();
    await env.load('groups: [{name: g, limit: 1, rules: [{alert: A, expr: q}, {record: r, expr: q}]}]');
    env.answers.set('q', [sample(1, ['i', 'a'])]);
    await env.evaluate(3);
    env.changes();
    const rowCount = env.store.rows.length;
    env.answers.set('q', [sample(1, ['i', 'a']), sample(1, ['i', 'b'])]);
    await env.evaluate();
    expect(env.rule(0)).toMatchObject({ lastError: 'exceeded limit of 1 with 2 alerts', alerts: [] });
    expect(env.rule(1)?.lastError).toBe('exceeded limit of 1 with 2 series');
    expect(env.store.rows.length).toBe(rowCount);
    // Of the second alert, which made it too many, nobody hears.
    expect(env.changes()).toEqual(['A firing>resolved']);
  });

  it('drops a series that an earlier rule of the group wrote in the same evaluation', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{record: a, expr: q}, {record: a, expr: q}]}]');
    env.answers.set('q', [sample(1)]);
    await env.evaluate();
    expect(env.store.rows.map(({ samples }) => samples)).toEqual([['a{} 1']]);
  });

  it('keeps alerts over a reload, of rules with the same name and labels', async () => {
    const env = start();
    const file = (rules: string) => `groups: [{name: g, rules: [${rules}]}]`;
    await env.load(file('{alert: A, expr: q}, {alert: B, expr: q}'));
    env.answers.set('q', [sample(1)]);
    env.answers.set('q2', [sample(2)]);
    await env.evaluate();
    env.changes();
    await env.load(file('{alert: C, expr: q}, {alert: A, expr: q2, annotations: {s: new}}'));
    expect(env.changes()).toEqual(['B firing>resolved']);
    expect(env.rule(1)).toMatchObject({ name: 'A', state: 'firing' });
    expect(env.store.closed.map(([source]) => source)).toEqual(['rule/rules.yml/g/alerting/B/0']);
    await env.evaluate();
    expect(env.changes()).toEqual(['C inactive>firing']);
    expect(env.rule(1)?.alerts[0]).toMatchObject({ value: 2, annotations: [['s', 'new']] });
  });

  it('keeps the groups of a file that became bad, and ends those of one that is gone', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{alert: A, expr: q}]}]');
    env.answers.set('q', [sample(1)]);
    await env.evaluate();
    expect(await env.load('groups: [{name: g, rules: [{alert: A}]}]')).toHaveLength(1);
    expect(env.manager.listErrors()[0]).toMatchObject({ file: 'rules.yml', rule: 'A' });
    expect(env.rule()).toMatchObject({ state: 'firing' });
    env.changes();
    await env.manager.load([]);
    expect(env.manager.listGroups()).toEqual([]);
    expect(env.changes()).toEqual(['A firing>resolved']);
    expect(env.store.closed).toEqual([['rule/rules.yml/g/alerting/A/0', expect.any(Number)]]);
  });

  it('does not let time asleep satisfy a `for`', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{alert: A, expr: q, for: 1m}]}]');
    env.answers.set('q', [sample(1)]);
    await env.evaluate(2);
    expect(env.changes()).toEqual(['A inactive>pending']);
    env.clock.setWall(env.clock.wallMs() + 8 * 3_600_000);
    await env.evaluate(3);
    expect(env.changes()).toEqual([]);
    await env.evaluate(3);
    expect(env.changes()).toEqual(['A pending>firing']);
  });

  it('does not let eight hours asleep satisfy a `for`, whether or not an evaluation ran meanwhile', async () => {
    for (const whileBusy of [false, true]) {
      const { answers, clock, load, evaluate, changes, rule } = start();
      let release = (): void => {};
      answers.set('up == 0', [sample(0, ['instance', 'a'])]);
      await load(`groups: [{name: g, rules: [{alert: Down, expr: up == 0, for: 5m}]}]`);
      await evaluate(3);
      expect(changes()).toEqual(['Down inactive>pending']);
      if (whileBusy) {
        answers.hold = new Promise((resolve) => {
          release = resolve;
        });
        await evaluate();
      }
      clock.setWall(clock.wallMs() + 8 * 3_600_000);
      release();
      delete answers.hold;
      await evaluate(2);
      expect(rule()?.alerts[0]?.state).toBe('pending');
      await evaluate(24);
      expect(changes()).toEqual([]);
      await evaluate(4);
      expect(changes()).toEqual(['Down pending>firing']);
    }
  });

  it('fires an alert in its time though the clock was set back meanwhile', async () => {
    const { answers, clock, load, evaluate, changes, rule } = start();
    answers.set('up == 0', [sample(0, ['instance', 'a'])]);
    await load(`groups: [{name: g, rules: [{alert: Down, expr: up == 0, for: 5m}]}]`);
    await evaluate(3);
    expect(changes()).toEqual(['Down inactive>pending']);
    clock.setWall(clock.wallMs() - 3_600_000);
    await evaluate(25);
    expect(changes()).toEqual([]);
    await evaluate(7);
    expect(changes()).toEqual(['Down pending>firing']);
    // And one that fires goes on firing.
    clock.setWall(clock.wallMs() - 3_600_000);
    await evaluate(3);
    expect(changes()).toEqual([]);
    expect(rule()?.alerts[0]?.state).toBe('firing');
  });

  it('restores how long an alert was pending before a restart', async () => {
    const activeAtMs = START_MS - 20 * 60_000;
    const env = start([
      {
        labels: [
          ['__name__', 'ALERTS_FOR_STATE'],
          ['alertname', 'A'],
        ],
        times: Float64Array.of(START_MS - 300_000),
        values: Float64Array.of(Math.floor(activeAtMs / 1_000)),
        stale: null,
        histograms: null,
      },
    ]);
    await env.load('groups: [{name: g, rules: [{alert: A, expr: q, for: 1h}]}]');
    env.answers.set('q', [sample(1)]);
    await env.evaluate(2);
    const restored = env.rule()?.alerts[0]?.activeAtMs ?? 0;
    // 15 of the 60 minutes had passed when it went down.
    expect(env.clock.wallMs() - restored).toBeGreaterThan(14 * 60_000);
    expect(env.clock.wallMs() - restored).toBeLessThan(16 * 60_000);
  });

  it('evaluates nothing that it was given while it closed', async () => {
    const env = start();
    await env.load('groups: [{name: g, rules: [{record: r, expr: before}]}]');
    const loading = env.load('groups: [{name: g, rules: [{record: r, expr: after}]}]');
    await Promise.all([
      env.manager.close(),
      loading,
      env.load('groups: [{name: h, rules: [{record: r, expr: late}]}]'),
    ]);
    await env.evaluate(3);
    expect(env.asked).toEqual([]);
    expect(env.manager.listGroups()).toEqual([]);
  });

  it('refuses a second file of one name', async () => {
    const env = start();
    const file = { name: 'rules.yml', text: 'groups: [{name: g, rules: [{record: a, expr: q}]}]' };
    const errors = await env.manager.load([file, file]);
    expect(errors).toMatchObject([
      { file: 'rules.yml', message: expect.stringContaining('another rule file') },
    ]);
    expect(env.manager.listGroups()).toHaveLength(1);
  });
});
