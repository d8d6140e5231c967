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
import { cancelQueries } from './cancel-queries.ts';
import { selectRateBaseMs, selectScrapeIntervalMs, useEnvironment } from './environment-store.ts';
import { settleAll } from './partial-answers.ts';
import { onRefresh } from './refresh-clock.ts';
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
  /** How far back a sample may lie and still count; null for PromQL's five minutes. */
  readonly lookbackMs?: number | null;
  /** A range of the panel's own in place of the window's. */
  readonly range?: TimeRange | null;
  /** A panel that is not on screen does not ask. */
  readonly enabled?: boolean;
  /** Who answers: 'local' or a server's id; null for the environment's default. */
  readonly source?: string | null;
  /** A change asks the same question again. */
  readonly run?: number;
}

export interface RangeQueryState {
  /** The last good answers, one an expression and all of one step; they stay while newer data loads and when that fails. */
  readonly results: readonly RangeResult[] | null;
  /** Why there is no newer answer, or none to one of several expressions: that has a result without series. */
  readonly error: AppError | null;
  /** `results` answer other expressions or another range than those asked for now. */
  readonly stale: boolean;
  /** The expressions as sent, with the rate window filled in. */
  readonly exprs: readonly string[];
  readonly stepMs: number;
}

interface Answer {
  readonly results: readonly RangeResult[] | null;
  readonly error: AppError | null;
  /** What was asked; answers to the same question differ in time only. */
  readonly question: string;
  readonly environmentId: string | null;
}

const DEFAULT_MAX_POINTS = 600;
const NO_ANSWER: Answer = { results: null, error: null, question: '', environmentId: null };

function withoutSeries(model: RangeResult): RangeResult {
  return { ...model, series: [], annotations: [] };
}

/** The step of a range in whole points; a range that can't be read falls back to an hour's, the engine says what is wrong. */
export function stepForRange(range: TimeRange, maxPoints: number, minStepMs: number, nowMs: number): number {
  try {
    const { startMs, endMs } = resolveTimeRange(range, nowMs);
    return chooseStepMs(endMs - startMs, maxPoints, minStepMs);
  } catch {
    return chooseStepMs(3_600_000, maxPoints, minStepMs);
  }
}

/** The range that charts show: the panel's own or the window's. */
export function useShownRange(own: TimeRange | null): TimeRange {
  const windowRange = useTimeRange((state) => state.range);
  return own ?? windowRange;
}

/** Fills the rate window into an expression. */
export function fillRateInterval(expr: string, stepMs: number, scrapeIntervalMs: number): string {
  return expr.replaceAll(RATE_INTERVAL, formatDurationMs(rateIntervalMs(stepMs, scrapeIntervalMs)));
}

/**
 * Answers expressions over the window's time range, and again on each refresh. A newer question cancels the one before;
 * old answers stay until the new ones are there. No expressions ask nothing.
 */
export function useRangeQuery(exprs: readonly string[], options: RangeQueryOptions = {}): RangeQueryState {
  const { maxPoints = DEFAULT_MAX_POINTS, enabled = true, run = 0 } = options;
  const key = useId();
  const range = useShownRange(options.range ?? null);
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const rateBaseMs = useEnvironment(selectRateBaseMs);
  const minStepMs = options.minStepMs ?? scrapeIntervalMs;
  const lookbackMs = options.lookbackMs ?? null;
  const source = options.source ?? null;
  const stepMs = useMemo(
    () => options.stepMs ?? stepForRange(range, maxPoints, minStepMs, Date.now()),
    [options.stepMs, range, maxPoints, minStepMs],
  );
  const isAsking = enabled && exprs.length > 0 && environmentId !== null;
  const filled = exprs.map((expr) => fillRateInterval(expr, stepMs, rateBaseMs));
  const question = JSON.stringify([environmentId, source, filled, range.from, range.to, stepMs]);
  const [answer, setAnswer] = useState<Answer>(NO_ANSWER);
  const latest = useRef({ filled, range, stepMs, environmentId, answered: '', waitingFor: '' });
  latest.current = { ...latest.current, filled, range, stepMs, environmentId };
  useEffect(() => {
    if (!isAsking) return;
    const asking = `${question}/${run}`;
    // Refreshes ask without a render of their own: panels only render what was answered.
    return onRefresh((tick) => {
      const asked = latest.current;
      // Scrolling a panel in and out of view asks nothing new between two refreshes, and a refresh does not push aside a
      // question that is still being answered: slow queries would never come to their end.
      if (asked.waitingFor === asking || asked.answered === `${asking}/${tick}`) return;
      asked.waitingFor = asking;
      const settle = (change: (before: Answer) => Answer): void => {
        // Another question took this one's place, or the panel is gone.
        if (latest.current.waitingFor !== asking) return;
        latest.current.waitingFor = '';
        latest.current.answered = `${asking}/${tick}`;
        setAnswer(change);
      };
      const requests = asked.filled.map((expr, i) =>
        request('engine.queryRange', {
          expr,
          range: asked.range,
          stepMs: asked.stepMs,
          lookbackMs,
          supersedeKey: `${key}/${i}`,
          source,
        }),
      );
      settleAll(requests, withoutSeries).then(
        (answers) => settle(() => ({ ...answers, question, environmentId: asked.environmentId })),
        (thrown: unknown) => {
          const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
          settle((before) => (error.code === 'canceled' ? before : { ...before, error }));
        },
      );
    });
  }, [isAsking, key, question, run, lookbackMs, source]);
  useEffect(
    () => () => {
      const { waitingFor, filled: asked } = latest.current;
      latest.current.waitingFor = '';
      // Nobody waits for the answers any more.
      if (waitingFor !== '') cancelQueries(asked.map((_, i) => `${key}/${i}`));
    },
    [key],
  );
  const isCurrent = answer.environmentId === environmentId;
  return {
    results: isCurrent ? answer.results : null,
    error: isCurrent || answer.environmentId === null ? answer.error : null,
    stale: isCurrent && answer.results !== null && answer.question !== question,
    exprs: filled,
    stepMs,
  };
}
