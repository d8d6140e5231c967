import type { RangeResult } from '../../shared/domain/query.ts';
import { labelValue } from '../../shared/domain/series.ts';
import { mixHex } from '../lib/hex-color.ts';
import type { SchemeName } from '../lib/series-colors.ts';
import { formatCompact, type Unit } from '../lib/units.ts';
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

export interface HeatmapBucket {
  /** Exclusive lower and inclusive upper bound. */
  readonly above: number;
  readonly upTo: number;
  /** Observations in this bucket alone, a step. */
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

function parseBound(le: string): number {
  if (le === '') return Number.NaN;
  return le === '+Inf' || le === 'Inf' ? Infinity : Number(le);
}

/**
 * Buckets of a classic histogram from its cumulative series (labelled `le`), lowest first. Scrapes are not atomic over a
 * restart, so a cumulative count may fall from one bound to the next: that counts as zero. Empty buckets at both ends are
 * left out, but never all of them.
 */
export function splitBuckets(result: RangeResult): HeatmapBucket[] {
  const cumulative = result.series
    .map((series) => ({ series, upTo: parseBound(labelValue(series.labels, 'le')) }))
    .filter(({ upTo }) => !Number.isNaN(upTo))
    .sort((a, b) => a.upTo - b.upTo);
  const buckets = cumulative.map(({ series, upTo }, b): HeatmapBucket => {
    const before = cumulative[b - 1];
    const values = new Float64Array(result.count);
    const present = new Uint8Array(result.count);
    for (let i = 0; i < result.count; i++) {
      const value = series.values[i] as number;
      if ((series.present !== null && series.present[i] !== 1) || !Number.isFinite(value)) continue;
      const lower = before === undefined ? 0 : (before.series.values[i] as number);
      present[i] = 1;
      values[i] = Math.max(0, value - (Number.isFinite(lower) ? lower : 0));
    }
    return { above: before?.upTo ?? -Infinity, upTo, values, present };
  });
  const isEmpty = (bucket: HeatmapBucket | undefined): boolean =>
    bucket?.values.every((value) => value === 0) ?? true;
  let from = 0;
  let to = buckets.length;
  while (to - from > 1 && isEmpty(buckets[to - 1])) to -= 1;
  while (to - from > 1 && isEmpty(buckets[from])) from += 1;
  return buckets.slice(from, to);
}

function bucketName({ above, upTo }: HeatmapBucket, unit: Unit): string {
  if (upTo === Infinity) return `> ${formatCompact(above, unit)}`;
  if (above === -Infinity) return `≤ ${formatCompact(upTo, unit)}`;
  return `${formatCompact(above, unit)} – ${formatCompact(upTo, unit)}`;
}

export interface HeatmapOptions {
  readonly unit: Unit;
  readonly scheme: SchemeName;
  readonly colors: PlotColors;
  readonly utc: boolean;
  readonly maxTicks: number;
}

/** Rates by `le` as a heatmap plot; `strongest` is the rate of the brightest cell. */
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
    area: false,
    y: { min: 0, max: Math.max(1, buckets.length), ticks },
    thresholds: [],
    regions: [],
    colors: options.colors,
    utc: options.utc,
  };
  return { plot, strongest };
}
