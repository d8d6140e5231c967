import type { RangeResult } from '../../shared/domain/query.ts';
import { assignSeriesStyles, freeSlotStyle, type SchemeName } from '../lib/series-colors.ts';
import { nameSeries } from '../lib/series-names.ts';
import { createAxisFormat, type Unit } from '../lib/units.ts';
import { valueTicks } from '../lib/value-ticks.ts';
import { columnStats, stackColumns } from './column-stats.ts';
import type { HiddenKeys } from './legend-selection.ts';
import type {
  AxisBounds,
  AxisTick,
  Plot,
  PlotColors,
  PlotSeries,
  Region,
  SeriesHint,
  Threshold,
  ValueAxis,
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
  /** Name of a series without labels. */
  readonly fallbackName: string;
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
  return wished.map((one): PlotSeries => {
    const hint = hints.get(one.name);
    let { color, dash } = one;
    if (hint?.slot === undefined) {
      if (taken.includes(color)) ({ color, dash } = freeSlotStyle(0, taken, scheme));
      taken.push(color);
    }
    return { ...one, color, dash: hint?.dash ?? dash, apart: hint?.apart === true };
  });
}

/**
 * The series of a result with their names and styles, in the order of their names, so that live data moves nothing.
 * `hints` are by name.
 */
export function plotSeriesOf(
  result: RangeResult,
  fallbackName: string,
  scheme: SchemeName,
  hints: ReadonlyMap<string, SeriesHint> = NO_HINTS,
): readonly PlotSeries[] {
  const names = nameSeries(
    result.series.map(({ labels }) => labels),
    fallbackName,
  );
  const styles = assignSeriesStyles(
    names.map(({ colorKey }) => colorKey),
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
      return { key: repeat === 0 ? base : `${base}#${repeat}`, name: text, values, present, color, dash };
    })
    .sort((a, b) => collator.compare(a.name, b.name));
  return applyHints(series, hints, scheme);
}

function axisOf(
  series: readonly PlotSeries[],
  stacked: readonly Float64Array[] | null,
  options: BuildPlotOptions,
): ValueAxis {
  let min = Infinity;
  let max = -Infinity;
  const extend = (values: Float64Array, present: Uint8Array | null): void => {
    const stats = columnStats(values, present);
    if (stats.min < min) min = stats.min;
    if (stats.max > max) max = stats.max;
  };
  if (stacked === null) for (const { values, present } of series) extend(values, present);
  else for (const edge of stacked) extend(edge, null);
  for (const { value } of options.thresholds) {
    // A threshold far away would press the series flat: it stays out of sight then.
    if (max === -Infinity || (value <= max * 3 && value >= min / 3)) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  const wished = options.bounds ?? {};
  min = wished.min ?? Math.min(min, wished.softMin ?? min);
  max = wished.max ?? Math.max(max, wished.softMax ?? max);
  const { values, step, ...found } = valueTicks(min, Math.max(min, max), {
    unit: options.unit,
    maxTicks: options.maxTicks,
    includeZero: options.mode !== 'lines' && wished.min === undefined,
  });
  const low = wished.min ?? found.min;
  const bounds = { min: low, max: wished.max !== undefined && wished.max > low ? wished.max : found.max };
  const format = createAxisFormat(Math.max(Math.abs(bounds.min), Math.abs(bounds.max)), step, options.unit);
  const ticks = values.filter((value) => value >= bounds.min && value <= bounds.max);
  return { ...bounds, ticks: ticks.map((value): AxisTick => ({ value, label: format(value) })) };
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
  const isStacked = options.mode === 'stack' || options.mode === 'bars';
  const shown = all.filter(({ key }) => !options.hidden.has(key));
  const series = isStacked ? [...shown].sort((a, b) => Number(a.apart ?? 0) - Number(b.apart ?? 0)) : shown;
  const stacked = isStacked ? stackEdges(series, result.count) : null;
  return {
    kind: options.mode === 'bars' ? 'bars' : 'lines',
    startMs: result.startMs,
    endMs: Math.max(result.endMs, result.startMs + result.stepMs),
    stepMs: result.stepMs,
    count: result.count,
    series,
    stacked,
    heatmap: null,
    area: options.mode === 'area',
    y: axisOf(series, stacked, options),
    thresholds: options.thresholds,
    regions: options.regions,
    colors: options.colors,
    utc: options.utc,
  };
}

/** What a chart shows in one sentence for a screen reader. */
export function describeResult(
  title: string,
  series: readonly PlotSeries[],
  format: (value: number) => string,
): string {
  if (series.length === 0) return `${title}: no data`;
  const parts = series.slice(0, 5).map(({ name, values, present }) => {
    const { last, min, max } = columnStats(values, present);
    if (Number.isNaN(last)) return `${name} without values`;
    return `${name} ${format(last)} (from ${format(min)} to ${format(max)})`;
  });
  const more = series.length > 5 ? ` and ${series.length - 5} more` : '';
  return `${title}, ${series.length} series: ${parts.join('; ')}${more}`;
}
