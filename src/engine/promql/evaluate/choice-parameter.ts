import { AppError } from '../../../shared/errors.ts';
import type { AggregationPlan } from '../plan.ts';
import type { QueryContext } from './query-context.ts';

/** False where topk, bottomk, limitk or limit_ratio choose nothing at any step. Throws AppError `execution`. */
export function checkChoiceParameter(
  plan: AggregationPlan,
  params: Float64Array,
  context: QueryContext,
): boolean {
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
