import { Button, Progress, SegmentedControl, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatDurationMs } from '../../../../shared/domain/duration.ts';
import type { RuleDraft, RuleThreshold } from '../../../../shared/domain/rule-draft.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { TimeSeriesChart } from '../../../charts/TimeSeriesChart.tsx';
import { request } from '../../../ipc/client.ts';
import { inferExpressionUnit } from '../../../lib/unit-inference.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { BacktestSliders, type SliderValues } from './BacktestSliders.tsx';
import { BacktestSummary } from './BacktestSummary.tsx';
import { BacktestTimeline } from './BacktestTimeline.tsx';
import classes from './RuleEditor.module.css';
import { readDurationMs } from './rule-drafts.ts';
import { type BacktestPlan, useBacktest } from './use-backtest.ts';

interface BacktestPanelProps {
  readonly rule: RuleDraft | null;
  readonly threshold: RuleThreshold | null;
  readonly file: string;
  readonly group: string;
  readonly intervalMs: number;
  /** Takes the values of the sliders into the rule. */
  readonly onAdopt: (part: Partial<RuleDraft>) => void;
}

const RANGES = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
];
const NO_CHANGES: SliderValues = { forMs: null, keepFiringForMs: null, threshold: null };

/** A rule with what the sliders say in place of its own values. */
function withSliders(rule: RuleDraft, { forMs, keepFiringForMs }: SliderValues): RuleDraft {
  return {
    ...rule,
    ...(forMs === null ? {} : { forText: formatDurationMs(forMs) }),
    ...(keepFiringForMs === null ? {} : { keepFiringForText: formatDurationMs(keepFiringForMs) }),
  };
}

function tonesOf(op: string): 'above' | 'below' | null {
  if (op === '>' || op === '>=') return 'above';
  return op === '<' || op === '<=' ? 'below' : null;
}

/** What the rule would have done over stored history, with sliders to try other values. */
export function BacktestPanel({ rule, threshold, file, group, intervalMs, onAdopt }: BacktestPanelProps) {
  const utc = useSettings((state) => state.settings.utc);
  const [hours, setHours] = useState('6');
  const [sliders, setSliders] = useState<SliderValues>(NO_CHANGES);
  const limit = threshold === null ? null : (sliders.threshold ?? threshold.value);
  const plan: BacktestPlan | null =
    rule === null
      ? null
      : {
          rule: withSliders(rule, sliders),
          file,
          group,
          intervalMs,
          hours: Number(hours),
          threshold: threshold === null ? null : sliders.threshold,
          seriesExpr: threshold?.expr ?? rule.expr,
        };
  const { result, series, failure, progress, stale, cancel } = useBacktest(plan);
  const { data: metadata } = useLiveData(() => request('engine.listMetadata'), 'metadata');
  const families = useMemo(
    () => new Map((metadata ?? []).map((family) => [family.name, family])),
    [metadata],
  );
  const seriesExpr = plan?.seriesExpr ?? '';
  const unit = useMemo(() => inferExpressionUnit(seriesExpr, families), [seriesExpr, families]);
  const lines = useMemo(() => {
    if (limit === null || threshold === null || !Number.isFinite(limit)) return [];
    const fill = tonesOf(threshold.op);
    return [
      {
        value: limit,
        label: `${threshold.op} ${limit}`,
        tone: 'bad' as const,
        line: true,
        ...(fill === null ? {} : { fillTo: fill === 'above' ? Infinity : -Infinity }),
      },
    ];
  }, [limit, threshold]);

  function adopt(): void {
    if (rule === null) return;
    const { forText, keepFiringForText } = withSliders(rule, sliders);
    const { expr } = rule;
    const adopted =
      threshold === null || sliders.threshold === null
        ? expr
        : `${expr.slice(0, threshold.start)}${sliders.threshold}${expr.slice(threshold.end)}`;
    onAdopt({ forText, keepFiringForText, expr: adopted });
    setSliders(NO_CHANGES);
  }

  return (
    <Panel
      title="Backtest"
      testId={testIds.alerts.backtest}
      actions={
        <SegmentedControl
          aria-label="Range of the backtest"
          ml="auto"
          size="xs"
          value={hours}
          onChange={setHours}
          data={RANGES}
        />
      }
    >
      {rule === null ? (
        <Text size="sm" c="dimmed">
          What the rule would have done before appears here once its expression is complete.
        </Text>
      ) : (
        <>
          <BacktestSliders
            forMs={readDurationMs(rule.forText) ?? 0}
            keepFiringForMs={readDurationMs(rule.keepFiringForText) ?? 0}
            threshold={threshold}
            series={series}
            values={sliders}
            onChange={(part) => setSliders((before) => ({ ...before, ...part }))}
            onReset={() => setSliders(NO_CHANGES)}
            onAdopt={adopt}
          />
          {progress !== null && progress.total > 0 && (
            <div className={classes.progress} role="status">
              <Progress
                value={(100 * progress.done) / progress.total}
                aria-label="Backtest"
                flex={1}
                size="sm"
              />
              <span className="numeric">
                {progress.done} of {progress.total} evaluations
              </span>
              <Button variant="subtle" size="compact-xs" color="gray" onClick={cancel}>
                Cancel
              </Button>
            </div>
          )}
          {failure !== null && (
            <Text size="sm" c="var(--sx-bad)" role="alert">
              {failure}
            </Text>
          )}
          {result !== null && (
            <div
              className={classes.outcome}
              data-stale={stale || undefined}
              data-testid={testIds.alerts.backtestOutcome}
            >
              <BacktestSummary result={result} utc={utc} />
              <TimeSeriesChart
                title={seriesExpr}
                result={series}
                unit={unit}
                legend="none"
                thresholds={lines}
                height={150}
                utc={utc}
                emptyMessage="No data in this range"
              />
              <BacktestTimeline result={result} utc={utc} />
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
