import { AppError } from '../../../shared/errors.ts';
import { type BinaryOperator, isArithmetic, isComparison } from '../ast.ts';
import type { BinaryPlan } from '../plan.ts';
import { elementOperation } from './element-operation.ts';
import { arithmeticOf, comparisonOf } from './operators.ts';
import type { QueryContext } from './query-context.ts';
import {
  histogramAt,
  isPresent,
  pushSeries,
  type ScalarValue,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** An operator between two scalars; comparisons give 0 or 1. */
export function scalarBinary(op: BinaryOperator, left: ScalarValue, right: ScalarValue): ScalarValue {
  const values = new Float64Array(left.values.length);
  const operate = scalarOperation(op);
  for (let step = 0; step < values.length; step++) {
    values[step] = operate(left.values[step] as number, right.values[step] as number);
  }
  return { kind: 'scalar', values };
}

function scalarOperation(op: BinaryOperator): (a: number, b: number) => number {
  if (isArithmetic(op)) return arithmeticOf(op);
  if (!isComparison(op))
    throw new AppError('execution', `operator "${op}" not allowed for Scalar operations`);
  const test = comparisonOf(op);
  return (a, b) => (test(a, b) ? 1 : 0);
}

/** An operator between a vector and a scalar, in either order; comparisons pass on the vector's sample. */
export function vectorScalarBinary(
  plan: BinaryPlan,
  vector: VectorValue,
  scalar: ScalarValue,
  scalarIsLeft: boolean,
  context: QueryContext,
): VectorValue {
  const { op, returnBool } = plan;
  const result: VectorSeries[] = [];
  const changesMeaning = isArithmetic(op) || returnBool;
  for (const series of vector.series) {
    const dropName = series.dropName || changesMeaning;
    if (series.histograms === null && isArithmetic(op)) {
      const operate = arithmeticOf(op);
      const values = new Float64Array(series.values.length);
      for (let step = 0; step < values.length; step++) {
        const sample = series.values[step] as number;
        const other = scalar.values[step] as number;
        values[step] = scalarIsLeft ? operate(other, sample) : operate(sample, other);
      }
      result.push({ ...series, values, dropName });
      continue;
    }
    const builder = new SeriesBuilder(series.values.length);
    fillBySample(plan, series, scalar, scalarIsLeft, context, builder);
    pushSeries(result, builder.finish(series.labels, dropName));
  }
  return { kind: 'vector', series: result };
}

function fillBySample(
  plan: BinaryPlan,
  series: VectorSeries,
  scalar: ScalarValue,
  scalarIsLeft: boolean,
  context: QueryContext,
  builder: SeriesBuilder,
): void {
  const operate = elementOperation(plan.op, context.annotations, plan.range);
  for (let step = 0; step < series.values.length; step++) {
    if (!isPresent(series, step)) continue;
    const sample = histogramAt(series, step) ?? (series.values[step] as number);
    const other = scalar.values[step] as number;
    const outcome = scalarIsLeft ? operate(other, sample) : operate(sample, other);
    if (outcome === null) continue;
    if (plan.returnBool) builder.setFloat(step, outcome.keep ? 1 : 0);
    else if (outcome.keep) builder.set(step, isComparison(plan.op) ? sample : outcome.sample);
  }
}
