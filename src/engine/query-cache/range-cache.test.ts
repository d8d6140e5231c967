import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { RangeResult } from '../../shared/domain/query.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import { createPromqlEngine, type PromqlEngine, type RangeEvaluation } from '../promql/promql-engine.ts';
import { type RowAppender, SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb } from '../tsdb/tsdb.ts';
import { withRangeCache } from './range-cache.ts';

const START_MS = 1_700_000_000_000;
const STEP_MS = 10_000;
const SOURCES = ['a', 'b', 'c'];
const EXPRESSIONS = [
  'm_total',
  'rate(m_total[1m])',
  'sum by (source) (rate(m_total[1m]))',
  'sum(m_total) / count(m_total)',
  'm_total offset 30s',
  'm_total offset -40s',
  'sum by (n) (increase(m_total[50s] offset -20s))',
  'max_over_time(sum(rate(m_total[1m]))[2m:20s])',
  'avg_over_time(m_total[2m])',
  'absent(m_total{n="1"})',
  'm_total and on (source) own_total',
  'm_total > bool 40 or vector(time())',
  'delta(own_total[2m])',
  'timestamp(own_total)',
  'rate(own[2m])',
  'sum(m_total @ end())',
  'topk(2, m_total)',
  'sort(m_total)',
];

interface Bed {
  readonly clock: ManualClock;
  readonly tsdb: Tsdb;
  readonly plain: PromqlEngine;
  readonly cached: PromqlEngine;
  /** Range queries that the engine below the cache was asked. */
  readonly asked: RangeEvaluation[];
}

async function createBed(maxAgeMs = 3_600_000, maxBytes?: number): Promise<Bed> {
  const clock = new ManualClock(START_MS);
  const tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs, maxBytes: 1e9 },
    seriesBudget: 10_000,
    flushIntervalMs: 1_000,
  });
  const plain = createPromqlEngine(tsdb);
  const asked: RangeEvaluation[] = [];
  const spied: PromqlEngine = {
    ...plain,
    evaluateRange: (query, signal) => {
      asked.push(query);
      return plain.evaluateRange(query, signal);
    },
  };
  return { clock, tsdb, plain, cached: withRangeCache(spied, tsdb.changes, maxBytes), asked };
}

function lastRange(clock: ManualClock, expr: string, steps = 60): RangeEvaluation {
  const endMs = Math.floor(clock.wallMs() / STEP_MS) * STEP_MS;
  return { expr, startMs: endMs - (steps - 1) * STEP_MS, endMs, stepMs: STEP_MS };
}

/** Everything but statistics, with sums rounded: sliding windows begin elsewhere and round otherwise. */
function comparable({ startMs, endMs, count, series, annotations }: RangeResult): unknown {
  const rows = series.map(({ labels, values, present, histograms }) => ({
    key: labelsKey(labels),
    values: Array.from(values, (value, i) => (present?.[i] === 0 ? null : round(value))),
    histograms,
  }));
  return { startMs, endMs, count, rows, annotations };
}

function round(value: number): string {
  return Object.is(value, -0) || Math.abs(value) < 1e-9 ? '0' : value.toPrecision(9);
}

function writeRow(source: RowAppender, name: string, atMs: number, mask: number, value: number): void {
  const row = source.begin(atMs);
  for (let n = 0; n < 4; n++) {
    if ((mask & (1 << n)) === 0) continue;
    const slot = source.slot(
      createLabels([
        ['__name__', 'm_total'],
        ['n', String(n)],
        ['source', name],
      ]),
    );
    row.values[slot] = value + n;
    row.state[slot] = SLOT_SAMPLE;
  }
  if ((mask & 16) !== 0) {
    const own = createLabels([
      ['__name__', (mask & 32) !== 0 ? 'own' : 'own_total'],
      ['source', name],
    ]);
    row.setAt(source.slot(own), atMs - (mask & 64) * 2_000, value, (mask & 128) !== 0);
  }
  row.commit();
}

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('scrape'),
      source: fc.nat(2),
      mask: fc.nat(255),
      lateMs: fc.nat(9_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 1_000, max: 25_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('ask'),
      expr: fc.constantFrom(...EXPRESSIONS),
      steps: fc.constantFrom(60, 60, 60, 61, 20),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close'), source: fc.nat(2) }) },
);

describe('withRangeCache', () => {
  it('answers as the engine does, whatever is written in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 60, maxLength: 160 }), async (actions) => {
        const { clock, tsdb, plain, cached } = await createBed(400_000);
        const open = new Map<string, RowAppender>();
        let value = 0;
        for (const [i, act] of actions.entries()) {
          if (act.kind === 'wait') {
            await clock.advance(act.ms);
          } else if (act.kind === 'scrape') {
            const name = SOURCES[act.source] as string;
            const source = open.get(name) ?? tsdb.openSource(name);
            open.set(name, source);
            value = i % 17 === 0 ? 0 : value + act.mask;
            writeRow(source, name, clock.wallMs() - act.lateMs, act.mask, value);
          } else if (act.kind === 'close') {
            const name = SOURCES[act.source] as string;
            open.get(name)?.close(clock.wallMs());
            open.delete(name);
          } else {
            // The same question again and again is what the cache is for.
            const query = lastRange(clock, act.expr, act.steps);
            const wanted = comparable(await plain.evaluateRange(query));
            expect(comparable(await cached.evaluateRange(query)), act.expr).toEqual(wanted);
          }
        }
        await tsdb.close();
      }),
      { numRuns: 60 },
    );
  });

  it('evaluates only the steps that are new or near something new', async () => {
    const { clock, tsdb, cached, asked } = await createBed();
    const source = tsdb.openSource('a');
    for (let i = 0; i < 60; i++) {
      await clock.advance(STEP_MS);
      writeRow(source, 'a', clock.wallMs(), 3, i);
    }
    await cached.evaluateRange(lastRange(clock, 'rate(m_total[1m])'));
    expect(asked).toHaveLength(1);
    // Nothing happened.
    await cached.evaluateRange(lastRange(clock, 'rate(m_total[1m])'));
    expect(asked).toHaveLength(1);
    await clock.advance(2 * STEP_MS);
    writeRow(source, 'a', clock.wallMs(), 3, 61);
    const result = await cached.evaluateRange(lastRange(clock, 'rate(m_total[1m])'));
    const { startMs = 0, endMs = 0 } = asked[1] ?? {};
    expect((endMs - startMs) / STEP_MS).toBeLessThan(3);
    expect(result.count).toBe(60);
    expect(result.series.map(({ values }) => values.length)).toEqual([60, 60]);
    // An imported sample of the middle changes all after it.
    const other = tsdb.openSource('b');
    writeRow(other, 'b', clock.wallMs() - 20 * STEP_MS, 1, 5);
    await cached.evaluateRange(lastRange(clock, 'rate(m_total[1m])'));
    expect((asked[2] as RangeEvaluation).startMs).toBeLessThanOrEqual(clock.wallMs() - 20 * STEP_MS);
  });

  it('keeps what it was given apart from what it gives', async () => {
    const { clock, tsdb, cached, asked } = await createBed();
    writeRow(tsdb.openSource('a'), 'a', clock.wallMs(), 1, 7);
    const query = lastRange(clock, 'm_total');
    const [first] = (await cached.evaluateRange(query)).series;
    first?.values.fill(99);
    first?.present?.fill(0);
    const [second] = (await cached.evaluateRange(query)).series;
    expect(second?.values.at(-1)).toBe(7);
    expect(asked).toHaveLength(1);
  });

  it('forgets what was used longest ago when there is too much', async () => {
    const { clock, tsdb, cached, asked } = await createBed(3_600_000, 3_000);
    writeRow(tsdb.openSource('a'), 'a', clock.wallMs(), 1, 7);
    for (const expr of ['m_total', 'm_total + 1', 'm_total', 'm_total + 2', 'm_total + 3', 'm_total']) {
      await cached.evaluateRange(lastRange(clock, expr));
    }
    expect(asked.map(({ expr }) => expr)).toEqual(['m_total', 'm_total + 1', 'm_total + 2', 'm_total + 3']);
    await cached.evaluateRange(lastRange(clock, 'm_total + 1'));
    expect(asked).toHaveLength(5);
  });

  it('refuses what the engine refuses', async () => {
    const { clock, cached } = await createBed();
    const codeOf = (query: RangeEvaluation): Promise<unknown> =>
      cached.evaluateRange(query).then(
        () => null,
        (error: { code: string }) => error.code,
      );
    expect(await codeOf(lastRange(clock, 'm_total['))).toBe('bad_data');
    expect(await codeOf(lastRange(clock, 'm_total[5m]'))).toBe('bad_data');
    expect(await codeOf(lastRange(clock, 'm_total', 20_000))).toBe('limit_exceeded');
  });
});
