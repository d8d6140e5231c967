import type { AggregationPlan } from '../plan.ts';
import { COLUMN_AGGREGATIONS, type ColumnAggregation } from './aggregate-columns.ts';
import { aggregateMixed } from './aggregate-mixed.ts';
import { groupSeries } from './grouping.ts';
import { HISTOGRAM_WORK, type QueryContext } from './query-context.ts';
import { pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** Large groups are worked on in blocks of steps, so that there are pauses. */
const BLOCK_WORK = 1_000_000;
const MIN_BLOCK_STEPS = 16;

/** The aggregations that make one series of each group; `params` is the quantile per step. */
export async function aggregateGroups(
  plan: AggregationPlan,
  vector: VectorValue,
  params: Float64Array | null,
  stepCount: number,
  context: QueryContext,
): Promise<VectorValue> {
  if (params !== null) noteQuantiles(plan, params, context);
  const aggregate = COLUMN_AGGREGATIONS.get(plan.op) as ColumnAggregation;
  const result: VectorSeries[] = [];
  for (const { labels, members } of groupSeries(vector.series, plan.grouping, plan.without)) {
    context.hold(stepCount);
    const builder = new SeriesBuilder(stepCount);
    const isMixed = members.some(({ histograms }) => histograms !== null);
    const stepWork = members.length * (isMixed ? HISTOGRAM_WORK : 1);
    const blockSteps = Math.max(MIN_BLOCK_STEPS, Math.floor(BLOCK_WORK / stepWork));
    for (let from = 0; from < stepCount; from += blockSteps) {
      const to = Math.min(stepCount, from + blockSteps);
      const pause = context.pace((to - from) * stepWork);
      if (pause !== null) await pause;
      const isWhole = to - from === stepCount;
      const part = isWhole ? members : members.map((series) => sliceSteps(series, from, to));
      const partParams = isWhole ? params : (params?.subarray(from, to) ?? null);
      const out = isWhole ? builder : builder.part(from, to);
      if (isMixed) aggregateMixed(plan.op, part, partParams, out, context.annotations, plan.expr.range);
      else aggregate(part, partParams, out);
      if (!isWhole) builder.takeHistograms(from, out);
    }
    const dropName = members.some((series) => series.dropName);
    pushSeries(result, builder.finish(labels, dropName));
  }
  return { kind: 'vector', series: result };
}

function sliceSteps(series: VectorSeries, from: number, to: number): VectorSeries {
  return {
    ...series,
    values: series.values.subarray(from, to),
    present: series.present?.subarray(from, to) ?? null,
    histograms: series.histograms?.slice(from, to) ?? null,
  };
}

/** Of quantiles out of range only the outermost ones are remarked on. */
function noteQuantiles(plan: AggregationPlan, params: Float64Array, { annotations }: QueryContext): void {
  const range = plan.param?.range ?? plan.range;
  if (params.some(Number.isNaN)) annotations.invalidQuantile(Number.NaN, range);
  const max = params.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const min = params.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (max > 1) annotations.invalidQuantile(max, range);
  if (min < 0) annotations.invalidQuantile(min, range);
}
