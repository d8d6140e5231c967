import { AppError } from '../../../shared/errors.ts';
import { EMPTY_LABELS } from '../../model/labels.ts';
import {
  HISTOGRAM_FUNCTIONS,
  histogramFraction,
  histogramQuantile,
  mapHistograms,
} from '../functions/histogram.ts';
import { histogramQuantiles } from '../functions/histogram-quantiles.ts';
import { labelJoin, labelReplace } from '../functions/labels.ts';
import { goMax, goMin, MATH_FUNCTIONS, roundTo } from '../functions/math.ts';
import { sortByLabels, sortByValue } from '../functions/sort.ts';
import { datePart } from '../functions/time.ts';
import type { CallPlan, Plan } from '../plan.ts';
import { evaluateAbsent } from './absent.ts';
import type { QueryContext } from './query-context.ts';
import type { StepGrid } from './step-grid.ts';
import {
  EMPTY_VECTOR,
  isFloat,
  mapFloats,
  type ScalarValue,
  SeriesBuilder,
  type Value,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** A call's arguments, evaluated, by their places; asking for another type than the checked one is a bug. */
class Arguments {
  readonly #values: readonly Value[];

  constructor(values: readonly Value[]) {
    this.#values = values;
  }

  get length(): number {
    return this.#values.length;
  }

  vector(index: number): VectorValue {
    const value = this.#values[index];
    if (value?.kind !== 'vector') throw new Error(`argument ${index} is no vector`);
    return value;
  }

  scalar(index: number): Float64Array {
    const value = this.#values[index];
    if (value?.kind !== 'scalar') throw new Error(`argument ${index} is no scalar`);
    return value.values;
  }

  string(index: number): string {
    const value = this.#values[index];
    if (value?.kind !== 'string') throw new Error(`argument ${index} is no string`);
    return value.value;
  }

  strings(from: number): string[] {
    return this.#values.slice(from).map((_, i) => this.string(from + i));
  }
}

type InstantFunction = (
  args: Arguments,
  plan: CallPlan,
  grid: StepGrid,
  context: QueryContext,
) => Value | Promise<Value>;

/** Evaluates a function of instant vectors and scalars over all steps. Throws AppError `execution`. */
export function evaluateCall(
  plan: CallPlan,
  values: readonly Value[],
  grid: StepGrid,
  context: QueryContext,
): Value | Promise<Value> {
  const args = new Arguments(values);
  const math = MATH_FUNCTIONS.get(plan.name);
  if (math !== undefined) return mapFloats(args.vector(0), math);
  const ofHistogram = HISTOGRAM_FUNCTIONS.get(plan.name);
  if (ofHistogram !== undefined) return mapHistograms(args.vector(0), ofHistogram);
  const part = datePart(plan.name);
  if (part !== undefined) {
    return args.length === 0 ? stepTimesVector(grid, part) : mapFloats(args.vector(0), part);
  }
  const implementation = FUNCTIONS.get(plan.name);
  if (implementation === undefined) {
    throw new AppError('execution', `function ${plan.name}() is not supported`);
  }
  return implementation(args, plan, grid, context);
}

function vectorOf(values: Float64Array): VectorValue {
  return {
    kind: 'vector',
    series: [{ labels: EMPTY_LABELS, dropName: false, values, present: null, histograms: null }],
  };
}

function stepTimes(grid: StepGrid, map: (seconds: number) => number): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, step) =>
    map((grid.startMs + step * grid.stepMs) / 1000),
  );
}

function stepTimesVector(grid: StepGrid, map: (seconds: number) => number): VectorValue {
  return vectorOf(stepTimes(grid, (seconds) => map(Math.trunc(seconds))));
}

function scalarOf(values: Float64Array): ScalarValue {
  return { kind: 'scalar', values };
}

function argRange(plan: CallPlan, index: number): Plan['range'] {
  return (plan.args[index] as Plan).range;
}

function clamp(vector: VectorValue, low: Float64Array | null, high: Float64Array | null): VectorValue {
  const lowAt = (step: number): number => low?.[step] ?? Number.NEGATIVE_INFINITY;
  const highAt = (step: number): number => high?.[step] ?? Number.POSITIVE_INFINITY;
  const clamped = mapFloats(vector, (value, step) => goMax(lowAt(step), goMin(highAt(step), value)));
  if (low === null || high === null) return clamped;
  const empty = low.findIndex((value, step) => (high[step] as number) < value);
  if (empty < 0) return clamped;
  return filterSteps(clamped, (step) => !(highAt(step) < lowAt(step)));
}

function filterSteps(vector: VectorValue, keep: (step: number) => boolean): VectorValue {
  const series: VectorSeries[] = [];
  for (const one of vector.series) {
    const present = Uint8Array.from(one.values, (_, step) =>
      keep(step) && (one.present === null || one.present[step] !== 0) ? 1 : 0,
    );
    if (present.includes(1)) series.push({ ...one, present });
  }
  return { kind: 'vector', series };
}

/** The value of the only float of each step, else NaN. */
function toScalar(vector: VectorValue, stepCount: number): ScalarValue {
  const values = new Float64Array(stepCount).fill(Number.NaN);
  const found = new Uint8Array(stepCount);
  for (const series of vector.series) {
    for (let step = 0; step < stepCount; step++) {
      if (!isFloat(series, step)) continue;
      values[step] = found[step] === 0 ? (series.values[step] as number) : Number.NaN;
      found[step] = 1;
    }
  }
  return scalarOf(values);
}

function noteSortInRange(plan: CallPlan, grid: StepGrid, context: QueryContext): void {
  if (grid.count > 1) context.annotations.sortInRangeQuery(plan.range);
}

function timestampsOf(vector: VectorValue, grid: StepGrid): VectorValue {
  const series = vector.series.map((one): VectorSeries => {
    const builder = new SeriesBuilder(grid.count);
    for (let step = 0; step < grid.count; step++) {
      builder.values[step] = (grid.startMs + step * grid.stepMs) / 1000;
    }
    return { ...one, values: builder.values, histograms: null, dropName: true };
  });
  return { kind: 'vector', series };
}

const FUNCTIONS: ReadonlyMap<string, InstantFunction> = new Map<string, InstantFunction>([
  ['absent', (args, plan, grid) => evaluateAbsent(args.vector(0), plan.args[0] as Plan, grid)],
  ['clamp', (args) => clamp(args.vector(0), args.scalar(1), args.scalar(2))],
  ['clamp_max', (args) => clamp(args.vector(0), null, args.scalar(1))],
  ['clamp_min', (args) => clamp(args.vector(0), args.scalar(1), null)],
  [
    'histogram_fraction',
    async (args, plan, grid, { annotations, pace }) => ({
      kind: 'vector',
      series: await histogramFraction(args.scalar(0), args.scalar(1), args.vector(2), {
        grid,
        annotations,
        pace,
        argRange: argRange(plan, 2),
      }),
    }),
  ],
  [
    'histogram_quantile',
    async (args, plan, grid, { annotations, pace }) => ({
      kind: 'vector',
      series: await histogramQuantile(args.scalar(0), argRange(plan, 0), args.vector(1), {
        grid,
        annotations,
        pace,
        argRange: argRange(plan, 1),
      }),
    }),
  ],
  [
    'histogram_quantiles',
    async (args, plan, grid, { annotations, pace }) => {
      const quantiles = plan.args
        .slice(2)
        .map((arg, i) => ({ values: args.scalar(i + 2), range: arg.range }));
      const call = { grid, annotations, pace, argRange: argRange(plan, 0) };
      const series = await histogramQuantiles(args.vector(0), args.string(1), quantiles, call);
      return { kind: 'vector', series };
    },
  ],
  ['label_join', (args) => labelJoin(args.vector(0), args.string(1), args.string(2), args.strings(3))],
  [
    'label_replace',
    (args) => labelReplace(args.vector(0), args.string(1), args.string(2), args.string(3), args.string(4)),
  ],
  ['max_of', (args) => scalarOf(args.scalar(0).map((a, step) => goMax(a, args.scalar(1)[step] as number)))],
  ['min_of', (args) => scalarOf(args.scalar(0).map((a, step) => goMin(a, args.scalar(1)[step] as number)))],
  ['pi', (_args, _plan, grid) => scalarOf(new Float64Array(grid.count).fill(Math.PI))],
  [
    'round',
    (args) => {
      const nearest = args.length > 1 ? args.scalar(1) : null;
      return mapFloats(args.vector(0), (value, step) => roundTo(value, nearest?.[step] ?? 1));
    },
  ],
  ['scalar', (args, _plan, grid) => toScalar(args.vector(0), grid.count)],
  [
    'sort',
    (args, plan, grid, context) => {
      noteSortInRange(plan, grid, context);
      return sortByValue(args.vector(0), 'ascending', grid.count);
    },
  ],
  [
    'sort_desc',
    (args, plan, grid, context) => {
      noteSortInRange(plan, grid, context);
      return sortByValue(args.vector(0), 'descending', grid.count);
    },
  ],
  [
    'sort_by_label',
    (args, plan, grid, context) => {
      noteSortInRange(plan, grid, context);
      return sortByLabels(args.vector(0), args.strings(1), 'ascending');
    },
  ],
  [
    'sort_by_label_desc',
    (args, plan, grid, context) => {
      noteSortInRange(plan, grid, context);
      return sortByLabels(args.vector(0), args.strings(1), 'descending');
    },
  ],
  // Samples carry no start timestamp here.
  ['start_timestamp', () => EMPTY_VECTOR],
  ['time', (_args, _plan, grid) => scalarOf(stepTimes(grid, (seconds) => seconds))],
  ['timestamp', (args, _plan, grid) => timestampsOf(args.vector(0), grid)],
  ['vector', (args) => vectorOf(args.scalar(0))],
]);
