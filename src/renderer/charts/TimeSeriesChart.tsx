import { useCallback, useMemo, useRef, useState } from 'react';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { formatValue, type Unit } from '../lib/units.ts';
import type { AxisScale } from './axis-scale.ts';
import { bandsOf, buildPlot, describeResult, type PlotMode, plotSeriesOf } from './build-plot.ts';
import { ChartLegend, type LegendKind } from './ChartLegend.tsx';
import { useChartColors } from './chart-colors.ts';
import type { LegendFigure } from './LegendTable.tsx';
import { type HiddenKeys, isolateSeries, toggleSeries } from './legend-selection.ts';
import { PlotView } from './PlotView.tsx';
import type { AxisBounds, Gap, PlotMark, Region, SeriesHint, Threshold } from './plot.ts';

interface TimeSeriesChartProps {
  readonly title: string;
  /** null while nothing was answered yet. */
  readonly result: RangeResult | null;
  readonly unit: Unit;
  /** `area` fills below up to four lines, `stack` and `bars` add the series up. */
  readonly mode?: PlotMode;
  readonly legend?: LegendKind;
  /** Of a legend that is a table; all where not given. */
  readonly legendFigures?: readonly LegendFigure[] | undefined;
  readonly thresholds?: readonly Threshold[];
  readonly regions?: readonly Region[];
  /** By the series' names; must stay the same object while nothing changes. */
  readonly hints?: ReadonlyMap<string, SeriesHint>;
  /** Labels that every series is called by, also where all share them; must stay the same object. */
  readonly toldLabels?: readonly string[];
  readonly bounds?: AxisBounds;
  /** [linear] */
  readonly scale?: AxisScale;
  /** Magnitude below which a symlog axis is linear. */
  readonly linearBelow?: number;
  /** Of the series whose hint says `right`. */
  readonly rightUnit?: Unit;
  readonly rightBounds?: AxisBounds;
  /** What stands along the axes. */
  readonly axisName?: string | undefined;
  readonly rightAxisName?: string | undefined;
  /** Holes up to this long are bridged, ms [0]. */
  readonly connectMs?: number;
  /** Why samples are missing, told where there are none. */
  readonly gaps?: readonly Gap[];
  readonly marks?: readonly PlotMark[];
  /** The least and the greatest values around the steps of `result`, drawn as a band. */
  readonly band?: { readonly low: RangeResult; readonly high: RangeResult } | null;
  /** The expressions behind it, for copying. */
  readonly exprs?: readonly string[];
  /** CSS pixels, with the legend. */
  readonly height: number;
  readonly utc: boolean;
  /** What is shown belongs to another range or expression: it is dimmed. */
  readonly stale?: boolean;
  /** Said where the result has no series. */
  readonly emptyMessage?: string;
  /** Leaves the part of time that is zoomed into; null where none is. */
  readonly onLeaveZoom?: (() => void) | null;
  readonly onZoom?: (startMs: number, endMs: number) => void;
  readonly onResetZoom?: () => void;
  readonly testId?: TestId;
}

const NO_THRESHOLDS: readonly Threshold[] = [];
const NO_REGIONS: readonly Region[] = [];
const TICK_ROOM_PX = 52;

/** Series over time: lines, filled lines, stacks or bars of columns on one grid. */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const {
    title,
    result,
    unit,
    height,
    utc,
    mode = 'lines',
    legend = 'list',
    hints,
    bounds,
    toldLabels,
  } = props;
  const { band = null, scale, linearBelow, rightUnit, rightBounds, connectMs, gaps, marks } = props;
  const { axisName, rightAxisName } = props;
  const { thresholds = NO_THRESHOLDS, regions = NO_REGIONS, emptyMessage = 'No data in this range' } = props;
  const { scheme, colors } = useChartColors();
  const [hidden, setHidden] = useState<HiddenKeys>(new Set());
  const all = useMemo(
    () =>
      result === null
        ? []
        : plotSeriesOf(
            result,
            title,
            scheme,
            hints,
            band === null ? [] : bandsOf(result, band.low, band.high),
            toldLabels,
          ),
    [result, title, scheme, hints, band, toldLabels],
  );
  const legendRoom = legend === 'none' ? 0 : legend === 'list' ? 30 : height * 0.4;
  const maxTicks = Math.min(7, Math.max(3, Math.floor((height - legendRoom) / TICK_ROOM_PX) + 1));
  const plot = useMemo(
    () =>
      result === null
        ? null
        : buildPlot(result, all, {
            mode,
            unit,
            scheme,
            colors,
            utc,
            hidden: keepKnown(hidden, all),
            thresholds,
            regions,
            maxTicks,
            bounds,
            scale,
            linearBelow,
            rightUnit,
            rightBounds,
            axisName,
            rightAxisName,
            connectMs,
            gaps,
            marks,
          }),
    [
      result,
      all,
      mode,
      unit,
      scheme,
      colors,
      utc,
      hidden,
      thresholds,
      regions,
      maxTicks,
      bounds,
      scale,
      linearBelow,
      rightUnit,
      rightBounds,
      axisName,
      rightAxisName,
      connectMs,
      gaps,
      marks,
    ],
  );
  const summary = useMemo(
    () =>
      describeResult(title, all, (value, one) =>
        formatValue(value, one.right === true ? (rightUnit ?? unit) : unit),
      ),
    [title, all, unit, rightUnit],
  );
  const allRef = useRef(all);
  allRef.current = all;
  const handleSelect = useCallback((key: string, toggle: boolean) => {
    const keys = allRef.current.map((series) => series.key);
    setHidden((before) => (toggle ? toggleSeries : isolateSeries)(before, key, keys));
  }, []);
  const isEmpty = result !== null && all.length === 0;
  return (
    <PlotView
      plot={isEmpty ? null : plot}
      title={title}
      summary={summary}
      unit={unit}
      result={result}
      exprs={props.exprs}
      height={height}
      stale={props.stale ?? false}
      emptyMessage={isEmpty ? emptyMessage : null}
      onLeaveZoom={props.onLeaveZoom}
      utc={utc}
      legend={
        <ChartLegend
          kind={legend}
          series={all}
          hidden={hidden}
          unit={unit}
          rightUnit={rightUnit ?? unit}
          figures={props.legendFigures}
          maxHeight={height * 0.4}
          onSelect={handleSelect}
        />
      }
      onZoom={props.onZoom}
      onResetZoom={props.onResetZoom}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    />
  );
}

/** Series that were isolated may be gone from newer data: then all are shown rather than none. */
function keepKnown(hidden: HiddenKeys, all: readonly { readonly key: string }[]): HiddenKeys {
  return all.length > 0 && all.every(({ key }) => hidden.has(key)) ? new Set() : hidden;
}
