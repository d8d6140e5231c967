import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { BacktestProgress, BacktestResult } from '../../../../shared/domain/backtest.ts';
import type { RangeResult } from '../../../../shared/domain/query.ts';
import type { RuleDraft } from '../../../../shared/domain/rule-draft.ts';
import { request } from '../../../ipc/client.ts';
import { writable } from './use-rule-check.ts';

/** What to replay; `seriesExpr` is what the chart over the timeline shows. */
export interface BacktestPlan {
  readonly rule: RuleDraft;
  readonly file: string;
  readonly group: string;
  readonly intervalMs: number;
  readonly hours: number;
  readonly threshold: number | null;
  readonly seriesExpr: string;
}

export interface BacktestState {
  readonly result: BacktestResult | null;
  readonly series: RangeResult | null;
  readonly failure: string | null;
  /** null while nothing runs. */
  readonly progress: BacktestProgress | null;
  /** The result belongs to other settings than those shown. */
  readonly stale: boolean;
  cancel(): void;
}

const SETTLE_MS = 350;
const POLL_MS = 250;
const CHART_POINTS = 400;
const KEY = 'rule-editor';

function cancelBacktest(): void {
  // Where nothing runs any more there is nothing to cancel.
  request('rules.cancelBacktest', KEY).catch(() => {});
}

/** Replays a rule when its settings rest for a moment. Each new backtest ends the one before. */
export function useBacktest(plan: BacktestPlan | null): BacktestState {
  const text = plan === null ? '' : JSON.stringify(plan);
  const [settled] = useDebouncedValue(text, SETTLE_MS);
  const [answer, setAnswer] = useState<{ readonly text: string; readonly result: BacktestResult } | null>(
    null,
  );
  const [series, setSeries] = useState<RangeResult | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [progress, setProgress] = useState<BacktestProgress | null>(null);

  useEffect(() => {
    if (settled === '') return;
    const { rule, file, group, intervalMs, hours, threshold } = JSON.parse(settled) as BacktestPlan;
    let current = true;
    const poll = setInterval(() => {
      request('rules.getBacktestProgress', KEY).then(
        (next) => current && setProgress(next),
        // The backtest itself says what went wrong.
        () => {},
      );
    }, POLL_MS);
    const end = (): void => {
      clearInterval(poll);
      setProgress(null);
    };
    request('rules.backtest', {
      key: KEY,
      rule: writable(rule),
      place: { file, group },
      intervalMs,
      range: { from: `now-${hours}h`, to: 'now' },
      threshold,
    }).then(
      (result) => {
        if (!current) return;
        end();
        setAnswer({ text: settled, result });
        setFailure(null);
      },
      (thrown: Error) => {
        if (!current) return;
        end();
        setFailure(thrown.message);
      },
    );
    return () => {
      current = false;
      clearInterval(poll);
    };
  }, [settled]);

  // A closed editor wants no answer any more.
  useEffect(() => cancelBacktest, []);

  const chart = plan === null ? '' : JSON.stringify([plan.seriesExpr, plan.hours]);
  const [settledChart] = useDebouncedValue(chart, SETTLE_MS);
  useEffect(() => {
    if (settledChart === '') return;
    const [expr, hours] = JSON.parse(settledChart) as [string, number];
    let current = true;
    request('engine.queryRange', {
      expr,
      range: { from: `now-${hours}h`, to: 'now' },
      stepMs: Math.ceil((hours * 3_600_000) / CHART_POINTS / 1_000) * 1_000,
      lookbackMs: null,
      supersedeKey: `${KEY}/series`,
    }).then(
      (next) => current && setSeries(next),
      () => current && setSeries(null),
    );
    return () => {
      current = false;
    };
  }, [settledChart]);

  return {
    result: answer?.result ?? null,
    series,
    failure,
    progress,
    stale: answer !== null && answer.text !== text,
    cancel: cancelBacktest,
  };
}
