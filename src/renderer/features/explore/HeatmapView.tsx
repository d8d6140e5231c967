import { IconGridDots } from '@tabler/icons-react';
import { METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { HeatmapChart } from '../../charts/HeatmapChart.tsx';
import { hasNativeHistograms } from '../../charts/histogram-buckets.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { timeRangeStore, useResetZoom } from '../../state/time-range-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { exploreStore } from './explore-store.ts';
import { useExploreSource } from './SourcePicker.tsx';
import type { ShownQuery } from './use-shown-queries.ts';

interface HeatmapViewProps {
  readonly shown: readonly ShownQuery[];
  readonly height: number;
  readonly utc: boolean;
}

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

function isHistogram({ answer }: ShownQuery): boolean {
  const { range } = answer;
  if (range === null) return false;
  return (
    hasNativeHistograms(range) || range.series.some(({ labels }) => labels.some(([name]) => name === 'le'))
  );
}

/** What would make a heatmap of what was asked. */
function hintFor({ query, answer }: ShownQuery): string {
  const names = new Set(
    (answer.range?.series ?? []).flatMap(({ labels }) =>
      labels.filter(([name]) => name === METRIC_NAME_LABEL).map(([, value]) => value),
    ),
  );
  const [name] = names;
  const metric = name?.replace(/_(bucket|sum|count)$/, '');
  return metric === undefined
    ? `“${query.expr}” has no buckets. Sum a histogram’s rate by le, or take the rate of a native histogram.`
    : `“${query.expr}” has no buckets. Try sum by (le) (rate(${metric}_bucket[5m])).`;
}

/** A classic histogram that is there to be shown; null where none is. */
function useHistogramName(): string | null {
  const source = useExploreSource();
  const { data } = useLiveData(() => request('engine.listMetadata', { source }), 'metadata', source ?? '');
  const names = (data ?? []).flatMap(({ name, type }) => (type === 'histogram' ? [name] : []));
  return names.find((name) => /duration|latency/.test(name)) ?? names[0] ?? null;
}

/** The first query that answers with a histogram's buckets. */
export function HeatmapView({ shown, height, utc }: HeatmapViewProps) {
  const leaveZoom = useResetZoom();
  const histogram = shown.find(isHistogram);
  const [first] = shown;
  const histogramName = useHistogramName();
  if (histogram === undefined) {
    return (
      <div style={{ height }}>
        <EmptyState
          icon={IconGridDots}
          title="No histogram to show"
          message={first === undefined ? 'Run a query first.' : hintFor(first)}
          actions={[
            ...(leaveZoom === null
              ? []
              : [{ label: 'Reset zoom', onClick: leaveZoom, testId: testIds.charts.resetZoom }]),
            ...(histogramName === null
              ? []
              : [
                  {
                    label: `Heatmap of ${histogramName}`,
                    variant: 'filled' as const,
                    onClick: () =>
                      exploreStore.getState().openExpr(`sum by (le) (rate(${histogramName}_bucket[1m]))`),
                    testId: testIds.explore.heatmapExample,
                  },
                ]),
          ]}
        />
      </div>
    );
  }
  return (
    <HeatmapChart
      title={histogram.query.expr}
      result={histogram.answer.range}
      bucketUnit={histogram.bucketUnit}
      valueUnit={histogram.unit}
      exprs={[histogram.query.expr]}
      height={height}
      utc={utc}
      stale={histogram.answer.stale}
      onLeaveZoom={leaveZoom}
      onZoom={zoomTo}
      onResetZoom={zoomBack}
      testId={testIds.explore.exploreHeatmap}
    />
  );
}
