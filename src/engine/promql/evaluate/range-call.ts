import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Pace } from '../../storage.ts';
import { type RangeCallContext, type RangeFunction, Window } from '../functions/range-function.ts';
import { RANGE_FUNCTIONS } from '../functions/range-functions.ts';
import type { RangeCallPlan, WindowSource } from '../plan.ts';
import { absentLabels } from './absent.ts';
import { BoundsCache, type WindowBounds, windowBounds } from './bounds.ts';
import { HISTOGRAM_WORK, type QueryContext } from './query-context.ts';
import { fromColumns, fromVectorSeries, gridTimes, type RangeSeries } from './range-series.ts';
import { lookupTimes, type StepGrid, subqueryGrid } from './step-grid.ts';
import {
  type BuilderSource,
  countSamples,
  pushSeries,
  SeriesBuilder,
  SeriesBuilders,
  type SeriesVisitor,
  type Value,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** Evaluates a nested plan; handed in because plans nest. */
export type EvaluatePlan = (grid: StepGrid) => Promise<Value>;

const KEEPS_NAME: ReadonlySet<string> = new Set(['first_over_time', 'last_over_time']);
const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'increase']);
const COUNTER_SUFFIX = /_(?:total|sum|count|bucket)$/;
const ANCHORED_FUNCTIONS = ['changes', 'delta', 'increase', 'rate', 'resets'];
const SMOOTHED_FUNCTIONS = ['delta', 'increase', 'rate'];

/** The samples that a range selector or subquery reads for all steps of a grid. */
export async function rangeSeriesOf(
  source: WindowSource,
  grid: StepGrid,
  context: QueryContext,
  evaluateInner: EvaluatePlan,
): Promise<RangeSeries[]> {
  if (source.kind === 'rangeSelect') return context.seriesOf(source).map(fromColumns);
  const inner = subqueryGrid(grid, source);
  if (inner === null) return [];
  const value = await evaluateInner(inner);
  if (value.kind !== 'vector') throw new Error('a subquery must be of an instant vector');
  const times = gridTimes(inner);
  return value.series.map((series) => fromVectorSeries(series, times));
}

/** What a call reads, one series after the other: what `next` gives holds until it is called again. */
interface RangeSeriesStream {
  readonly seriesCount: number;
  next(): RangeSeries | null;
}

async function rangeStreamOf(
  source: WindowSource,
  grid: StepGrid,
  context: QueryContext,
  evaluateInner: EvaluatePlan,
): Promise<RangeSeriesStream> {
  if (source.kind === 'rangeSelect') {
    const stream = context.streamOf(source);
    return {
      seriesCount: stream.seriesCount,
      next() {
        const columns = stream.next();
        return columns === null ? null : fromColumns(columns);
      },
    };
  }
  const read = await rangeSeriesOf(source, grid, context, evaluateInner);
  let at = 0;
  return { seriesCount: read.length, next: () => read[at++] ?? null };
}

/** Evaluates a function over the windows of all steps. */
export async function evaluateRangeCall(
  plan: RangeCallPlan,
  args: readonly Float64Array[],
  grid: StepGrid,
  context: QueryContext,
  evaluateInner: EvaluatePlan,
): Promise<VectorValue> {
  const result: VectorSeries[] = [];
  await visitRangeCall(plan, args, grid, context, evaluateInner, new SeriesBuilders(grid.count), (series) => {
    context.hold(countSamples(series));
    result.push(series);
  });
  const vector: VectorValue = { kind: 'vector', series: result };
  return plan.name === 'absent_over_time' ? absentOverTime(vector, plan.source, grid) : vector;
}

/** Evaluates a function over the windows of all steps, series by series as they are read. */
export async function visitRangeCall(
  plan: RangeCallPlan,
  args: readonly Float64Array[],
  grid: StepGrid,
  context: QueryContext,
  evaluateInner: EvaluatePlan,
  builders: BuilderSource,
  visit: SeriesVisitor,
): Promise<void> {
  const { name, source } = plan;
  const rangeFunction = RANGE_FUNCTIONS.get(name);
  if (rangeFunction === undefined) throw new Error(`no such range function: ${name}`);
  const extension = source.kind === 'rangeSelect' ? source.extension : null;
  checkExtension(extension, name);
  const lookups = lookupTimes(grid, source);
  const call: RangeCallContext = {
    rangeMs: source.rangeMs,
    extension,
    args,
    annotations: context.annotations,
    argRange: plan.firstArgRange,
    metricName: '',
  };
  const run = new RangeCallRun(rangeFunction, call, lookups, grid, context);
  const isCounterCall = COUNTER_FUNCTIONS.has(name);
  let checkedName = '';
  const stream = await rangeStreamOf(source, grid, context, evaluateInner);
  let remaining = stream.seriesCount;
  for (let series = stream.next(); series !== null; series = stream.next()) {
    const pause = context.pace(grid.count + series.floats.times.length);
    if (pause !== null) await pause;
    call.metricName = labelValue(series.labels, METRIC_NAME_LABEL);
    const builder = builders.next(remaining--);
    if (!run.evaluateColumns(series, builder)) await run.evaluateWindows(series, builder);
    const dropName = series.dropName || !KEEPS_NAME.has(name);
    const evaluated = builder.finish(series.labels, dropName);
    if (evaluated === null) continue;
    if (isCounterCall && call.metricName !== checkedName) {
      if (noteNonCounter(evaluated, call)) checkedName = call.metricName;
    }
    visit(evaluated);
  }
}

function checkExtension(extension: 'anchored' | 'smoothed' | null, name: string): void {
  if (extension === null) return;
  const allowed = extension === 'anchored' ? ANCHORED_FUNCTIONS : SMOOTHED_FUNCTIONS;
  if (allowed.includes(name)) return;
  throw new AppError(
    'execution',
    `${extension} modifier can only be used with: ${allowed.join(', ')} - not with ${name}`,
  );
}

/** Remarks on floats of a metric that is not named like a counter; true when nothing more is to be said of that name. */
function noteNonCounter(
  series: VectorSeries,
  { metricName, annotations, argRange }: RangeCallContext,
): boolean {
  if (metricName === '' || COUNTER_SUFFIX.test(metricName)) return true;
  const { histograms, present } = series;
  const hasFloat =
    histograms === null ||
    histograms.some((histogram, step) => histogram === null && (present === null || present[step] !== 0));
  if (hasFloat) annotations.possibleNonCounter(metricName, argRange);
  return hasFloat;
}

function absentOverTime(vector: VectorValue, source: WindowSource, grid: StepGrid): VectorValue {
  const builder = new SeriesBuilder(grid.count);
  for (let step = 0; step < grid.count; step++) {
    const isAbsent = vector.series.every(({ present }) => present !== null && present[step] === 0);
    if (isAbsent) builder.setFloat(step, 1);
  }
  const labels = source.kind === 'rangeSelect' ? absentLabels(source.matchers) : [];
  const series: VectorSeries[] = [];
  pushSeries(series, builder.finish(labels, true));
  return { kind: 'vector', series };
}

/** The work of one call: the bounds of windows are shared between series of the same times. */
class RangeCallRun {
  readonly #function: RangeFunction;
  readonly #call: RangeCallContext;
  readonly #lookups: Float64Array;
  readonly #grid: StepGrid;
  readonly #pace: Pace;
  readonly #bounds: BoundsCache<WindowBounds>;

  constructor(
    rangeFunction: RangeFunction,
    call: RangeCallContext,
    lookups: Float64Array,
    grid: StepGrid,
    { limits, pace }: QueryContext,
  ) {
    this.#function = rangeFunction;
    this.#call = call;
    this.#lookups = lookups;
    this.#grid = grid;
    this.#pace = pace;
    const lookbackMs = limits.lookbackDeltaMs;
    // An extended window reaches back by the lookback; a smoothed one forward too.
    const back = call.extension === null ? 0 : lookbackMs;
    const forward = call.extension === 'smoothed' ? lookbackMs : 0;
    const ends = forward === 0 ? lookups : lookups.map((lookup) => lookup + forward);
    this.#bounds = new BoundsCache((times) => windowBounds(times, ends, call.rangeMs + back + forward));
  }

  /** The fast way, for all steps at once; false where there is none. */
  evaluateColumns(series: RangeSeries, out: SeriesBuilder): boolean {
    const { columns } = this.#function;
    if (columns === undefined || series.histograms !== null || this.#call.extension !== null) return false;
    columns(series, this.#bounds.get(series.floats.times), this.#lookups, this.#call, out);
    return true;
  }

  /** Window by window. */
  async evaluateWindows(series: RangeSeries, out: SeriesBuilder): Promise<void> {
    const { startMs, stepMs, count } = this.#grid;
    const floatBounds = this.#bounds.get(series.floats.times);
    const window = new Window(series);
    const histogramBounds = series.histograms === null ? null : this.#bounds.get(series.histograms.times);
    const isAnchored = this.#call.extension === 'anchored' && this.#function.anchorsWindow === true;
    for (let step = 0; step < count; step++) {
      window.floatFirst = floatBounds.first[step] as number;
      window.floatEnd = floatBounds.end[step] as number;
      if (histogramBounds !== null) {
        window.histogramFirst = histogramBounds.first[step] as number;
        window.histogramEnd = histogramBounds.end[step] as number;
      }
      if (window.floatCount + window.histogramCount === 0) continue;
      const pause = this.#pace(window.floatCount + window.histogramCount * HISTOGRAM_WORK);
      if (pause !== null) await pause;
      window.step = step;
      window.endMs = this.#lookups[step] as number;
      window.stepMs = startMs + step * stepMs;
      if (isAnchored && !anchorWindow(window, this.#call.rangeMs)) continue;
      out.set(step, this.#function.window(window, this.#call));
    }
  }
}

/**
 * Cuts an anchored window to the newest sample at or before the start of the range and all after it; false where none
 * lies after it.
 */
function anchorWindow(window: Window, rangeMs: number): boolean {
  const startMs = window.endMs - rangeMs;
  const { floatTimes, histogramTimes, floatEnd, histogramEnd } = window;
  let float = window.floatFirst;
  while (float < floatEnd && (floatTimes[float] as number) <= startMs) float++;
  let histogram = window.histogramFirst;
  while (histogram < histogramEnd && (histogramTimes[histogram] as number) <= startMs) histogram++;
  if (float >= floatEnd && histogram >= histogramEnd) return false;
  const floatMs = float > window.floatFirst ? (floatTimes[float - 1] as number) : Number.NEGATIVE_INFINITY;
  const histogramMs =
    histogram > window.histogramFirst ? (histogramTimes[histogram - 1] as number) : Number.NEGATIVE_INFINITY;
  if (floatMs >= histogramMs && floatMs > Number.NEGATIVE_INFINITY) float--;
  else if (histogramMs > Number.NEGATIVE_INFINITY) histogram--;
  window.floatFirst = float;
  window.histogramFirst = histogram;
  return true;
}
