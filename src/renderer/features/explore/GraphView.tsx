import { spotlight } from '@mantine/spotlight';
import { IconChartLine } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { limitSeries } from '../../charts/limit-series.ts';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { useChartNotes } from '../../state/chart-notes.ts';
import { useExemplars } from '../../state/exemplars.ts';
import { timeRangeStore, useResetZoom } from '../../state/time-range-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MAX_DRAWN } from './DrawnPart.tsx';
import { exploreStore } from './explore-store.ts';
import { graphData } from './graph-data.ts';
import type { ShownQuery } from './use-shown-queries.ts';

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
  const exprs = useMemo(
    () => shown.filter(({ answer }) => answer.error === null).map(({ query }) => query.expr),
    [shown],
  );
  const title = exprs.join('; ');
  const data = useMemo(
    () =>
      graphData(
        shown.flatMap(({ query, answer, unit }) =>
          answer.range === null ? [] : [{ id: query.id, result: limitSeries(answer.range, MAX_DRAWN), unit }],
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
  if (data !== null && data.result.series.length === 0 && leaveZoom === null)
    return <NoSeries height={height} />;
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
      onLeaveZoom={leaveZoom}
      onZoom={zoomTo}
      onResetZoom={zoomBack}
      testId={testIds.explore.exploreChart}
    />
  );
}

const LONGER_RANGE = { from: 'now-24h', to: 'now' } as const;

/** Why there is nothing to draw, where nothing is zoomed into. */
function NoSeries({ height }: { readonly height: number }) {
  return (
    <div style={{ height }}>
      <EmptyState
        icon={IconChartLine}
        title="No series match in this range"
        message="Nothing has these names and labels at that time, or no value meets the condition."
        actions={[
          {
            label: 'Look at 24 hours',
            onClick: () => timeRangeStore.getState().setRange(LONGER_RANGE),
          },
          { label: 'Search metrics', onClick: () => spotlight.open() },
        ]}
        testId={testIds.explore.exploreNoSeries}
      />
    </div>
  );
}
