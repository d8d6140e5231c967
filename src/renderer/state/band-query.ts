import { useMemo } from 'react';
import { formatDurationMs } from '../../shared/domain/duration.ts';
import type { RangeResult } from '../../shared/domain/query.ts';
import { selectScrapeIntervalMs, useEnvironment } from './environment-store.ts';
import { type RangeQueryOptions, useRangeQuery } from './range-query.ts';

export interface BandResults {
  readonly low: RangeResult;
  readonly high: RangeResult;
}

/** More samples a step than this are looked at in even distances. */
const MAX_SAMPLES_PER_STEP = 120;

function bandExprs(expr: string, stepMs: number, scrapeIntervalMs: number): readonly string[] {
  const everyMs = Math.max(scrapeIntervalMs, Math.ceil(stepMs / MAX_SAMPLES_PER_STEP));
  const window = `[${formatDurationMs(stepMs)}:${formatDurationMs(everyMs)}]`;
  // A line break keeps a comment at the expression's end from taking the bracket with it.
  return ['min', 'max'].map((name) => `${name}_over_time((${expr}\n)${window})`);
}

/**
 * The least and the greatest values of an expression within each step; null where it is not asked for, or a step is no
 * wider than the time between samples, so that nothing lies between.
 */
export function useBandQuery(
  expr: string,
  stepMs: number,
  options: Omit<RangeQueryOptions, 'stepMs'>,
): BandResults | null {
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const enabled = options.enabled === true && expr !== '' && stepMs > scrapeIntervalMs;
  const exprs = useMemo(
    () => (enabled ? bandExprs(expr, stepMs, scrapeIntervalMs) : []),
    [enabled, expr, stepMs, scrapeIntervalMs],
  );
  const { results, stale } = useRangeQuery(exprs, { ...options, stepMs, enabled });
  const [low, high] = results ?? [];
  return useMemo(
    () => (!enabled || stale || low === undefined || high === undefined ? null : { low, high }),
    [enabled, stale, low, high],
  );
}
