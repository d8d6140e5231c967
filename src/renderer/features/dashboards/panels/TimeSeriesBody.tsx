import { useMemo } from 'react';
import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { TimeSeriesPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { AxisScale } from '../../../charts/axis-scale.ts';
import type { PlotMode } from '../../../charts/build-plot.ts';
import type { LegendKind } from '../../../charts/ChartLegend.tsx';
import type { LegendFigure } from '../../../charts/LegendTable.tsx';
import type { AxisBounds } from '../../../charts/plot.ts';
import { TimeSeriesChart } from '../../../charts/TimeSeriesChart.tsx';
import { useChartNotes } from '../../../state/chart-notes.ts';
import { timeRangeStore, useResetZoom } from '../../../state/time-range-store.ts';
import { useDashboardMarks } from '../annotations/dashboard-marks.ts';
import { chartResult, toShares } from '../display/chart-result.ts';
import { type FieldUnit, fieldUnit } from '../display/field-unit.ts';
import { panelThresholds } from '../display/panel-thresholds.ts';
import { usePanelExemplars } from '../query/use-panel-exemplars.ts';
import type { BodyProps } from './body-props.ts';
import classes from './Panels.module.css';

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();
const LEFT_OUT_HEIGHT = 18;
/** A legend below a chart this low leaves no room for the lines. */
const LEAST_HEIGHT_WITH_LEGEND = 110;
const SHARES: FieldUnit = { unit: 'percent', factor: 1 };

function modeOf(field: FieldOptions): PlotMode {
  if (field.drawStyle === 'bars') return 'bars';
  const stacking = field.stacking?.mode ?? 'none';
  if (stacking !== 'none') return 'stack';
  return (field.fillOpacity ?? 0) > 0 ? 'area' : 'lines';
}

function legendOf({ options }: TimeSeriesPanel, height: number): LegendKind {
  const { legend } = options;
  if (legend?.show === false || legend?.mode === 'hidden' || height < LEAST_HEIGHT_WITH_LEGEND) return 'none';
  return legend?.mode === 'table' ? 'table' : 'list';
}

const FIGURES: Readonly<Record<string, LegendFigure>> = {
  last: 'last',
  lastNotNull: 'last',
  min: 'min',
  max: 'max',
  mean: 'mean',
  sum: 'total',
};

/** The columns of a legend's table that the file asks for; the last value where it names none that is known. */
function legendFigures({ options }: TimeSeriesPanel): readonly LegendFigure[] {
  const known = (options.legend?.calcs ?? []).flatMap((calc) => FIGURES[calc] ?? []);
  return known.length === 0 ? ['last'] : known;
}

/** Ends of the axis in the chart's own unit. Shares always reach from none to all. */
function boundsOf(field: FieldOptions, { factor }: FieldUnit, isShare: boolean): AxisBounds {
  if (isShare) return { min: 0, max: 100 };
  const scaled = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value * factor;
  return {
    min: scaled(field.min),
    max: scaled(field.max),
    softMin: scaled(field.softMin),
    softMax: scaled(field.softMax),
  };
}

function scaleOf({ scale }: FieldOptions): AxisScale {
  if (scale?.type === 'symlog') return 'symlog';
  if (scale?.type !== 'log') return 'linear';
  return scale.logBase === 2 ? 'log2' : 'log10';
}

/** How long a hole is bridged, ms. */
function connectMsOf({ connectGaps }: FieldOptions): number {
  return connectGaps === true ? Infinity : typeof connectGaps === 'number' ? connectGaps : 0;
}

/** Series over time. */
export function TimeSeriesBody({ panel, data, title, height, utc }: BodyProps<TimeSeriesPanel>) {
  const isShare = panel.field.stacking?.mode === 'percent';
  const unit = useMemo(() => (isShare ? SHARES : fieldUnit(panel.field.unit)), [panel, isShare]);
  const chart = useMemo(() => {
    const made = chartResult(panel, data.ranges ?? [], unit.factor);
    return made === null || !isShare ? made : { ...made, result: toShares(made.result) };
  }, [panel, data.ranges, unit, isShare]);
  const figures = useMemo(() => legendFigures(panel), [panel]);
  const thresholds = useMemo(() => panelThresholds(panel.field, unit), [panel, unit]);
  const bounds = useMemo(() => boundsOf(panel.field, unit, isShare), [panel, unit, isShare]);
  const right = chart?.right ?? null;
  const rightUnit = useMemo(() => fieldUnit(right?.unit ?? panel.field.unit), [right, panel]);
  const rightBounds = useMemo(
    () => (right === null ? {} : boundsOf(right, rightUnit, false)),
    [right, rightUnit],
  );
  const exprs = useMemo(() => (data.ranges ?? []).map(({ query }) => query.expr), [data.ranges]);
  const notes = useChartNotes(exprs);
  const annotations = useDashboardMarks();
  const marks = usePanelExemplars(panel, data, unit.factor);
  const leaveZoom = useResetZoom();
  const regions = useMemo(() => [...notes.regions, ...annotations], [notes.regions, annotations]);
  const { linearThreshold } = panel.field.scale ?? {};
  const leftOut = chart?.leftOut ?? 0;
  return (
    <>
      <TimeSeriesChart
        title={title}
        result={chart?.result ?? null}
        unit={unit.unit}
        mode={modeOf(panel.field)}
        legend={legendOf(panel, height)}
        legendFigures={figures}
        thresholds={thresholds}
        {...(chart === null ? {} : { hints: chart.hints })}
        bounds={bounds}
        scale={scaleOf(panel.field)}
        {...(linearThreshold === undefined ? {} : { linearBelow: linearThreshold })}
        rightUnit={rightUnit.unit}
        rightBounds={rightBounds}
        axisName={panel.field.axisLabel}
        rightAxisName={right?.axisLabel === panel.field.axisLabel ? undefined : right?.axisLabel}
        marks={marks}
        connectMs={connectMsOf(panel.field)}
        gaps={notes.gaps}
        regions={regions}
        exprs={exprs}
        height={leftOut > 0 ? height - LEFT_OUT_HEIGHT : height}
        utc={utc}
        stale={data.stale}
        onLeaveZoom={leaveZoom}
        onZoom={zoomTo}
        onResetZoom={zoomBack}
      />
      {leftOut > 0 && <p className={classes.more}>{leftOut} more series are not drawn.</p>}
    </>
  );
}
