import type { SeriesColumns } from '../../storage.ts';
import { fromFloatHistogram } from '../histogram/sparse-histogram.ts';
import type { InstantSelection } from '../plan.ts';
import { BoundsCache, latestIndices } from './bounds.ts';
import type { QueryContext } from './query-context.ts';
import { lookupTimes, type StepGrid } from './step-grid.ts';
import {
  countSamples,
  type SeriesBuilder,
  SeriesBuilders,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** The latest sample of each series at each step, within the lookback; a stale mark ends it. */
export function evaluateSelection(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  return mapLatest(selection, grid, context, (columns, index, builder, step) => {
    const histogram = columns.histograms?.[index] ?? null;
    if (histogram === null) builder.setFloat(step, columns.values[index] as number);
    else builder.setHistogram(step, fromFloatHistogram(histogram));
  });
}

/** The times of the samples (seconds) in place of their values: timestamp() of a selector. */
export async function evaluateSampleTimes(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  const vector = await mapLatest(selection, grid, context, (columns, index, builder, step) => {
    builder.setFloat(step, (columns.times[index] as number) / 1000);
  });
  return { kind: 'vector', series: vector.series.map((series) => ({ ...series, dropName: true })) };
}

type Emit = (columns: SeriesColumns, index: number, builder: SeriesBuilder, step: number) => void;

async function mapLatest(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
  emit: Emit,
): Promise<VectorValue> {
  const lookups = lookupTimes(grid, selection);
  const { lookbackDeltaMs } = context.limits;
  const latest = new BoundsCache((times) => latestIndices(times, lookups, lookbackDeltaMs));
  const result: VectorSeries[] = [];
  const selected = context.seriesOf(selection);
  const builders = new SeriesBuilders(grid.count);
  for (const [i, columns] of selected.entries()) {
    const pause = context.pace(grid.count);
    if (pause !== null) await pause;
    const indices = latest.get(columns.times);
    const builder = builders.next(selected.length - i);
    const { stale } = columns;
    for (let step = 0; step < indices.length; step++) {
      const index = indices[step] as number;
      if (index < 0 || (stale !== null && stale[index] !== 0)) continue;
      emit(columns, index, builder, step);
    }
    const series = builder.finish(columns.labels, false);
    if (series === null) continue;
    context.hold(countSamples(series));
    result.push(series);
  }
  return { kind: 'vector', series: result };
}
