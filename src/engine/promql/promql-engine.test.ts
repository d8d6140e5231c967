import { describe, expect, it } from 'vitest';
import type { LabelPair } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { createLabels } from '../model/labels.ts';
import { compileMatcher, type Matcher } from '../model/matcher.ts';
import type { Queryable, SeriesColumns } from '../storage.ts';
import { createPromqlEngine, type PromqlEngineOptions } from './promql-engine.ts';

const STEP_MS = 15_000;
const COUNT = 41;
const TIMES = Float64Array.from({ length: COUNT }, (_, i) => i * STEP_MS);

function seriesOf(
  pairs: readonly LabelPair[],
  values: (i: number) => number,
  stale?: (i: number) => boolean,
): SeriesColumns {
  return {
    labels: createLabels(pairs),
    times: TIMES,
    values: Float64Array.from(TIMES, (_, i) => values(i)),
    stale: stale === undefined ? null : Uint8Array.from(TIMES, (_, i) => (stale(i) ? 1 : 0)),
    histograms: null,
  };
}

function storeOf(series: readonly SeriesColumns[]): Queryable & { readonly windows: [number, number][] } {
  const windows: [number, number][] = [];
  return {
    windows,
    async select(matchers: readonly Matcher[], minMs: number, maxMs: number) {
      windows.push([minMs, maxMs]);
      const tests = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
      return series.filter(({ labels }) =>
        tests.every(({ name, matches }) => matches(labels.find(([own]) => own === name)?.[1] ?? '')),
      );
    },
    listSeries: async () => [],
    listLabelNames: async () => [],
    listLabelValues: async () => [],
  };
}

const STORE = storeOf([
  seriesOf(
    [
      ['__name__', 'requests_total'],
      ['job', 'b'],
      ['code', '200'],
    ],
    (i) => i * 15,
  ),
  seriesOf(
    [
      ['__name__', 'requests_total'],
      ['job', 'a'],
      ['code', '200'],
    ],
    (i) => i * 30,
  ),
  seriesOf(
    [
      ['__name__', 'requests_total'],
      ['job', 'a'],
      ['code', '500'],
    ],
    (i) => (i < 20 ? i : i - 20),
  ),
  seriesOf(
    [
      ['__name__', 'temperature'],
      ['room', 'x'],
    ],
    (i) => i,
    (i) => i >= 20 && i < 24,
  ),
]);

const RANGE = { startMs: 300_000, endMs: 600_000, stepMs: 60_000 };

function engineWith(options: Partial<PromqlEngineOptions> = {}) {
  return createPromqlEngine(STORE, options);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'none';
}

describe('range queries', () => {
  it('give one column per series on one grid, sorted by labels', async () => {
    const result = await engineWith().evaluateRange({ expr: 'rate(requests_total[2m])', ...RANGE });
    expect(result).toMatchObject({ ...RANGE, count: 6 });
    expect(result.series.map(({ labels }) => labels.map(([, value]) => value).join())).toEqual([
      '200,a',
      '200,b',
      '500,a',
    ]);
    expect(result.series[0]?.present).toBeNull();
    for (const value of result.series[0]?.values ?? []) expect(value).toBeCloseTo(2, 10);
    expect(result.stats).toMatchObject({ seriesCount: 3, samplesRead: 3 * COUNT });
  });

  it('read just what the windows need', async () => {
    const store = storeOf([]);
    await createPromqlEngine(store).evaluateRange({ expr: 'temperature offset 1m', ...RANGE });
    await createPromqlEngine(store).evaluateRange({ expr: 'rate(requests_total[2m] @ 100)', ...RANGE });
    await createPromqlEngine(store).evaluateRange({ expr: 'max_over_time(temperature[2m:30s])', ...RANGE });
    expect(store.windows).toEqual([
      [300_000 - 60_000 - 300_000 + 1, 540_000],
      [100_000 - 120_000 + 1, 100_000],
      [210_000 - 300_000 + 1, 600_000],
    ]);
  });

  it('read equal selections once', async () => {
    const store = storeOf([]);
    await createPromqlEngine(store).evaluateRange({
      expr: 'temperature / (temperature + temperature)',
      ...RANGE,
    });
    expect(store.windows).toHaveLength(1);
  });

  it('end a series at its stale mark', async () => {
    const result = await engineWith().evaluateRange({ expr: 'temperature', ...RANGE, stepMs: 15_000 });
    const present = [...(result.series[0]?.present ?? [])];
    expect(present.slice(0, 5)).toEqual([0, 0, 0, 0, 1]);
    expect(result.series[0]?.values[4]).toBe(24);
  });

  it('place annotations in the expression', async () => {
    const result = await engineWith().evaluateRange({ expr: '1 + rate(temperature[5m])', ...RANGE });
    expect(result.annotations).toEqual([
      {
        kind: 'info',
        message:
          'metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "temperature"',
        start: 9,
        end: 24,
      },
    ]);
  });

  it('refuse what is no vector or scalar', async () => {
    expect(await codeOf(engineWith().evaluateRange({ expr: 'temperature[5m]', ...RANGE }))).toBe('bad_data');
    expect(await codeOf(engineWith().evaluateRange({ expr: '"text"', ...RANGE }))).toBe('bad_data');
    expect(await codeOf(engineWith().evaluateRange({ expr: '1', ...RANGE, stepMs: 0 }))).toBe('bad_data');
    expect(await codeOf(engineWith().evaluateRange({ expr: '1', ...RANGE, endMs: 0 }))).toBe('bad_data');
  });
});

describe('instant queries', () => {
  it.each([
    ['2 * 3', 'scalar'],
    ['"text"', 'string'],
    ['temperature', 'vector'],
    ['temperature[1m]', 'matrix'],
  ])('%s gives a %s', async (expr, kind) => {
    expect((await engineWith().evaluateInstant({ expr, atMs: 285_000 })).kind).toBe(kind);
  });

  it('give range vectors with the times of their samples, open on the left', async () => {
    const result = await engineWith().evaluateInstant({ expr: 'temperature[1m]', atMs: 120_000 });
    expect([...(result.rows[0]?.times ?? [])]).toEqual([75_000, 90_000, 105_000, 120_000]);
  });

  it('keep the order of sort()', async () => {
    const result = await engineWith().evaluateInstant({ expr: 'sort_desc(requests_total)', atMs: 150_000 });
    expect(result.rows.map(({ values }) => values[0])).toEqual([300, 150, 10]);
  });

  it('fail where series can not be told apart', async () => {
    const expr =
      '{__name__=~"requests_total|temperature"} * 0 + ignoring(code, job, room) group_left requests_total';
    expect(await codeOf(engineWith().evaluateInstant({ expr, atMs: 150_000 }))).toBe('execution');
  });
});

describe('limits', () => {
  it('count points and samples', async () => {
    const query = { expr: 'requests_total', ...RANGE };
    expect(await codeOf(engineWith({ maxPoints: 5 }).evaluateRange(query))).toBe('limit_exceeded');
    expect(await codeOf(engineWith({ maxSamples: 17 }).evaluateRange(query))).toBe('limit_exceeded');
    expect(await codeOf(engineWith({ maxSamples: 36 }).evaluateRange(query))).toBe('none');
  });

  it('stop a query at its deadline', async () => {
    let nowMs = 0;
    const clock = { monotonicMs: () => (nowMs += 10) };
    const query = { expr: 'sum(requests_total) + sum(requests_total)', ...RANGE };
    expect(await codeOf(engineWith({ clock, timeoutMs: 15 }).evaluateRange(query))).toBe('timeout');
    expect(await codeOf(engineWith({ clock, timeoutMs: 5_000 }).evaluateRange(query))).toBe('none');
  });

  it('stop a query that was canceled', async () => {
    const abort = new AbortController();
    const running = engineWith().evaluateRange({ expr: 'requests_total', ...RANGE }, abort.signal);
    abort.abort();
    expect(await codeOf(running)).toBe('canceled');
  });
});

describe('texts', () => {
  it('of selectors give matchers', () => {
    expect(engineWith().parseSelector('up{job=~"a.*"}')).toEqual([
      { name: 'job', type: '=~', value: 'a.*' },
      { name: '__name__', type: '=', value: 'up' },
    ]);
    expect(() => engineWith().parseSelector('rate(up[5m])')).toThrow(AppError);
  });

  it('are checked', () => {
    expect(engineWith().checkExpr('sum(up)')).toBeNull();
    expect(engineWith().checkExpr('sum(up')).toBe('1:7: parse error: unclosed left parenthesis');
  });
});
