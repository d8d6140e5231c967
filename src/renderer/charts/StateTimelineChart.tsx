import { useMemo } from 'react';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { TestId } from '../../shared/test-ids.ts';
import type { Unit } from '../lib/units.ts';
import { plotSeriesOf } from './build-plot.ts';
import { buildStates, type StateName } from './build-states.ts';
import { useChartColors } from './chart-colors.ts';
import { PlotView } from './PlotView.tsx';

interface StateTimelineChartProps {
  readonly title: string;
  /** null while nothing was answered yet. */
  readonly result: RangeResult | null;
  /** Must stay the same function while nothing changes. */
  readonly nameState: (value: number) => StateName;
  readonly unit: Unit;
  readonly height: number;
  readonly utc: boolean;
  readonly stale?: boolean;
  readonly exprs?: readonly string[];
  /** Leaves the part of time that is zoomed into; null where none is. */
  readonly onLeaveZoom?: (() => void) | null;
  readonly onZoom?: (startMs: number, endMs: number) => void;
  readonly onResetZoom?: () => void;
  readonly testId?: TestId;
}

const MAX_ROWS = 60;

/** The states that series go through, a row each. */
export function StateTimelineChart(props: StateTimelineChartProps) {
  const { title, result, nameState, unit, height, utc } = props;
  const { scheme, colors } = useChartColors();
  const plot = useMemo(() => {
    if (result === null) return null;
    const series = plotSeriesOf(result, title, scheme).slice(0, MAX_ROWS);
    return buildStates(result, series, { nameState, colors, unit, utc });
  }, [result, title, scheme, nameState, colors, unit, utc]);
  const isEmpty = plot !== null && plot.series.length === 0;
  const now = (plot?.states ?? []).map((spans, row) => {
    const state = spans.at(-1);
    return `${plot?.series[row]?.name ?? ''} ${state?.text ?? 'unknown'}`;
  });
  return (
    <PlotView
      plot={isEmpty ? null : plot}
      title={title}
      summary={`${title}, ${now.length} rows: ${now.slice(0, 5).join('; ')}`}
      unit={unit}
      result={result}
      exprs={props.exprs}
      height={height}
      stale={props.stale ?? false}
      emptyMessage={isEmpty ? 'No data in this range' : null}
      onLeaveZoom={props.onLeaveZoom}
      utc={utc}
      onZoom={props.onZoom}
      onResetZoom={props.onResetZoom}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    />
  );
}
