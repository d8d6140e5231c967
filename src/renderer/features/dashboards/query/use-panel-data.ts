import { useMemo } from 'react';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { InstantResult, RangeResult } from '../../../../shared/domain/query.ts';
import type { AppError } from '../../../../shared/errors.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../../state/environment-store.ts';
import { stepForRange, useRangeQuery, useShownRange } from '../../../state/range-query.ts';
import { builtinsFor } from '../variables/use-variables.ts';
import { minStepMs, type PanelQuery, planQueries, type QueryPlan, stepFactor } from './plan-queries.ts';
import { endOf, panelRange } from './shift-range.ts';
import { useFilteredPlan } from './use-filtered-plan.ts';
import { useInstantQueries } from './use-instant-queries.ts';

/** The answer to one query of a panel. */
export interface RangeAnswer {
  readonly query: PanelQuery;
  readonly result: RangeResult;
}

export interface InstantAnswer {
  readonly query: PanelQuery;
  readonly result: InstantResult;
}

/** What a panel draws; null while nothing was answered yet. */
export interface PanelData {
  readonly ranges: readonly RangeAnswer[] | null;
  readonly instants: readonly InstantAnswer[] | null;
  /** Set while there is nothing to draw because of it. */
  readonly error: AppError | null;
  /** Why some of what is drawn is missing or old. */
  readonly partial: AppError | null;
  /** The queries as they are asked. */
  readonly exprs: readonly string[];
  readonly stale: boolean;
}

/** Whether the queries were answered, and none of them with a series. */
export function isEmpty({ ranges, instants }: PanelData): boolean {
  if (ranges === null || instants === null) return false;
  return (
    ranges.every(({ result }) => result.series.length === 0) &&
    instants.every(({ result }) => result.rows.length === 0 && result.text === '')
  );
}

function pair<T>(queries: readonly PanelQuery[], results: readonly T[] | null) {
  // Answers to an earlier plan may have another number of parts.
  if (results === null || results.length !== queries.length) return null;
  return queries.map((query, i) => ({ query, result: results[i] as T }));
}

const NOTHING_YET: QueryPlan = { range: [], instant: [] };

/** Asks a panel's queries while it is on screen. `maxPoints` is as many as its width can show. */
export function usePanelData(
  panel: DataPanel,
  variables: FilledVariables,
  options: { readonly enabled: boolean; readonly maxPoints: number; readonly dashboardTitle: string },
): PanelData {
  const { enabled, dashboardTitle } = options;
  const { timeFrom, timeShift } = panel;
  const shown = useShownRange(null);
  const own = useMemo(() => panelRange(timeFrom, timeShift, shown), [timeFrom, timeShift, shown]);
  const range = useShownRange(own);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const { stepMs, plan: unfiltered } = useMemo(() => {
    const first = builtinsFor(range, scrapeIntervalMs, scrapeIntervalMs, dashboardTitle);
    const leastMs = minStepMs(panel, variables, first);
    const maxPoints = Math.max(2, options.maxPoints / stepFactor(panel));
    const step = stepForRange(range, maxPoints, leastMs, Date.now());
    return { stepMs: step, plan: planQueries(panel, variables, { ...first, stepMs: step }) };
  }, [panel, variables, range, scrapeIntervalMs, options.maxPoints, dashboardTitle]);
  const filtered = useFilteredPlan(unfiltered, variables);
  const plan = filtered.plan ?? NOTHING_YET;
  const rangeExprs = useMemo(() => plan.range.map(({ expr }) => expr), [plan]);
  const instantExprs = useMemo(() => plan.instant.map(({ expr }) => expr), [plan]);
  const ranges = useRangeQuery(rangeExprs, { enabled, stepMs, range: own });
  const endMs = useMemo(() => endOf(range), [range]);
  const instants = useInstantQueries(instantExprs, endMs, enabled);
  const rangeAnswers = useMemo(() => pair(plan.range, ranges.results), [plan, ranges.results]);
  const instantAnswers = useMemo(() => pair(plan.instant, instants.results), [plan, instants.results]);
  const hasNothing =
    (rangeExprs.length > 0 && ranges.results === null) ||
    (instantExprs.length > 0 && instants.results === null);
  const exprs = useMemo(() => [...rangeExprs, ...instantExprs], [rangeExprs, instantExprs]);
  if (filtered.plan === null) {
    return { ranges: null, instants: null, error: filtered.error, partial: null, exprs, stale: false };
  }
  const error = ranges.error ?? instants.error;
  return {
    ranges: rangeExprs.length === 0 ? [] : rangeAnswers,
    instants: instantExprs.length === 0 ? [] : instantAnswers,
    error: hasNothing ? error : null,
    partial: hasNothing ? null : error,
    exprs,
    stale: ranges.stale || instants.stale,
  };
}
