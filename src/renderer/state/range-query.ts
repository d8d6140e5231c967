import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { formatDurationMs } from '../../shared/domain/duration.ts';
import type { RangeResult } from '../../shared/domain/query.ts';
import {
  chooseStepMs,
  rateIntervalMs,
  resolveTimeRange,
  type TimeRange,
} from '../../shared/domain/time-range.ts';
import { AppError } from '../../shared/errors.ts';
import { request } from '../ipc/client.ts';
import { selectScrapeIntervalMs, useEnvironment } from './environment-store.ts';
import { useRefreshTick } from './refresh-clock.ts';
import { useTimeRange } from './time-range-store.ts';

/** Stands in an expression for the window of `rate()` that fits step and scrape interval. */
export const RATE_INTERVAL = '$interval';

export interface RangeQueryOptions {
  /** ms between points; null chooses it from the time range and `maxPoints`. */
  readonly stepMs?: number | null;
  /** The most points that the panel can show: its width in pixels, or fewer for bars and cells. */
  readonly maxPoints?: number;
  /** Steps are not made finer than this; by default the shortest scrape interval. */
  readonly minStepMs?: number;
  /** A panel that is not on screen does not ask. */
  readonly enabled?: boolean;
}

export interface RangeQueryState {
  /** The last good answer; stays while newer data loads and when that fails. */
  readonly result: RangeResult | null;
  readonly error: AppError | null;
  readonly loading: boolean;
  /** `result` answers another expression, range or environment than the one asked for now. */
  readonly stale: boolean;
  /** The expression as sent, with the rate window filled in. */
  readonly expr: string;
  readonly stepMs: number;
}

interface Answer {
  readonly result: RangeResult | null;
  readonly error: AppError | null;
  /** What was asked; answers to the same question differ in time only. */
  readonly question: string;
  readonly environmentId: string | null;
}

const DEFAULT_MAX_POINTS = 600;
const NO_ANSWER: Answer = { result: null, error: null, question: '', environmentId: null };

/** The step of a range in whole points; a range that can't be read falls back to an hour's, the engine says what is wrong. */
export function stepForRange(range: TimeRange, maxPoints: number, minStepMs: number, nowMs: number): number {
  try {
    const { startMs, endMs } = resolveTimeRange(range, nowMs);
    return chooseStepMs(endMs - startMs, maxPoints, minStepMs);
  } catch {
    return chooseStepMs(3_600_000, maxPoints, minStepMs);
  }
}

/** Fills the rate window into an expression. */
export function fillRateInterval(expr: string, stepMs: number, scrapeIntervalMs: number): string {
  return expr.replaceAll(RATE_INTERVAL, formatDurationMs(rateIntervalMs(stepMs, scrapeIntervalMs)));
}

/**
 * Answers an expression over the window's time range, and again on each refresh. A newer question cancels the one before;
 * the old answer stays until the new one is there. Null asks nothing.
 */
export function useRangeQuery(expr: string | null, options: RangeQueryOptions = {}): RangeQueryState {
  const { maxPoints = DEFAULT_MAX_POINTS, enabled = true } = options;
  const key = useId();
  const range = useTimeRange((state) => state.range);
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const minStepMs = options.minStepMs ?? scrapeIntervalMs;
  const stepMs = useMemo(
    () => options.stepMs ?? stepForRange(range, maxPoints, minStepMs, Date.now()),
    [options.stepMs, range, maxPoints, minStepMs],
  );
  const tick = useRefreshTick(enabled && expr !== null);
  const filled = expr === null ? '' : fillRateInterval(expr, stepMs, scrapeIntervalMs);
  const question = JSON.stringify([filled, range.from, range.to, stepMs]);
  const [answer, setAnswer] = useState<Answer>(NO_ANSWER);
  const [loading, setLoading] = useState(false);
  const lastAsked = useRef('');
  useEffect(() => {
    const asking = `${environmentId}/${question}/${tick}`;
    // Scrolling a panel in and out of view asks nothing new between two refreshes.
    if (!enabled || filled === '' || environmentId === null || lastAsked.current === asking) return;
    lastAsked.current = asking;
    let dropped = false;
    setLoading(true);
    request('engine.queryRange', { expr: filled, range, stepMs, supersedeKey: key }).then(
      (result) => {
        if (dropped) return;
        setLoading(false);
        setAnswer({ result, error: null, question, environmentId });
      },
      (thrown: unknown) => {
        if (dropped) return;
        setLoading(false);
        const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
        // Another question took this one's place: its answer is on the way.
        if (error.code === 'canceled') return;
        setAnswer((before) => ({ ...before, error }));
      },
    );
    return () => {
      dropped = true;
      lastAsked.current = '';
    };
  }, [enabled, filled, range, stepMs, key, question, environmentId, tick]);
  const isCurrent = answer.environmentId === environmentId;
  return {
    result: isCurrent ? answer.result : null,
    error: answer.error,
    loading,
    stale: isCurrent && answer.result !== null && answer.question !== question,
    expr: filled,
    stepMs,
  };
}
