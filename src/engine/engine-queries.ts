import type { InstantQuery, InstantResult, RangeQuery, RangeResult } from '../shared/domain/query.ts';
import type { LabelSet } from '../shared/domain/series.ts';
import { resolveTimeRange } from '../shared/domain/time-range.ts';
import { AppError } from '../shared/errors.ts';
import type { EngineApi, SeriesFilter } from './engine-api.ts';
import { compareLabels, labelsKey } from './model/labels.ts';
import type { Matcher } from './model/matcher.ts';
import type { Clock } from './ports.ts';
import type { PromqlEngine } from './promql/promql-engine.ts';
import type { Queryable } from './storage.ts';

type QueryMethods = Pick<
  EngineApi,
  'queryRange' | 'queryInstant' | 'formatExpr' | 'listSeries' | 'listLabelNames' | 'listLabelValues'
>;

/** The questions about series that a host may ask. */
export interface EngineQueries extends QueryMethods {
  /** Ends all queries under way with `canceled`. */
  close(): void;
}

const NO_SELECTOR: readonly (readonly Matcher[])[] = [[]];

function uniqueSeries(series: readonly LabelSet[]): readonly LabelSet[] {
  const byKey = new Map(series.map((labels) => [labelsKey(labels), labels]));
  return [...byKey.values()].sort(compareLabels);
}

/** Answers queries over a store; `promql` reads the same store. */
export function createEngineQueries(promql: PromqlEngine, storage: Queryable, clock: Clock): EngineQueries {
  const superseding = new Map<string, AbortController>();
  const running = new Set<AbortController>();
  let closed = false;

  async function run<T>(key: string | null, query: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (closed) throw new AppError('unavailable', 'The environment is being closed.');
    const abort = new AbortController();
    if (key !== null) {
      superseding.get(key)?.abort();
      superseding.set(key, abort);
    }
    running.add(abort);
    try {
      return await query(abort.signal);
    } catch (error) {
      if (abort.signal.aborted) throw new AppError('canceled', 'The query was canceled.');
      throw error;
    } finally {
      running.delete(abort);
      if (key !== null && superseding.get(key) === abort) superseding.delete(key);
    }
  }

  /** Lists of all selectors of a filter, one after the other. */
  async function forSelectors<T>(
    filter: SeriesFilter,
    list: (matchers: readonly Matcher[], minMs: number, maxMs: number) => Promise<readonly T[]>,
  ): Promise<readonly (readonly T[])[]> {
    const { startMs, endMs } = resolveTimeRange(filter.range, clock.wallMs());
    const selections =
      filter.selectors.length === 0
        ? NO_SELECTOR
        : filter.selectors.map((text) => promql.parseSelector(text));
    return Promise.all(selections.map((matchers) => list(matchers, startMs, endMs)));
  }

  async function union(lists: Promise<readonly (readonly string[])[]>): Promise<readonly string[]> {
    const [first = [], ...others] = await lists;
    return others.length === 0 ? first : [...new Set([first, ...others].flat())].sort();
  }

  return {
    queryRange: ({ expr, range, stepMs, lookbackMs, supersedeKey }: RangeQuery): Promise<RangeResult> =>
      run(supersedeKey, (signal) => {
        if (!Number.isSafeInteger(stepMs) || stepMs <= 0) {
          throw new AppError('bad_data', 'The step must be a whole number of milliseconds above zero.');
        }
        const nowMs = clock.wallMs();
        const { startMs, endMs } = resolveTimeRange(range, nowMs);
        const firstMs = Math.floor(startMs / stepMs) * stepMs;
        const lastMs = Math.max(firstMs, Math.floor(Math.min(endMs, nowMs) / stepMs) * stepMs);
        return promql.evaluateRange(
          {
            expr,
            startMs: firstMs,
            endMs: lastMs,
            stepMs,
            ...(lookbackMs === null ? {} : { lookbackDeltaMs: lookbackMs }),
          },
          signal,
        );
      }),
    queryInstant: ({ expr, atMs, supersedeKey }: InstantQuery): Promise<InstantResult> =>
      run(supersedeKey, (signal) => promql.evaluateInstant({ expr, atMs: atMs ?? clock.wallMs() }, signal)),
    formatExpr: async (expr) => promql.formatExpr(expr),
    async listSeries(filter) {
      const lists = await forSelectors(filter, (matchers, minMs, maxMs) =>
        storage.listSeries(matchers, minMs, maxMs),
      );
      return lists.length === 1 ? (lists[0] as readonly LabelSet[]) : uniqueSeries(lists.flat());
    },
    listLabelNames: (filter) =>
      union(forSelectors(filter, (matchers, minMs, maxMs) => storage.listLabelNames(matchers, minMs, maxMs))),
    listLabelValues: (name, filter) =>
      union(
        forSelectors(filter, (matchers, minMs, maxMs) =>
          storage.listLabelValues(name, matchers, minMs, maxMs),
        ),
      ),
    close() {
      closed = true;
      for (const abort of running) abort.abort();
    },
  };
}
