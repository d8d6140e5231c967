import { Skeleton } from '@mantine/core';
import { useCallback } from 'react';
import {
  type FilledVariables,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { activeTargets } from '../query/plan-queries.ts';
import { isEmpty, usePanelData } from '../query/use-panel-data.ts';
import { BarGaugeBody } from './BarGaugeBody.tsx';
import type { BodyProps } from './body-props.ts';
import { GaugeBody } from './GaugeBody.tsx';
import { HeatmapBody } from './HeatmapBody.tsx';
import { HistogramBody } from './HistogramBody.tsx';
import { NoData } from './NoData.tsx';
import { PanelFailure, PartialNotice } from './PanelFailure.tsx';
import classes from './Panels.module.css';
import { PieBody } from './PieBody.tsx';
import { StatBody } from './StatBody.tsx';
import { StateTimelineBody } from './StateTimelineBody.tsx';
import { TableBody } from './TableBody.tsx';
import { TimeSeriesBody } from './TimeSeriesBody.tsx';

interface DataBodyProps {
  readonly panel: DataPanel;
  readonly variables: FilledVariables;
  readonly title: string;
  readonly height: number;
  /** Of the grid's 24. */
  readonly columns: number;
  readonly visible: boolean;
  readonly dashboardTitle: string;
  /** Opens the panel's editor; null where it is open. */
  readonly onEdit: (() => void) | null;
}

const PARTIAL_HEIGHT = 20;

/** Points for each of the grid's columns; bars and cells need some width each. */
const POINTS_PER_COLUMN = { lines: 45, bars: 3, cells: 6 } as const;

function maxPointsOf(panel: DataPanel, columns: number): number {
  const kind =
    panel.kind === 'heatmap'
      ? 'cells'
      : panel.kind === 'timeseries' && panel.field.drawStyle === 'bars'
        ? 'bars'
        : 'lines';
  const fitting = Math.max(12, Math.round(columns * POINTS_PER_COLUMN[kind]));
  return panel.kind === 'timeseries' && panel.maxDataPoints !== undefined
    ? Math.min(fitting, Math.max(2, panel.maxDataPoints))
    : fitting;
}

/** Asks for a panel's data and draws it, or says why there is nothing to draw. */
export function DataBody(props: DataBodyProps) {
  const { panel, variables, title, height, visible, dashboardTitle } = props;
  const utc = useSettings((state) => state.settings.utc);
  const maxPoints = maxPointsOf(panel, props.columns);
  const fillText = useCallback(
    (text: string): string => interpolateText(text, variables, currentBuiltins(dashboardTitle)).text,
    [variables, dashboardTitle],
  );
  const data = usePanelData(panel, variables, { enabled: visible, maxPoints, dashboardTitle });
  if (activeTargets(panel).length === 0) {
    return <p className={classes.message}>This panel has no query that can be asked.</p>;
  }
  if (data.error !== null) {
    return <PanelFailure message={data.error.message} exprs={data.exprs} onEdit={props.onEdit} />;
  }
  if (data.ranges === null || data.instants === null) return <Skeleton height={height} radius="sm" />;
  const { partial } = data;
  if (partial === null && isEmpty(data) && panel.field.noValue === undefined) {
    return <NoData {...{ panel, variables, height }} exprs={data.exprs} onEdit={props.onEdit} />;
  }
  return (
    <>
      {partial !== null && <PartialNotice message={partial.message} />}
      <div className={classes.drawn} data-stale={data.stale || undefined}>
        <Body
          panel={panel}
          data={data}
          title={title}
          height={partial === null ? height : height - PARTIAL_HEIGHT}
          utc={utc}
          fillText={fillText}
        />
      </div>
    </>
  );
}

function Body({ panel, ...rest }: BodyProps) {
  switch (panel.kind) {
    case 'timeseries':
      return <TimeSeriesBody panel={panel} {...rest} />;
    case 'histogram':
      return <HistogramBody panel={panel} {...rest} />;
    case 'heatmap':
      return <HeatmapBody panel={panel} {...rest} />;
    case 'stat':
      return <StatBody panel={panel} {...rest} />;
    case 'gauge':
      return <GaugeBody panel={panel} {...rest} />;
    case 'bargauge':
    case 'barchart':
      return <BarGaugeBody panel={panel} {...rest} />;
    case 'piechart':
      return <PieBody panel={panel} {...rest} />;
    case 'state-timeline':
      return <StateTimelineBody panel={panel} {...rest} />;
    case 'table':
      return <TableBody panel={panel} {...rest} />;
    default:
      return null;
  }
}
