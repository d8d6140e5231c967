import { AppError } from '../../../shared/errors.ts';
import type { AggregationPlan } from '../plan.ts';
import { BoundedHeap } from './bounded-heap.ts';
import { groupSeries } from './grouping.ts';
import { labelsHashRatio } from './labels-hash.ts';
import type { QueryContext } from './query-context.ts';
import {
  isFloat,
  isPresent,
  pushSeries,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** topk, bottomk, limitk and limit_ratio: series stay as they are, at the steps where they are chosen. */
export async function selectTop(
  plan: AggregationPlan,
  vector: VectorValue,
  params: Float64Array,
  context: QueryContext,
): Promise<VectorValue> {
  const stepCount = params.length;
  if (!checkParameter(plan, params, context)) return { kind: 'vector', series: [] };
  const groups = groupSeries(vector.series, plan.grouping, plan.without);
  const chosen = new Map<VectorSeries, SeriesBuilder>();
  // A query of one step keeps the order in which the samples were chosen.
  for (let step = 0; step < stepCount; step++) {
    for (const { members } of groups) {
      const pause = context.pace(members.length);
      if (pause !== null) await pause;
      for (const series of chooseAt(plan, members, params[step] as number, step, context)) {
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

/** False where nothing can be chosen at any step. */
function checkParameter(plan: AggregationPlan, params: Float64Array, context: QueryContext): boolean {
  const max = params.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const min = params.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const range = plan.param?.range ?? plan.range;
  if (plan.op === 'limit_ratio') {
    if (Number.isNaN(max)) throw new AppError('execution', 'Ratio value is NaN');
    if (max > 1) context.annotations.invalidRatio(max, 1, range);
    if (min < -1) context.annotations.invalidRatio(min, -1, range);
    return max !== 0 || min !== 0;
  }
  if (Number.isNaN(max)) throw new AppError('execution', 'Parameter value is NaN');
  if (max < 1) return false;
  if (min <= -(2 ** 63)) throw new AppError('execution', `Scalar value ${min} underflows int64`);
  if (max >= 2 ** 63) throw new AppError('execution', `Scalar value ${max} overflows int64`);
  return true;
}

function chooseAt(
  plan: AggregationPlan,
  members: readonly VectorSeries[],
  param: number,
  step: number,
  context: QueryContext,
): readonly VectorSeries[] {
  const present = members.filter((series) => isPresent(series, step));
  switch (plan.op) {
    case 'limitk':
      return present.slice(0, Math.max(0, Math.trunc(param)));
    case 'limit_ratio': {
      const ratio = Math.max(-1, Math.min(1, param));
      return ratio === 0 ? [] : present.filter((series) => isInRatio(labelsHashRatio(series.labels), ratio));
    }
    default:
      return chooseExtremes(plan, present, Math.trunc(param), step, context);
  }
}

/** A negative ratio picks what the complementary positive one leaves out. */
function isInRatio(offset: number, ratio: number): boolean {
  return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
}

function chooseExtremes(
  plan: AggregationPlan,
  present: readonly VectorSeries[],
  k: number,
  step: number,
  context: QueryContext,
): readonly VectorSeries[] {
  if (k < 1) return [];
  const floats = present.filter((series) => isFloat(series, step));
  if (floats.length < present.length) context.annotations.histogramIgnoredInAggregation(plan.op, plan.range);
  const heap = new BoundedHeap<VectorSeries>(k, plan.op === 'topk' ? 'high' : 'low');
  for (const series of floats) heap.offer(series, series.values[step] as number);
  return heap.sorted();
}
