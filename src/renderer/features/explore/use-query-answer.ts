import { useMemo } from 'react';
import type { InstantResult, RangeResult } from '../../../shared/domain/query.ts';
import type { AppError } from '../../../shared/errors.ts';
import { type BandResults, useBandQuery } from '../../state/band-query.ts';
import { useRangeQuery } from '../../state/range-query.ts';
import type { ExploreQuery, ResultTab } from './explore-store.ts';
import { useInstantQuery } from './use-instant-query.ts';

/** How all queries of the page are asked. */
export interface QueryAsk {
  readonly tab: ResultTab;
  /** Steps that the page has room for; 0 before its width is known. */
  readonly maxPoints: number;
  readonly band: boolean;
  /** Who answers; null for the environment's default. */
  readonly source: string | null;
}

/** What a query was answered, for the view that is open. */
export interface QueryAnswer {
  readonly range: RangeResult | null;
  readonly band: BandResults | null;
  readonly instant: InstantResult | null;
  readonly error: AppError | null;
  readonly stale: boolean;
  readonly stepMs: number;
}

/** Cells need some width each. */
const HEATMAP_POINTS = 90;

/** Asks a query as the open view needs it. */
export function useQueryAnswer(query: ExploreQuery, ask: QueryAsk): QueryAnswer {
  const { expr, run, hidden } = query;
  const { source } = ask;
  const isRange = ask.tab === 'graph' || ask.tab === 'heatmap';
  const exprs = useMemo(() => (expr === '' ? [] : [expr]), [expr]);
  const maxPoints = ask.tab === 'heatmap' ? HEATMAP_POINTS : Math.max(1, ask.maxPoints);
  const enabled = !hidden && isRange && ask.maxPoints > 0;
  const range = useRangeQuery(exprs, { enabled, maxPoints, run, source });
  const band = useBandQuery(expr, range.stepMs, {
    enabled: enabled && ask.band && ask.tab === 'graph',
    maxPoints,
    run,
    source,
  });
  const instant = useInstantQuery(expr, run, !hidden && (ask.tab === 'table' || ask.tab === 'raw'), source);
  // What a query answered before it was changed to one that fails is no answer to it.
  const rangeResult = range.error !== null && range.stale ? null : (range.results?.[0] ?? null);
  const error = isRange ? range.error : instant.error;
  const stale = isRange ? range.stale : instant.stale;
  return useMemo(
    () => ({ range: rangeResult, band, instant: instant.result, error, stale, stepMs: range.stepMs }),
    [rangeResult, band, instant.result, error, stale, range.stepMs],
  );
}
