import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { addHistograms, scaleHistogram, subtractHistograms } from '../histogram/arithmetic.ts';
import { detectReset } from '../histogram/counter-reset.ts';
import { type SparseHistogram, usesCustomBuckets } from '../histogram/sparse-histogram.ts';
import type { InstantSelection } from '../plan.ts';
import { BoundsCache, windowBounds } from './bounds.ts';
import type { QueryContext } from './query-context.ts';
import { fromColumns, type RangeSeries, type SampleColumn } from './range-series.ts';
import { lookupTimes, type StepGrid } from './step-grid.ts';
import { pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** `smoothed` instant selectors: the value between the samples around each step, within the lookback on both sides. */
export async function evaluateSmoothed(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  const lookups = lookupTimes(grid, selection);
  const { lookbackDeltaMs } = context.limits;
  const ends = lookups.map((lookup) => lookup + lookbackDeltaMs);
  const bounds = new BoundsCache((times) => windowBounds(times, ends, 2 * lookbackDeltaMs));
  const result: VectorSeries[] = [];
  for (const columns of context.seriesOf(selection)) {
    const pause = context.pace(grid.count + columns.times.length);
    if (pause !== null) await pause;
    context.hold(grid.count);
    const series = fromColumns(columns);
    const builder = new SeriesBuilder(grid.count);
    const floatBounds = bounds.get(series.floats.times);
    const histogramBounds = series.histograms === null ? null : bounds.get(series.histograms.times);
    for (let step = 0; step < grid.count; step++) {
      const floats = { first: floatBounds.first[step] as number, end: floatBounds.end[step] as number };
      const histograms = {
        first: histogramBounds?.first[step] ?? 0,
        end: histogramBounds?.end[step] ?? 0,
      };
      const hasHistograms = histograms.end > histograms.first;
      if (hasHistograms && floats.end > floats.first) {
        const metricName = labelValue(series.labels, METRIC_NAME_LABEL);
        context.annotations.mixedFloatsHistograms(metricName, selection.range);
      } else if (hasHistograms) {
        const column = series.histograms as SampleColumn<readonly SparseHistogram[]>;
        builder.set(
          step,
          smoothHistogram(series, column, histograms, lookups[step] as number, selection, context),
        );
      } else {
        builder.set(step, smoothFloat(series.floats, floats, lookups[step] as number));
      }
    }
    pushSeries(result, builder.finish(columns.labels, false));
  }
  return { kind: 'vector', series: result };
}

interface Bounds {
  readonly first: number;
  readonly end: number;
}

/** The index of the first sample at or after a time, in a window. */
function firstFrom(times: Float64Array, { first, end }: Bounds, atMs: number): number {
  let index = first;
  while (index < end && (times[index] as number) < atMs) index++;
  return index;
}

function smoothFloat(
  { times, values }: SampleColumn<Float64Array>,
  bounds: Bounds,
  atMs: number,
): number | undefined {
  const next = firstFrom(times, bounds, atMs);
  const before = values[next - 1] as number;
  if (next >= bounds.end) return next > bounds.first ? before : undefined;
  const after = values[next] as number;
  if (times[next] === atMs) return after;
  if (next === bounds.first) return undefined;
  const beforeMs = times[next - 1] as number;
  return before + ((after - before) * (atMs - beforeMs)) / ((times[next] as number) - beforeMs);
}

function smoothHistogram(
  series: RangeSeries,
  { times, values }: SampleColumn<readonly SparseHistogram[]>,
  bounds: Bounds,
  atMs: number,
  selection: InstantSelection,
  { annotations }: QueryContext,
): SparseHistogram | undefined {
  const next = firstFrom(times, bounds, atMs);
  if (next < bounds.end && times[next] === atMs) return values[next];
  if (next === bounds.first) return undefined;
  const before = values[next - 1] as SparseHistogram;
  if (next >= bounds.end) return { ...before, hint: 'unknown' };
  const after = values[next] as SparseHistogram;
  if (usesCustomBuckets(before) !== usesCustomBuckets(after)) {
    annotations.mixedExponentialCustom(labelValue(series.labels, METRIC_NAME_LABEL), selection.range);
    return undefined;
  }
  const beforeMs = times[next - 1] as number;
  const fraction = (atMs - beforeMs) / ((times[next] as number) - beforeMs);
  const isCounter = before.hint !== 'gauge' || after.hint !== 'gauge';
  if (isCounter && detectReset(after, before)) return scaleHistogram(after, fraction);
  const difference = subtractHistograms(after, before);
  if (difference === null) return undefined;
  if (difference.boundsReconciled) annotations.boundsReconciled('subtraction', selection.range);
  const sum = addHistograms(scaleHistogram(difference.histogram, fraction), before);
  if (sum?.boundsReconciled) annotations.boundsReconciled('addition', selection.range);
  return sum?.histogram;
}
