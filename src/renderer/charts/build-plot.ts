import type { RangeResult } from '../../shared/domain/query.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { assignSeriesStyles, freeSlotStyle, type SchemeName } from '../lib/series-colors.ts';
import { nameSeries } from '../lib/series-names.ts';
import type { Unit } from '../lib/units.ts';
import type { AxisScale } from './axis-scale.ts';
import { buildAxis } from './build-axis.ts';
import { columnStats, stackColumns } from './column-stats.ts';
import type { HiddenKeys } from './legend-selection.ts';
import type {
  AxisBounds,
  Gap,
  Plot,
  PlotColors,
  PlotMark,
  PlotSeries,
  Region,
  SeriesBand,
  SeriesHint,
  Threshold,
} from './plot.ts';

export type PlotMode = 'lines' | 'area' | 'stack' | 'bars';

export interface BuildPlotOptions {
  readonly mode: PlotMode;
  readonly unit: Unit;
  readonly scheme: SchemeName;
  readonly colors: PlotColors;
  readonly utc: boolean;
  readonly hidden: HiddenKeys;
  readonly thresholds: readonly Threshold[];
  readonly regions: readonly Region[];
  readonly maxTicks: number;
  readonly bounds?: AxisBounds | undefined;
  /** [linear] */
  readonly scale?: AxisScale | undefined;
  /** Magnitude below which a symlog scale is linear. */
  readonly linearBelow?: number | undefined;
  /** Of the series that are `right`; the left axis' where not given. */
  readonly rightUnit?: Unit | undefined;
  readonly rightBounds?: AxisBounds | undefined;
  /** What stands along the axes. */
  readonly axisName?: string | undefined;
  readonly rightAxisName?: string | undefined;
  /** Holes up to this long are bridged, ms [0]. */
  readonly connectMs?: number | undefined;
  readonly gaps?: readonly Gap[] | undefined;
  readonly marks?: readonly PlotMark[] | undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

const NO_HINTS: ReadonlyMap<string, SeriesHint> = new Map();

/**
 * Lays hints over the styles. A slot that is taken, or that an own style happens to have, gives way to the next free one;
 * dashes tell series apart once there are more than slots.
 */
function applyHints(
  series: readonly PlotSeries[],
  hints: ReadonlyMap<string, SeriesHint>,
  scheme: SchemeName,
): readonly PlotSeries[] {
  if (hints.size === 0) return series;
  const taken: string[] = [];
  const wished = series.map((one) => {
    const slot = hints.get(one.name)?.slot;
    if (slot === undefined) return one;
    const style = freeSlotStyle(slot, taken, scheme);
    taken.push(style.color);
    return { ...one, ...style };
  });
  const isWished = taken.length > 0;
  return wished.map((one): PlotSeries => {
    const hint = hints.get(one.name);
    let { color, dash } = one;
    if (hint?.slot === undefined && isWished) {
      if (taken.includes(color)) ({ color, dash } = freeSlotStyle(0, taken, scheme));
      taken.push(color);
    }
    return {
      ...one,
      color,
      dash: hint?.dash ?? dash,
      apart: hint?.apart === true,
      right: hint?.right === true,
      ...(hint?.shape === undefined ? {} : { shape: hint.shape }),
      ...(hint?.width === undefined ? {} : { width: hint.width }),
    };
  });
}

/**
 * The series of a result with their names and styles, in the order of their names, so that live data moves nothing.
 * `hints` are by name, `bands` in the order of the result's series, `told` are labels that every name has.
 */
export function plotSeriesOf(
  result: RangeResult,
  fallbackName: string,
  scheme: SchemeName,
  hints: ReadonlyMap<string, SeriesHint> = NO_HINTS,
  bands: readonly (SeriesBand | undefined)[] = [],
  told: readonly string[] = [],
): readonly PlotSeries[] {
  const names = nameSeries(
    result.series.map(({ labels }) => labels),
    fallbackName,
    told,
  );
  const styles = assignSeriesStyles(
    names.map(({ text, colorKey }) => hints.get(text)?.colorKey ?? colorKey),
    scheme,
  );
  const seen = new Map<string, number>();
  const series = result.series
    .map(({ values, present }, i): PlotSeries => {
      const { text, colorKey } = names[i] as (typeof names)[number];
      const base = colorKey === '' ? text : colorKey;
      const repeat = seen.get(base) ?? 0;
      seen.set(base, repeat + 1);
      const { color, dash } = styles[i] as (typeof styles)[number];
      return {
        key: repeat === 0 ? base : `${base}#${repeat}`,
        name: text,
        values,
        present,
        color,
        dash,
        band: bands[i],
      };
    })
    .sort((a, b) => collator.compare(a.name, b.name));
  return applyHints(series, hints, scheme);
}

/** Upper edges for a stack; what stands apart keeps its own height, and comes last. */
function stackEdges(series: readonly PlotSeries[], count: number): Float64Array[] {
  const edges = stackColumns(
    series.filter(({ apart }) => apart !== true),
    count,
  );
  for (const { apart, values, present } of series) {
    if (apart === true) {
      edges.push(
        present === null ? values : values.map((value, i) => (present[i] === 1 ? value : Number.NaN)),
      );
    }
  }
  return edges;
}

/** A result as a plot of the series that are switched on. */
export function buildPlot(result: RangeResult, all: readonly PlotSeries[], options: BuildPlotOptions): Plot {
  const { mode, unit, maxTicks, thresholds, scale = 'linear', linearBelow } = options;
  const isStacked = mode === 'stack' || mode === 'bars';
  const shown = all.filter(({ key }) => !options.hidden.has(key));
  const series = isStacked ? [...shown].sort((a, b) => Number(a.apart ?? 0) - Number(b.apart ?? 0)) : shown;
  const stacked = isStacked ? stackEdges(series, result.count) : null;
  const right = isStacked ? [] : series.filter((one) => one.right === true);
  const left = right.length === 0 ? series : series.filter((one) => one.right !== true);
  const axis = { scale, linearBelow, maxTicks, includeZero: mode !== 'lines' };
  return {
    kind: mode === 'bars' ? 'bars' : 'lines',
    startMs: result.startMs,
    endMs: Math.max(result.endMs, result.startMs + result.stepMs),
    stepMs: result.stepMs,
    count: result.count,
    series,
    stacked,
    heatmap: null,
    overlays: [],
    states: null,
    area: mode === 'area',
    y: {
      ...buildAxis(left, stacked, { ...axis, unit, bounds: options.bounds ?? {}, thresholds }),
      name: options.axisName ?? '',
    },
    yRight:
      right.length === 0
        ? null
        : {
            ...buildAxis(right, null, {
              ...axis,
              unit: options.rightUnit ?? unit,
              bounds: options.rightBounds ?? {},
              thresholds: [],
            }),
            name: options.rightAxisName ?? '',
          },
    connectSteps: Math.floor((options.connectMs ?? 0) / result.stepMs),
    thresholds,
    regions: options.regions,
    gaps: options.gaps ?? [],
    marks: options.marks ?? [],
    colors: options.colors,
    utc: options.utc,
  };
}

/** A label set without its metric's name, for series that functions took the name from. */
function bandKey(labels: RangeResult['series'][number]['labels']): string {
  return JSON.stringify(labels.filter(([name]) => name !== METRIC_NAME_LABEL));
}

function columnAt(result: RangeResult, key: string, startMs: number, count: number): Float64Array | null {
  const series = result.series.find(({ labels }) => bandKey(labels) === key);
  if (series === undefined) return null;
  const offset = Math.round((result.startMs - startMs) / result.stepMs);
  const column = new Float64Array(count).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const at = i - offset;
    if (at >= 0 && at < result.count && (series.present === null || series.present[at] === 1)) {
      column[i] = series.values[at] as number;
    }
  }
  return column;
}

/** The bands of the series of a result: `low` and `high` hold the least and greatest values around the same steps. */
export function bandsOf(
  result: RangeResult,
  low: RangeResult,
  high: RangeResult,
): readonly (SeriesBand | undefined)[] {
  return result.series.map(({ labels }) => {
    const key = bandKey(labels);
    const lows = columnAt(low, key, result.startMs, result.count);
    const highs = columnAt(high, key, result.startMs, result.count);
    return lows === null || highs === null ? undefined : { low: lows, high: highs };
  });
}

/** What a chart shows in one sentence for a screen reader. */
export function describeResult(
  title: string,
  series: readonly PlotSeries[],
  format: (value: number, series: PlotSeries) => string,
): string {
  if (series.length === 0) return `${title}: no data`;
  const parts = series.slice(0, 5).map((one) => {
    const { name } = one;
    const { last, min, max } = columnStats(one.values, one.present);
    if (Number.isNaN(last)) return `${name} without values`;
    return `${name} ${format(last, one)} (from ${format(min, one)} to ${format(max, one)})`;
  });
  const more = series.length > 5 ? ` and ${series.length - 5} more` : '';
  return `${title}, ${series.length} series: ${parts.join('; ')}${more}`;
}
