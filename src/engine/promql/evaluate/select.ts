import type { SeriesColumns } from '../../storage.ts';
import { fromFloatHistogram } from '../histogram/sparse-histogram.ts';
import type { InstantSelection } from '../plan.ts';
import { BoundsCache, latestIndices } from './bounds.ts';
import type { QueryContext } from './query-context.ts';
import { lookupTimes, type StepGrid } from './step-grid.ts';
import {
  type BuilderSource,
  countSamples,
  type SeriesBuilder,
  SeriesBuilders,
  type SeriesVisitor,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** The latest sample of each series at each step, within the lookback; a stale mark ends it. */
export function evaluateSelection(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  return collectLatest(selection, grid, context, emitSample);
}

/** What `evaluateSelection` gives, series by series as they are read. */
export function visitSelection(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
  builders: BuilderSource,
  visit: SeriesVisitor,
): Promise<void> {
  return visitLatest(selection, grid, context, emitSample, builders, visit);
}

function emitSample(columns: SeriesColumns, index: number, builder: SeriesBuilder, step: number): void {
  const histogram = columns.histograms?.[index] ?? null;
  if (histogram === null) builder.setFloat(step, columns.values[index] as number);
  else builder.setHistogram(step, fromFloatHistogram(histogram));
}

/** The times of the samples (seconds) in place of their values: timestamp() of a selector. */
export async function evaluateSampleTimes(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  const vector = await collectLatest(selection, grid, context, (columns, index, builder, step) => {
    builder.setFloat(step, (columns.times[index] as number) / 1000);
  });
  return { kind: 'vector', series: vector.series.map((series) => ({ ...series, dropName: true })) };
}

type Emit = (columns: SeriesColumns, index: number, builder: SeriesBuilder, step: number) => void;

async function collectLatest(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
  emit: Emit,
): Promise<VectorValue> {
  const result: VectorSeries[] = [];
  await visitLatest(selection, grid, context, emit, new SeriesBuilders(grid.count), (series) => {
    context.hold(countSamples(series));
    result.push(series);
  });
  return { kind: 'vector', series: result };
}

async function visitLatest(
  selection: InstantSelection,
  grid: StepGrid,
  context: QueryContext,
  emit: Emit,
  builders: BuilderSource,
  visit: SeriesVisitor,
): Promise<void> {
  const lookups = lookupTimes(grid, selection);
  const { lookbackDeltaMs } = context.limits;
  const latest = new BoundsCache((times) => latestIndices(times, lookups, lookbackDeltaMs));
  const stream = context.streamOf(selection);
  let remaining = stream.seriesCount;
  for (let columns = stream.next(); columns !== null; columns = stream.next()) {
    const pause = context.pace(grid.count + columns.times.length);
    if (pause !== null) await pause;
    const indices = latest.get(columns.times);
    const builder = builders.next(remaining--);
    const { stale } = columns;
    for (let step = 0; step < indices.length; step++) {
      const index = indices[step] as number;
      if (index < 0 || (stale !== null && stale[index] !== 0)) continue;
      emit(columns, index, builder, step);
    }
    const series = builder.finish(columns.labels, false);
    if (series !== null) visit(series);
  }
}
