import type { AggregationPlan } from '../plan.ts';
import { COLUMN_AGGREGATIONS, type ColumnAggregation } from './aggregate-columns.ts';
import { aggregateMixed } from './aggregate-mixed.ts';
import { groupSeries } from './grouping.ts';
import type { QueryContext } from './query-context.ts';
import { pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** The aggregations that make one series of each group; `params` is the quantile per step. */
export function aggregateGroups(
  plan: AggregationPlan,
  vector: VectorValue,
  params: Float64Array | null,
  stepCount: number,
  context: QueryContext,
): VectorValue {
  if (params !== null) noteQuantiles(plan, params, context);
  const aggregate = COLUMN_AGGREGATIONS.get(plan.op) as ColumnAggregation;
  const result: VectorSeries[] = [];
  for (const { labels, members } of groupSeries(vector.series, plan.grouping, plan.without)) {
    context.checkStop();
    context.hold(stepCount);
    let builder: SeriesBuilder;
    if (members.some(({ histograms }) => histograms !== null)) {
      const { annotations } = context;
      builder = aggregateMixed(plan.op, members, params, stepCount, annotations, plan.expr.range);
    } else {
      builder = new SeriesBuilder(stepCount);
      aggregate(members, params, builder);
    }
    const dropName = members.some((series) => series.dropName);
    pushSeries(result, builder.finish(labels, dropName));
  }
  return { kind: 'vector', series: result };
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
