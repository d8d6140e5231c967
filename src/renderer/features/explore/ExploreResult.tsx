import { SegmentedControl, Skeleton } from '@mantine/core';
import { useElementSize, useViewportSize } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import type { QueryAnnotation, QueryStats } from '../../../shared/domain/query.ts';
import type { AppError } from '../../../shared/errors.ts';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { request } from '../../ipc/client.ts';
import { formatCount, formatLatency } from '../../lib/format.ts';
import { instantToCsv, instantToJson, rangeToCsv, rangeToJson } from '../../lib/result-text.ts';
import { inferExpressionUnit } from '../../lib/unit-inference.ts';
import { unitName } from '../../lib/units.ts';
import type { EditorMark } from '../../promql-editor/PromqlEditor.tsx';
import { useLiveData } from '../../state/live-data.ts';
import { useRangeQuery } from '../../state/range-query.ts';
import { useSettings } from '../../state/settings-store.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { CopyMenu } from './CopyMenu.tsx';
import classes from './Explore.module.css';
import { exploreStore, type ResultTab } from './explore-store.ts';
import { InstantTable } from './InstantTable.tsx';
import { QueryNotes } from './QueryNotes.tsx';
import { useInstantQuery } from './use-instant-query.ts';

interface ExploreResultProps {
  readonly expr: string;
  /** Where the expression is wrong, for the editor; null when it is not. */
  readonly onMark: (mark: EditorMark | null) => void;
}

const MIN_HEIGHT = 360;
/** What stands above and below the chart on the page, CSS pixels. */
const CHROME_HEIGHT = 232;
const TABS: { value: ResultTab; label: string }[] = [
  { value: 'graph', label: 'Graph' },
  { value: 'table', label: 'Table' },
];

const listMetadata = () => request('engine.listMetadata');
const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

function markOf(error: AppError | null): EditorMark | null {
  if (error === null) return null;
  const start = error.details?.start;
  const end = error.details?.end;
  return typeof start === 'number' && typeof end === 'number' ? { start, end, message: error.message } : null;
}

/** The answer to an expression: graph over the time range, or table of now. */
export function ExploreResult({ expr, onMark }: ExploreResultProps) {
  const tab = useStore(exploreStore, (state) => state.tab);
  const run = useStore(exploreStore, (state) => state.run);
  const stacked = useStore(exploreStore, (state) => state.stacked);
  const utc = useSettings((state) => state.settings.utc);
  const { ref, width } = useElementSize();
  const viewport = useViewportSize();
  const metadata = useLiveData(listMetadata, 'metadata');
  const unit = useMemo(
    () => inferExpressionUnit(expr, new Map((metadata.data ?? []).map((entry) => [entry.name, entry]))),
    [expr, metadata.data],
  );
  const exprs = useMemo(() => [expr], [expr]);
  const range = useRangeQuery(exprs, {
    enabled: tab === 'graph' && width > 0,
    // In steps, so that resizing the window does not ask again for each pixel.
    maxPoints: Math.max(200, Math.floor(width / 200) * 200),
    run,
  });
  const instant = useInstantQuery(expr, run, tab === 'table');
  const result = range.results?.[0] ?? null;
  const shown = tab === 'graph' ? { ...range, result } : instant;
  const { error } = shown;
  useEffect(() => onMark(markOf(error)), [error, onMark]);
  const height = Math.max(MIN_HEIGHT, viewport.height - CHROME_HEIGHT);
  const formats = useMemo(() => {
    if (tab === 'graph') {
      return result === null ? null : { csv: () => rangeToCsv(result), json: () => rangeToJson(result) };
    }
    const table = instant.result;
    return table === null ? null : { csv: () => instantToCsv(table), json: () => instantToJson(table) };
  }, [tab, result, instant.result]);
  return (
    <div ref={ref}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          data={TABS}
          value={tab}
          aria-label="Result as"
          onChange={(value) => exploreStore.getState().setTab(value as ResultTab)}
        />
        {tab === 'graph' && (
          <SegmentedControl
            size="xs"
            data={[
              { value: 'lines', label: 'Lines' },
              { value: 'stack', label: 'Stacked' },
            ]}
            value={stacked ? 'stack' : 'lines'}
            aria-label="Graph style"
            onChange={(value) => exploreStore.getState().setStacked(value === 'stack')}
          />
        )}
        <Statistics
          stats={error === null ? (shown.result?.stats ?? null) : null}
          unit={unitName(unit)}
          step={tab === 'graph' ? `step ${formatDurationMs(range.stepMs)}` : ''}
        />
        <CopyMenu formats={error === null ? formats : null} />
      </div>
      {error !== null ? (
        <ErrorState title="The query failed" message={error.message} testId="query-error" />
      ) : shown.result === null ? (
        <Skeleton height={height} aria-label="Loading the result" />
      ) : tab === 'graph' ? (
        <TimeSeriesChart
          title={expr}
          result={result}
          unit={unit}
          mode={stacked ? 'stack' : (result?.series.length ?? 0) === 1 ? 'area' : 'lines'}
          legend="table"
          height={height}
          utc={utc}
          stale={range.stale}
          emptyMessage="No series match in this range"
          onZoom={zoomTo}
          onResetZoom={zoomBack}
          testId="explore-chart"
        />
      ) : (
        instant.result !== null && (
          <InstantTable result={instant.result} unit={unit} utc={utc} height={height} />
        )
      )}
      {error === null && <Notes annotations={shown.result?.annotations ?? []} />}
    </div>
  );
}

function Notes({ annotations }: { readonly annotations: readonly QueryAnnotation[] }) {
  return <QueryNotes annotations={annotations} />;
}

interface StatisticsProps {
  readonly stats: QueryStats | null;
  readonly unit: string;
  readonly step: string;
}

function Statistics({ stats, unit, step }: StatisticsProps) {
  const parts =
    stats === null
      ? []
      : [
          stats.seriesCount === 1 ? '1 series' : `${formatCount(stats.seriesCount)} series`,
          `${formatCount(stats.samplesRead)} samples read`,
          formatLatency(stats.evaluationMs),
          step,
          unit,
        ];
  return (
    <span className={classes.stats} data-testid="query-stats">
      {parts.filter(Boolean).join(' · ')}
    </span>
  );
}
