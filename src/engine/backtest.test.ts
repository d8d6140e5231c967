import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../test/support/fake-ports.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import type { AlertTransition } from '../shared/domain/alert.ts';
import type { BacktestRequest, BacktestResult, BacktestSpan } from '../shared/domain/backtest.ts';
import type { RuleDraft } from '../shared/domain/rule-draft.ts';
import { backtest, type GroupSettings } from './backtest.ts';
import { createRuleQuery } from './engine-rule-query.ts';
import { createLocalSource } from './local-source.ts';
import { createLabels, labelsKey } from './model/labels.ts';
import { MetadataStore } from './model/metadata.ts';
import { createPromqlEngine } from './promql/promql-engine.ts';
import type { QuerySource } from './query-source.ts';
import { definitionOfDraft } from './rules/check-draft.ts';
import { createRuleGroup } from './rules/rule-group.ts';
import { gridOf } from './rules/schedule.ts';
import { SLOT_SAMPLE } from './storage.ts';
import { openTsdb, type Tsdb } from './tsdb/tsdb.ts';

const MINUTE_MS = 60_000;
const START_MS = 1_700_000_000_000;
const STEPS = 40;
const PLACE = { file: 'shop.yml', group: 'shop' };
const EXTERNAL = { labels: [['cluster', 'east']], url: '' } as const;
const NO_SETTINGS: GroupSettings = { limit: 0, queryOffsetMs: 0 };
const NEVER = new AbortController().signal;

const opened: Tsdb[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((tsdb) => tsdb.close()));
});

function draft(changes: Partial<RuleDraft>): RuleDraft {
  return {
    kind: 'alerting',
    name: 'Queue',
    expr: 'queue > 1',
    forText: '',
    keepFiringForText: '',
    labels: [],
    annotations: [],
    ...changes,
  };
}

/** A store with one series for each list; null is a missing sample. The clock stands behind the last one. */
async function openStore(lists: readonly (readonly (number | null)[])[]) {
  const clock = new ManualClock(START_MS + STEPS * MINUTE_MS);
  const tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER },
    seriesBudget: 1_000,
    flushIntervalMs: 1_000,
  });
  opened.push(tsdb);
  for (const [n, values] of lists.entries()) {
    const appender = tsdb.openSource(`input/${n}`);
    const slot = appender.slot(
      createLabels([
        ['__name__', 'queue'],
        ['n', String(n)],
      ]),
    );
    for (const [i, value] of values.entries()) {
      const row = appender.begin(START_MS + i * MINUTE_MS);
      if (value !== null) {
        row.values[slot] = value;
        row.state[slot] = SLOT_SAMPLE;
      }
      row.commit();
    }
  }
  const source = createLocalSource(createPromqlEngine(tsdb, { clock }), tsdb, new MetadataStore());
  return { clock, tsdb, source };
}

type Store = Awaited<ReturnType<typeof openStore>>;

function run(
  store: Store,
  rule: RuleDraft,
  changes: Partial<BacktestRequest> = {},
  group: GroupSettings = NO_SETTINGS,
): Promise<BacktestResult> {
  const request: BacktestRequest = {
    key: 'k',
    rule,
    place: PLACE,
    intervalMs: MINUTE_MS,
    range: { from: START_MS, to: START_MS + STEPS * MINUTE_MS },
    threshold: null,
    ...changes,
  };
  return backtest(request, {
    source: store.source,
    clock: store.clock,
    external: EXTERNAL,
    group,
    signal: NEVER,
    onProgress() {},
  });
}

/** What live evaluation over the same data does, as spans by alert. */
async function evaluateLive(
  { clock, source, tsdb }: Store,
  rule: RuleDraft,
  settings: GroupSettings,
  endMs: number,
) {
  const definition = {
    ...PLACE,
    name: PLACE.group,
    intervalMs: MINUTE_MS,
    ...settings,
    rules: [definitionOfDraft(rule)],
  };
  const group = createRuleGroup(definition, MINUTE_MS, true, {
    clock,
    query: createRuleQuery(source),
    history: tsdb,
    appendable: tsdb,
    external: EXTERNAL,
    logger: SILENT_LOGGER,
  });
  const transitions: AlertTransition[] = [];
  const { offsetMs } = gridOf(PLACE.file, PLACE.group, MINUTE_MS);
  const firstMs = Math.ceil((START_MS - offsetMs) / MINUTE_MS) * MINUTE_MS + offsetMs;
  for (let atMs = firstMs; atMs <= endMs; atMs += MINUTE_MS)
    transitions.push(...(await group.evaluate(atMs, NEVER)));
  const alerts = new Map<string, BacktestSpan[]>();
  for (const { to, atMs, alert } of transitions) {
    const key = labelsKey(alert.labels);
    const spans = alerts.get(key) ?? [];
    alerts.set(key, spans);
    const last = spans.at(-1);
    if (last?.open === true) spans[spans.length - 1] = { ...last, endMs: atMs, open: false };
    if (to !== 'pending' && to !== 'firing') continue;
    spans.push({
      state: to,
      startMs: atMs,
      endMs,
      open: true,
      value: alert.value,
      annotations: alert.annotations,
    });
  }
  return alerts;
}

describe('a backtest', () => {
  const value = fc.constantFrom(0, 1, 2, 3, 3, null);
  const series = fc.array(fc.array(value, { minLength: STEPS, maxLength: STEPS }), {
    minLength: 1,
    maxLength: 4,
  });
  const duration = fc.constantFrom('', '1m', '2m', '5m');
  const expr = fc.constantFrom(
    'queue > 1',
    'sum(queue) > 4',
    'queue > bool 1',
    'max_over_time(queue[3m]) == 3',
    'queue > 1 and queue @ end() > 0',
    'count(queue)',
  );
  const labels = fc.constantFrom(
    [],
    [['v', '{{ $value }}']] as const,
    [['n', '']] as const,
    [['team', 'a']] as const,
  );

  const settings = fc.record({
    limit: fc.constantFrom(0, 0, 1, 2),
    queryOffsetMs: fc.constantFrom(0, 0, 45_000, 2 * MINUTE_MS),
  });

  it('gives what live evaluation gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        series,
        expr,
        duration,
        duration,
        labels,
        settings,
        async (lists, text, forText, keepFiringForText, own, group) => {
          const rule = draft({
            expr: text,
            forText,
            keepFiringForText,
            labels: own,
            annotations: [
              [
                'summary',
                '{{ $labels.n }} at {{ $value }} of {{ $externalLabels.cluster }}: {{ with query "count(queue)" }}{{ . | first | value }}{{ end }}',
              ],
            ],
          });
          const store = await openStore(lists);
          const result = await run(store, rule, {}, group);
          const live = await evaluateLive(store, rule, group, result.endMs);
          const replayed = new Map(result.alerts.map((alert) => [labelsKey(alert.labels), [...alert.spans]]));
          expect(replayed).toEqual(new Map([...live].filter(([, spans]) => spans.length > 0)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts what begins to fire, and one notification for what changes together', async () => {
    const up = [0, 3, 3, 3, 0, 0, 3, 3, 0];
    const result = await run(await openStore([up, up, [0, 0, 3, 3, 3, 0]]), draft({}));
    expect(result).toMatchObject({
      firedCount: 5,
      resolvedCount: 5,
      firingNotices: 3,
      resolvedNotices: 3,
      alertCount: 3,
      failureCount: 0,
    });
    expect(result.evaluations).toBe(STEPS);
  });

  it("counts evaluations beyond the group's limit as failed, and forgets their alerts", async () => {
    const store = await openStore([
      [0, 3, 3, 3, 3, 0],
      [0, 0, 0, 3, 3, 0],
    ]);
    const result = await run(store, draft({}), {}, { limit: 1, queryOffsetMs: 0 });
    expect(result).toMatchObject({ failureCount: 2, firedCount: 1, resolvedCount: 1 });
    expect(result.failure?.message).toBe('exceeded limit of 1 with 2 alerts');
  });

  it("looks at what was there before the group's query offset", async () => {
    const store = await openStore([[0, 3, 0, 0, 0, 0, 0, 0]]);
    const startsWith = async (queryOffsetMs: number) =>
      (await run(store, draft({}), {}, { limit: 0, queryOffsetMs })).alerts[0]?.spans[0]?.startMs ?? 0;
    expect((await startsWith(3 * MINUTE_MS)) - (await startsWith(0))).toBe(3 * MINUTE_MS);
  });

  it('replaces the threshold', async () => {
    const store = await openStore([[0, 3, 3, 0, 0]]);
    expect((await run(store, draft({}), { threshold: 5 })).firedCount).toBe(0);
    expect((await run(store, draft({ expr: 'queue > 5' }), { threshold: 2.5 })).firedCount).toBe(1);
  });

  it('begins early enough for an alert to be firing where the range begins', async () => {
    const store = await openStore([new Array<number>(STEPS).fill(3)]);
    const fromMs = START_MS + 20 * MINUTE_MS;
    const result = await run(store, draft({ forText: '5m' }), {
      range: { from: fromMs, to: fromMs + 5 * MINUTE_MS },
    });
    expect(result.alerts[0]?.spans.map(({ state }) => state)).toEqual(['firing']);
    expect(result.firedCount).toBeLessThanOrEqual(1);
  });

  it('keeps states over evaluations that fail, and says why they failed', async () => {
    const store = await openStore([
      [3, 3, 3, 3, 3, 3],
      [null, null, 3, 3, null, null, null],
    ]);
    const rule = draft({ expr: 'sum without (n) (queue{n="0"}) > on () group_left () (queue * 0)' });
    const result = await run(store, rule);
    expect(result.failureCount).toBe(2);
    expect(result.failure?.message).toContain('many-to-many');
    expect(result.alerts.map(({ spans }) => spans.length)).toEqual([1]);
  });

  it('can be canceled while it runs', async () => {
    const store = await openStore([[3]]);
    const abort = new AbortController();
    let asked = 0;
    const source: QuerySource = {
      ...store.source,
      evaluateRange(query, signal) {
        if (++asked === 2) abort.abort();
        return store.source.evaluateRange(query, signal);
      },
    };
    const request = {
      key: 'k',
      rule: draft({}),
      place: PLACE,
      intervalMs: 1_000,
      range: { from: START_MS, to: START_MS + STEPS * MINUTE_MS },
      threshold: null,
    };
    await expect(
      backtest(request, {
        source,
        clock: store.clock,
        external: EXTERNAL,
        group: NO_SETTINGS,
        signal: abort.signal,
        onProgress() {},
      }),
    ).rejects.toThrow();
    expect(asked).toBe(2);
  });

  it('refuses what it can not replay', async () => {
    const store = await openStore([[3]]);
    await expect(run(store, draft({ kind: 'recording' }))).rejects.toMatchObject({ code: 'bad_data' });
    await expect(run(store, draft({ expr: 'queue[5m]' }))).rejects.toMatchObject({ code: 'bad_data' });
    await expect(run(store, draft({ expr: 'queue >' }))).rejects.toMatchObject({ code: 'bad_data' });
    await expect(run(store, draft({}), { intervalMs: 10 })).rejects.toMatchObject({ code: 'limit_exceeded' });
  });
});
