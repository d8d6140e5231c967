import type { RangeResult } from '../../shared/domain/query.ts';
import { mixHex } from '../lib/hex-color.ts';
import type { SchemeName } from '../lib/series-colors.ts';
import { formatCompact, type Unit } from '../lib/units.ts';
import { quantileOverlays } from './heatmap-quantiles.ts';
import { type HeatmapBucket, splitBuckets } from './histogram-buckets.ts';
import type { AxisTick, Plot, PlotColors, PlotSeries } from './plot.ts';

/** Dark to bright on dark backgrounds, pale to deep on light ones: strength is always contrast. */
const RAMP_STOPS: Readonly<Record<SchemeName, readonly string[]>> = {
  dark: ['#141b2e', '#1d2450', '#38298a', '#6a2c9c', '#a8378f', '#e0507a', '#f98862', '#fdc27a', '#fde9a9'],
  light: ['#eef1f8', '#dbe3f7', '#b9c6f2', '#9a9fe8', '#8a70d6', '#8444b8', '#7c1f8f', '#5e0f66', '#38063f'],
};
const RAMP_LENGTH = 32;

/** Colours from weakest to strongest. */
function heatmapRamp(scheme: SchemeName): string[] {
  const stops = RAMP_STOPS[scheme];
  return Array.from({ length: RAMP_LENGTH }, (_, i) => {
    const at = (i / (RAMP_LENGTH - 1)) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    return mixHex(stops[low] as string, stops[low + 1] as string, at - low);
  });
}

function bucketName({ above, upTo }: HeatmapBucket, unit: Unit): string {
  if (upTo === Infinity) return `> ${formatCompact(above, unit)}`;
  if (above === -Infinity) return `≤ ${formatCompact(upTo, unit)}`;
  return `${formatCompact(above, unit)} – ${formatCompact(upTo, unit)}`;
}

export interface HeatmapOptions {
  /** Of the observations. */
  readonly unit: Unit;
  readonly cellUnit: Unit;
  readonly scheme: SchemeName;
  readonly colors: PlotColors;
  readonly utc: boolean;
  readonly maxTicks: number;
  /** Draws p50, p90 and p99 over the cells. */
  readonly quantiles: boolean;
}

/** Rates of a histogram, by `le` or native, as a heatmap plot; `strongest` is the rate of the brightest cell. */
export function buildHeatmap(
  result: RangeResult,
  options: HeatmapOptions,
): { readonly plot: Plot; readonly strongest: number } {
  const buckets = splitBuckets(result);
  const ramp = heatmapRamp(options.scheme);
  let strongest = 0;
  for (const { values } of buckets) for (const value of values) if (value > strongest) strongest = value;
  const cells = new Float64Array(buckets.length * result.count).fill(-1);
  buckets.forEach(({ values, present }, row) => {
    for (let i = 0; i < result.count; i++) {
      if (present[i] !== 1) continue;
      // The root keeps rare slow requests visible beside the bulk.
      cells[row * result.count + i] = strongest === 0 ? 0 : Math.sqrt((values[i] as number) / strongest);
    }
  });
  const every = Math.max(1, Math.ceil(buckets.length / Math.max(1, options.maxTicks)));
  const ticks: AxisTick[] = [];
  buckets.forEach(({ upTo }, row) => {
    if (upTo !== Infinity && row % every === every - 1) {
      ticks.push({ value: row + 1, label: formatCompact(upTo, options.unit) });
    }
  });
  const plot: Plot = {
    kind: 'heatmap',
    startMs: result.startMs,
    endMs: Math.max(result.endMs, result.startMs + result.stepMs),
    stepMs: result.stepMs,
    count: result.count,
    series: buckets.map((bucket): PlotSeries => {
      const name = bucketName(bucket, options.unit);
      return {
        key: String(bucket.upTo),
        name,
        values: bucket.values,
        present: bucket.present,
        color: ramp[Math.floor(RAMP_LENGTH * 0.7)] as string,
        dash: [],
      };
    }),
    stacked: null,
    heatmap: { rows: Math.max(1, buckets.length), cells, ramp },
    overlays: options.quantiles
      ? quantileOverlays(buckets, result.count, options.colors.text, options.unit)
      : [],
    states: null,
    area: false,
    y: { min: 0, max: Math.max(1, buckets.length), scale: 'linear', unit: options.cellUnit, ticks },
    yRight: null,
    connectSteps: 0,
    thresholds: [],
    regions: [],
    gaps: [],
    marks: [],
    colors: options.colors,
    utc: options.utc,
  };
  return { plot, strongest };
}
