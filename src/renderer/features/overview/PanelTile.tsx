import { Skeleton } from '@mantine/core';
import { memo, useMemo } from 'react';
import type { RangeResult } from '../../../shared/domain/query.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { HeatmapChart } from '../../charts/HeatmapChart.tsx';
import { joinResults } from '../../charts/join-results.ts';
import { limitSeries } from '../../charts/limit-series.ts';
import { SeriesShares } from '../../charts/SeriesShares.tsx';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { useVisible } from '../../charts/use-visible.ts';
import { unitName } from '../../lib/units.ts';
import { useChartNotes } from '../../state/chart-notes.ts';
import { selectGapMs, useEnvironment } from '../../state/environment-store.ts';
import { useRangeQuery } from '../../state/range-query.ts';
import { useSettings } from '../../state/settings-store.ts';
import { timeRangeStore, useResetZoom } from '../../state/time-range-store.ts';
import { Panel } from '../../ui/Panel.tsx';
import { InfoTable } from './InfoTable.tsx';
import classes from './Overview.module.css';
import { PanelActions, PanelCaption } from './PanelActions.tsx';
import type { PanelSpec } from './panel-spec.ts';

const MAX_SERIES = 10;
export const PANEL_HEIGHT = 232;
const SMALL_HEIGHT = 172;
/** Bars and cells need some width each. */
const MAX_POINTS = { heatmap: 64, bars: 40, lines: 400 } as const;

function maxPointsOf(kind: PanelSpec['kind']): number {
  return kind === 'heatmap' ? MAX_POINTS.heatmap : kind === 'bars' ? MAX_POINTS.bars : MAX_POINTS.lines;
}

function resultOf(spec: PanelSpec, results: readonly RangeResult[] | null): RangeResult | null {
  if (results === null) return null;
  const [first] = results;
  if (spec.queries.length === 1) return first ?? null;
  return joinResults(
    results.map((result, i) => ({ result, label: [spec.legendLabel, spec.queries[i]?.legend ?? ''] })),
  );
}

/** As its series are called, which is what a query needs. */
function nameOf({ family, families }: PanelSpec): string {
  return family?.seriesName ?? families[0] ?? '';
}

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

interface PanelTileProps {
  readonly spec: PanelSpec;
  /** One of many: lower, and without a chart while it is out of sight. */
  readonly isSmall?: boolean;
}

/** One panel: asks while it is on screen, draws, says what it asks. */
export const PanelTile = memo(function PanelTile({ spec, isSmall = false }: PanelTileProps) {
  const [ref, visible] = useVisible<HTMLDivElement>();
  const height = isSmall ? SMALL_HEIGHT : PANEL_HEIGHT;
  return (
    <div ref={ref} className={classes.cell} data-wide={(spec.wide && !isSmall) || undefined}>
      {spec.kind === 'info' ? (
        <InfoPanel spec={spec} height={height} isLight={isSmall} />
      ) : (
        <ChartPanel spec={spec} visible={visible} height={height} isLight={isSmall} />
      )}
    </div>
  );
});

function InfoPanel({
  spec,
  height,
  isLight,
}: {
  readonly spec: PanelSpec;
  readonly height: number;
  readonly isLight: boolean;
}) {
  return (
    <Panel
      title={isLight ? <code className={classes.metricName}>{nameOf(spec)}</code> : spec.title}
      caption={isLight ? '' : <PanelCaption expr={spec.queries[0]?.expr ?? ''} />}
      actions={<PanelActions spec={spec} expr={spec.queries[0]?.expr ?? ''} failure="" />}
      testId={testIds.overview.panel(spec.id)}
    >
      <InfoTable expr={spec.queries[0]?.expr ?? ''} height={height} />
    </Panel>
  );
}

interface ChartPanelProps {
  readonly spec: PanelSpec;
  readonly visible: boolean;
  readonly height: number;
  /** Has a chart only while it is in sight. */
  readonly isLight: boolean;
}

function ChartPanel({ spec, visible, height, isLight }: ChartPanelProps) {
  const utc = useSettings((state) => state.settings.utc);
  const exprs = useMemo(() => spec.queries.map(({ expr }) => expr), [spec]);
  const lookbackMs = useEnvironment(selectGapMs);
  const query = useRangeQuery(exprs, { enabled: visible, maxPoints: maxPointsOf(spec.kind), lookbackMs });
  const full = useMemo(() => resultOf(spec, query.results), [spec, query.results]);
  const result = useMemo(
    () => (full === null || spec.kind === 'heatmap' ? full : limitSeries(full, MAX_SERIES)),
    [full, spec.kind],
  );
  const notes = useChartNotes(exprs);
  const leaveZoom = useResetZoom();
  const known = full === null || spec.kind === 'heatmap' ? 0 : Math.max(full.series.length, topOf(spec));
  const caption = query.exprs.at(-1) ?? '';
  const shared = {
    title: spec.title,
    result,
    height,
    utc,
    stale: query.stale,
    exprs: query.exprs,
    onLeaveZoom: leaveZoom,
    onZoom: zoomTo,
    onResetZoom: zoomBack,
  };
  return (
    <Panel
      title={
        <span className={classes.titleLine}>
          <span className={classes.titleName}>
            {isLight ? <code className={classes.metricName}>{nameOf(spec)}</code> : spec.title}
          </span>
          {known > MAX_SERIES && (
            <span className={classes.top}>
              top {MAX_SERIES} of {known.toLocaleString('en')}
            </span>
          )}
        </span>
      }
      caption={isLight ? '' : <PanelCaption expr={caption} unit={unitName(spec.unit)} />}
      actions={
        <PanelActions
          spec={spec}
          expr={caption}
          failure={query.results === null ? '' : (query.error?.message ?? '')}
        />
      }
      testId={testIds.overview.panel(spec.id)}
    >
      {query.error !== null && query.results === null ? (
        <div className={classes.failed} style={{ height }} role="alert">
          {query.error.message}
        </div>
      ) : isLight && !visible ? (
        <div style={{ height }} />
      ) : result === null ? (
        <Skeleton height={height} />
      ) : spec.kind === 'heatmap' ? (
        <HeatmapChart {...shared} bucketUnit={spec.unit} valueUnit={spec.cellUnit ?? 'none'} />
      ) : spec.kind === 'share' ? (
        <SeriesShares {...shared} result={result} unit={spec.unit} />
      ) : (
        <TimeSeriesChart
          {...shared}
          unit={spec.unit}
          mode={spec.kind === 'info' ? 'lines' : spec.kind}
          gaps={notes.gaps}
          regions={notes.regions}
          emptyMessage={spec.kind === 'area' ? 'No rate yet: it takes two scrapes' : 'No data in this range'}
        />
      )}
    </Panel>
  );
}

/** The number of series that a plain selection was cut down from. */
function topOf(spec: PanelSpec): number {
  return spec.queries[0]?.expr.startsWith('topk(') ? spec.seriesCount : 0;
}
