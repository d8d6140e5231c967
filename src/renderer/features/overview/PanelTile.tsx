import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconArrowUpRight, IconInfoCircle, IconListTree } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import type { RangeResult } from '../../../shared/domain/query.ts';
import { HeatmapChart } from '../../charts/HeatmapChart.tsx';
import { joinResults } from '../../charts/join-results.ts';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { useVisible } from '../../charts/use-visible.ts';
import { request } from '../../ipc/client.ts';
import { unitName } from '../../lib/units.ts';
import { useChartNotes } from '../../state/chart-notes.ts';
import { selectGapMs, useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { useRangeQuery } from '../../state/range-query.ts';
import { useSettings } from '../../state/settings-store.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';
import { Panel } from '../../ui/Panel.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { InfoTable } from './InfoTable.tsx';
import { limitSeries } from './limit-series.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';
import { PinMenu } from './PinMenu.tsx';
import type { PanelSpec } from './panel-spec.ts';

const MAX_SERIES = 10;
export const PANEL_HEIGHT = 232;
const SMALL_HEIGHT = 150;
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

const WITH_FOCUS = { hover: true, focus: true, touch: true } as const;

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

function copyExpr(expr: string): void {
  request('app.copyText', expr).then(
    () => notifications.show({ message: 'Expression copied', autoClose: 2_000 }),
    reportFailure('The expression could not be copied'),
  );
}

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
        <InfoPanel spec={spec} height={height} />
      ) : (
        <ChartPanel spec={spec} visible={visible} height={height} isLight={isSmall} />
      )}
    </div>
  );
});

function InfoPanel({ spec, height }: { readonly spec: PanelSpec; readonly height: number }) {
  return (
    <Panel
      title={spec.title}
      caption={<PanelCaption expr={spec.queries[0]?.expr ?? ''} />}
      actions={<PanelActions spec={spec} expr={spec.queries[0]?.expr ?? ''} failure="" />}
      testId={`panel-${spec.id}`}
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
  const known = full === null || spec.kind === 'heatmap' ? 0 : Math.max(full.series.length, topOf(spec));
  const shared = {
    title: spec.title,
    result,
    height,
    utc,
    stale: query.stale,
    exprs: query.exprs,
    onZoom: zoomTo,
    onResetZoom: zoomBack,
  };
  return (
    <Panel
      title={
        <>
          {spec.title}
          {known > MAX_SERIES && (
            <span className={classes.top}>
              top {MAX_SERIES} of {known}
            </span>
          )}
        </>
      }
      caption={<PanelCaption expr={query.exprs.at(-1) ?? ''} unit={unitName(spec.unit)} />}
      actions={
        <PanelActions
          spec={spec}
          expr={query.exprs.at(-1) ?? ''}
          failure={query.results === null ? '' : (query.error?.message ?? '')}
        />
      }
      testId={`panel-${spec.id}`}
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

// Live data renders a panel with each refresh: what does not change with it stays.
const PanelCaption = memo(function PanelCaption({
  expr,
  unit = '',
}: {
  readonly expr: string;
  readonly unit?: string;
}) {
  return (
    <Tooltip
      label={`${expr} — click to copy`}
      multiline
      maw={520}
      position="bottom-end"
      disabled={expr === ''}
    >
      <button
        type="button"
        className={classes.expr}
        aria-label={`Copy ${expr}`}
        data-testid="panel-expr"
        onClick={() => copyExpr(expr)}
      >
        <code>{expr}</code>
        {unit !== '' && <span className="visually-hidden">, in {unit}</span>}
      </button>
    </Tooltip>
  );
});

const PanelActions = memo(function PanelActions({
  spec,
  expr,
  failure,
}: {
  readonly spec: PanelSpec;
  readonly expr: string;
  /** Why what is shown is not the newest; '' where it is. */
  readonly failure: string;
}) {
  return (
    <>
      {failure !== '' && (
        <Tooltip label={`Not refreshed: ${failure}`} multiline maw={360} events={WITH_FOCUS}>
          <ActionIcon
            variant="subtle"
            color="yellow"
            size={24}
            aria-label={`${spec.title} was not refreshed: ${failure}`}
            data-testid="panel-failure"
          >
            <IconAlertTriangle size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {spec.help !== '' && (
        <Tooltip label={spec.help} multiline maw={360} events={WITH_FOCUS}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`About ${spec.title}: ${spec.help}`}
          >
            <IconInfoCircle size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {spec.family !== undefined && spec.seriesCount > 1 && !spec.id.startsWith('by:') && (
        <Tooltip label="Break down by label">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Break ${spec.title} down by label`}
            data-testid="break-down"
            onClick={() => overviewStore.setState({ brokenDown: spec.family ?? null })}
          >
            <IconListTree size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <PinMenu spec={spec} />
      <Tooltip label="Open in Explore">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Open ${spec.title} in Explore`}
          data-testid="open-in-explore"
          onClick={() => navigationStore.getState().openExplore(expr)}
        >
          <IconArrowUpRight size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
});
