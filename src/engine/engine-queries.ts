import type { InstantQuery, InstantResult, RangeQuery, RangeResult } from '../shared/domain/query.ts';
import { resolveTimeRange } from '../shared/domain/time-range.ts';
import { AppError } from '../shared/errors.ts';
import type { EngineApi, SeriesFilter } from './engine-api.ts';
import type { EngineSources } from './engine-sources.ts';
import type { Clock } from './ports.ts';
import type { PromqlEngine } from './promql/promql-engine.ts';
import type { SourceFilter } from './query-source.ts';

type QueryMethods = Pick<
  EngineApi,
  | 'queryRange'
  | 'queryInstant'
  | 'cancelQueries'
  | 'formatExpr'
  | 'explainExpr'
  | 'addMatchers'
  | 'listSeries'
  | 'listLabelNames'
  | 'listLabelValues'
  | 'listMetadata'
>;

/** The questions about series that a host may ask. */
export interface EngineQueries extends QueryMethods {
  /** Ends all queries under way with `canceled`. */
  close(): void;
}

/** Answers queries, each from the source that it names. */
export function createEngineQueries(
  promql: Pick<PromqlEngine, 'formatExpr' | 'explainExpr' | 'addMatchers'>,
  sources: Pick<EngineSources, 'forQuery'>,
  clock: Clock,
): EngineQueries {
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

  function windowOf({ selectors, range }: SeriesFilter): SourceFilter {
    return { selectors, ...resolveTimeRange(range, clock.wallMs()) };
  }

  return {
    queryRange: ({
      expr,
      range,
      stepMs,
      lookbackMs,
      supersedeKey,
      source,
    }: RangeQuery): Promise<RangeResult> =>
      run(supersedeKey, (signal) => {
        if (!Number.isSafeInteger(stepMs) || stepMs <= 0) {
          throw new AppError('bad_data', 'The step must be a whole number of milliseconds above zero.');
        }
        const nowMs = clock.wallMs();
        const { startMs, endMs } = resolveTimeRange(range, nowMs);
        const firstMs = Math.floor(startMs / stepMs) * stepMs;
        const lastMs = Math.max(firstMs, Math.floor(Math.min(endMs, nowMs) / stepMs) * stepMs);
        return sources.forQuery(source).evaluateRange(
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
    queryInstant: ({ expr, atMs, supersedeKey, source }: InstantQuery): Promise<InstantResult> =>
      run(supersedeKey, (signal) =>
        sources.forQuery(source).evaluateInstant({ expr, atMs: atMs ?? clock.wallMs() }, signal),
      ),
    async cancelQueries(supersedeKeys) {
      for (const key of supersedeKeys) superseding.get(key)?.abort();
    },
    formatExpr: async (expr) => promql.formatExpr(expr),
    explainExpr: async (expr) => promql.explainExpr(expr),
    addMatchers: async (exprs, matchers) => exprs.map((expr) => promql.addMatchers(expr, matchers)),
    listSeries: async (filter) => sources.forQuery(filter.source).listSeries(windowOf(filter)),
    listLabelNames: async (filter) => sources.forQuery(filter.source).listLabelNames(windowOf(filter)),
    listLabelValues: async (name, filter) =>
      sources.forQuery(filter.source).listLabelValues(name, windowOf(filter)),
    listMetadata: async (source) => sources.forQuery(source).listMetadata(),
    close() {
      closed = true;
      for (const abort of running) abort.abort();
    },
  };
}
