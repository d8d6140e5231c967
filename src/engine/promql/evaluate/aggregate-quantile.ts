import type { AggregationPlan } from '../plan.ts';
import { quantile, sortedAscending } from '../quantile.ts';
import { groupSeries } from './grouping.ts';
import type { QueryContext } from './query-context.ts';
import { isFloat, pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** quantile: of the floats of each group, `params` being the quantile per step. */
export async function aggregateQuantile(
  plan: AggregationPlan,
  vector: VectorValue,
  params: Float64Array,
  context: QueryContext,
): Promise<VectorValue> {
  noteQuantiles(plan, params, context);
  const result: VectorSeries[] = [];
  for (const { labels, members } of groupSeries(vector.series, plan.grouping, plan.without)) {
    context.hold(params.length);
    const builder = new SeriesBuilder(params.length);
    const samples = new Float64Array(members.length);
    for (let step = 0; step < params.length; step++) {
      const pause = context.pace(members.length);
      if (pause !== null) await pause;
      let found = 0;
      for (const series of members)
        if (isFloat(series, step)) samples[found++] = series.values[step] as number;
      if (found < members.length && members.some((series) => isHistogram(series, step))) {
        context.annotations.histogramIgnoredInAggregation(plan.op, plan.expr.range);
      }
      if (found === 0) continue;
      builder.setFloat(step, quantile(params[step] as number, sortedAscending(samples.slice(0, found))));
    }
    const dropName = members.some((series) => series.dropName);
    pushSeries(result, builder.finish(labels, dropName));
  }
  return { kind: 'vector', series: result };
}

function isHistogram({ histograms, present }: VectorSeries, step: number): boolean {
  return histograms !== null && histograms[step] !== null && (present === null || present[step] !== 0);
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
