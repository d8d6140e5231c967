import { createAxisFormat, type Unit } from '../lib/units.ts';
import { valueTicks } from '../lib/value-ticks.ts';
import { type AxisScale, logAxis, powerLabel, symlogAxis } from './axis-scale.ts';
import { columnStats } from './column-stats.ts';
import type { AxisBounds, AxisTick, PlotSeries, Threshold, ValueAxis } from './plot.ts';

export interface AxisOptions {
  readonly unit: Unit;
  readonly scale: AxisScale;
  /** Magnitude below which a symlog scale is linear. */
  readonly linearBelow?: number | undefined;
  readonly maxTicks: number;
  readonly bounds: AxisBounds;
  readonly includeZero: boolean;
  readonly thresholds: readonly Threshold[];
}

interface Extent {
  min: number;
  max: number;
  /** Smallest value above zero. */
  positive: number;
}

function extendBy(extent: Extent, values: Float64Array, present: Uint8Array | null): void {
  const { min, max } = columnStats(values, present);
  if (min < extent.min) extent.min = min;
  if (max > extent.max) extent.max = max;
}

function extendByPositive(extent: Extent, values: Float64Array, present: Uint8Array | null): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > 0 && value < extent.positive && (present === null || present[i] === 1)) {
      extent.positive = value;
    }
  }
}

/** What the values on an axis reach over; those of stacks are their edges. */
function extentOf(
  series: readonly PlotSeries[],
  stacked: readonly Float64Array[] | null,
  options: AxisOptions,
): Extent {
  const extent: Extent = { min: Infinity, max: -Infinity, positive: Infinity };
  const isLog = options.scale === 'log2' || options.scale === 'log10';
  const extend = (values: Float64Array, present: Uint8Array | null): void => {
    extendBy(extent, values, present);
    if (isLog) extendByPositive(extent, values, present);
  };
  if (stacked === null) {
    for (const { values, present, band } of series) {
      extend(values, present);
      if (band === undefined) continue;
      extend(band.low, null);
      extend(band.high, null);
    }
  } else for (const edge of stacked) extend(edge, null);
  for (const { value, share } of options.thresholds) {
    if (share === true || !Number.isFinite(value)) continue;
    // A threshold far away would press the series flat: it stays out of sight then.
    if (extent.max === -Infinity || (value <= extent.max * 3 && value >= extent.min / 3)) {
      extent.min = Math.min(extent.min, value);
      extent.max = Math.max(extent.max, value);
    }
  }
  return extent;
}

function linearAxis(min: number, max: number, options: AxisOptions): ValueAxis {
  const { unit, bounds: wished } = options;
  const { values, step, ...found } = valueTicks(min, Math.max(min, max), {
    unit,
    maxTicks: options.maxTicks,
    includeZero: options.includeZero && wished.min === undefined,
  });
  const low = wished.min ?? found.min;
  const high = wished.max !== undefined && wished.max > low ? wished.max : found.max;
  const format = createAxisFormat(Math.max(Math.abs(low), Math.abs(high)), step, unit);
  const ticks = values.filter((value) => value >= low && value <= high);
  return {
    min: low,
    max: high,
    scale: 'linear',
    unit,
    ticks: ticks.map((value): AxisTick => ({ value, label: format(value) })),
  };
}

/** The value axis that fits the series, with round ticks. */
export function buildAxis(
  series: readonly PlotSeries[],
  stacked: readonly Float64Array[] | null,
  options: AxisOptions,
): ValueAxis {
  const { unit, scale, bounds: wished } = options;
  const extent = extentOf(series, stacked, options);
  const min = wished.min ?? Math.min(extent.min, wished.softMin ?? extent.min);
  const max = wished.max ?? Math.max(extent.max, wished.softMax ?? extent.max);
  if (scale === 'linear') return linearAxis(min, max, options);
  const { values, ...axis } =
    scale === 'symlog'
      ? symlogAxis(min, max, options.linearBelow, options.maxTicks)
      : logAxis(min > 0 ? min : extent.positive, max, scale, options.maxTicks);
  return { ...axis, unit, ticks: values.map((value) => ({ value, label: powerLabel(value, unit) })) };
}
