import type { RangeQuery, RangeResult } from '../../shared/domain/query.ts';
import { AppError, type ErrorReply, toErrorReply } from '../../shared/errors.ts';
import type { EnginePool } from '../engine-host/engine-pool.ts';

/** How long an engine that was asked stays open although no window shows its environment: refreshes ask again. */
const IN_USE_MS = 120_000;

/** What one environment answered. */
export interface ComparedAnswer {
  readonly environmentId: string;
  readonly result: RangeResult | null;
  readonly error: ErrorReply | null;
}

/** Asks several environments the same question. */
export interface Comparison {
  /** Answers in the order asked; one that fails does not keep the others from answering. */
  queryRange(environmentIds: readonly string[], query: RangeQuery): Promise<readonly ComparedAnswer[]>;
  /** True for an environment that was asked a short while ago. */
  isInUse(environmentId: string): boolean;
}

/** Makes it over the pool; `warm` starts the engine of an environment that is not open. */
export function createComparison(options: {
  readonly engines: Pick<EnginePool, 'api' | 'isOpen'>;
  warm(environmentId: string): Promise<void>;
  readonly monotonicMs: () => number;
}): Comparison {
  const askedAtMs = new Map<string, number>();

  async function ask(environmentId: string, query: RangeQuery): Promise<ComparedAnswer> {
    try {
      askedAtMs.set(environmentId, options.monotonicMs());
      if (!options.engines.isOpen(environmentId)) await options.warm(environmentId);
      const result = await options.engines.api(environmentId).queryRange(query);
      return { environmentId, result, error: null };
    } catch (error) {
      // A bug is told and logged as such by whoever answers the request.
      if (!(error instanceof AppError)) throw error;
      return { environmentId, result: null, error: toErrorReply(error) };
    }
  }

  return {
    queryRange: (environmentIds, query) =>
      Promise.all([...new Set(environmentIds)].map((id) => ask(id, query))),
    isInUse: (id) => options.monotonicMs() - (askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < IN_USE_MS,
  };
}
