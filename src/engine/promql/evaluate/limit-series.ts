import type { AggregationPlan } from '../plan.ts';
import { checkChoiceParameter } from './choice-parameter.ts';
import { groupSeries } from './grouping.ts';
import { labelsHashRatio } from './labels-hash.ts';
import type { QueryContext } from './query-context.ts';
import { isPresent, pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** limitk and limit_ratio: series stay as they are, at the steps where they are chosen. */
export async function limitSeries(
  plan: AggregationPlan,
  vector: VectorValue,
  params: Float64Array,
  context: QueryContext,
): Promise<VectorValue> {
  const stepCount = params.length;
  if (!checkChoiceParameter(plan, params, context)) return { kind: 'vector', series: [] };
  const groups = groupSeries(vector.series, plan.grouping, plan.without);
  const chosen = new Map<VectorSeries, SeriesBuilder>();
  // A query of one step keeps the order in which the samples were chosen.
  for (let step = 0; step < stepCount; step++) {
    for (const { members } of groups) {
      const pause = context.pace(members.length);
      if (pause !== null) await pause;
      for (const series of chooseAt(plan, members, params[step] as number, step)) {
        let builder = chosen.get(series);
        if (builder === undefined) {
          builder = new SeriesBuilder(stepCount);
          chosen.set(series, builder);
        }
        builder.copyFrom(step, series);
      }
    }
  }
  const result: VectorSeries[] = [];
  for (const [{ labels, dropName }, builder] of chosen) pushSeries(result, builder.finish(labels, dropName));
  return { kind: 'vector', series: result };
}

function chooseAt(
  plan: AggregationPlan,
  members: readonly VectorSeries[],
  param: number,
  step: number,
): readonly VectorSeries[] {
  const present = members.filter((series) => isPresent(series, step));
  if (plan.op === 'limitk') return present.slice(0, Math.max(0, Math.trunc(param)));
  const ratio = Math.max(-1, Math.min(1, param));
  return ratio === 0 ? [] : present.filter((series) => isInRatio(labelsHashRatio(series.labels), ratio));
}

/** A negative ratio picks what the complementary positive one leaves out. */
function isInRatio(offset: number, ratio: number): boolean {
  return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
}
