import type { RangeResult } from '../../shared/domain/query.ts';
import { assignSeriesStyles, type SchemeName } from '../lib/series-colors.ts';
import { nameSeries } from '../lib/series-names.ts';
import { createAxisFormat, type Unit } from '../lib/units.ts';
import { valueTicks } from '../lib/value-ticks.ts';
import { columnStats, stackColumns } from './column-stats.ts';
import type { HiddenKeys } from './legend-selection.ts';
import type { Plot, PlotColors, PlotSeries, Region, Threshold, ValueAxis } from './plot.ts';

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
  /** Name of a series without labels. */
  readonly fallbackName: string;
}

const collator = new Intl.Collator('en', { numeric: true });

/** The series of a result with their names and styles, in the order of their names, so that live data moves nothing. */
export function plotSeriesOf(result: RangeResult, fallbackName: string, scheme: SchemeName): PlotSeries[] {
  const names = nameSeries(
    result.series.map(({ labels }) => labels),
    fallbackName,
  );
  const styles = assignSeriesStyles(
    names.map(({ colorKey }) => colorKey),
    scheme,
  );
  const seen = new Map<string, number>();
  return result.series
    .map(({ values, present }, i): PlotSeries => {
      const { text, colorKey } = names[i] as (typeof names)[number];
      const base = colorKey === '' ? text : colorKey;
      const repeat = seen.get(base) ?? 0;
      seen.set(base, repeat + 1);
      const { color, dash } = styles[i] as (typeof styles)[number];
      return { key: repeat === 0 ? base : `${base}#${repeat}`, name: text, values, present, color, dash };
    })
    .sort((a, b) => collator.compare(a.name, b.name));
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
  const { values, step, ...bounds } = valueTicks(min, max, {
    unit: options.unit,
    maxTicks: options.maxTicks,
    includeZero: options.mode !== 'lines',
  });
  const format = createAxisFormat(Math.max(Math.abs(bounds.min), Math.abs(bounds.max)), step, options.unit);
  return { ...bounds, ticks: values.map((value) => ({ value, label: format(value) })) };
}

/** A result as a plot of the series that are switched on. */
export function buildPlot(result: RangeResult, all: readonly PlotSeries[], options: BuildPlotOptions): Plot {
  const series = all.filter(({ key }) => !options.hidden.has(key));
  const isStacked = options.mode === 'stack' || options.mode === 'bars';
  const stacked = isStacked ? stackColumns(series, result.count) : null;
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
