import { useMemo } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { useChartNotes } from '../../state/chart-notes.ts';
import { useExemplars } from '../../state/exemplars.ts';
import { timeRangeStore, useResetZoom } from '../../state/time-range-store.ts';
import type { ShownQuery } from './ExploreResult.tsx';
import { exploreStore } from './explore-store.ts';
import { graphData } from './graph-data.ts';

interface GraphViewProps {
  readonly shown: readonly ShownQuery[];
  readonly height: number;
  readonly utc: boolean;
}

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

/** All queries on one chart. */
export function GraphView({ shown, height, utc }: GraphViewProps) {
  const style = useStore(exploreStore, (state) => state.style);
  const scale = useStore(exploreStore, (state) => state.scale);
  const title = shown.map(({ query }) => query.expr).join('; ');
  const exprs = useMemo(() => shown.map(({ query }) => query.expr), [shown]);
  const data = useMemo(
    () =>
      graphData(
        shown.flatMap(({ query, answer, unit }) =>
          answer.range === null ? [] : [{ id: query.id, result: answer.range, unit }],
        ),
        style === 'points' ? 'dots' : undefined,
        title,
      ),
    [shown, style, title],
  );
  const notes = useChartNotes(exprs);
  const showsExemplars = useStore(exploreStore, (state) => state.exemplars);
  const marks = useExemplars(exprs[0] ?? '', showsExemplars);
  const [first] = shown;
  const leaveZoom = useResetZoom();
  return (
    <TimeSeriesChart
      title={title}
      result={data?.result ?? null}
      unit={data?.unit ?? 'none'}
      {...(data === null ? {} : { rightUnit: data.rightUnit, hints: data.hints })}
      mode={style === 'stack' ? 'stack' : shown.length === 1 && style === 'lines' ? 'area' : 'lines'}
      scale={scale}
      // With several queries the bands of one would hide the lines of the others.
      band={shown.length === 1 && style !== 'stack' ? (first?.answer.band ?? null) : null}
      exprs={exprs}
      gaps={notes.gaps}
      regions={notes.regions}
      marks={marks}
      legend="table"
      height={height}
      utc={utc}
      stale={shown.some(({ answer }) => answer.stale)}
      emptyMessage="No series match in this range. Check the names of metric and labels, or choose a longer range."
      onLeaveZoom={leaveZoom}
      onZoom={zoomTo}
      onResetZoom={zoomBack}
      testId={testIds.explore.exploreChart}
    />
  );
}
