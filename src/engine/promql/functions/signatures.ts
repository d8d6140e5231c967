import type { ValueType } from '../ast.ts';

/**
 * What a function takes and returns. `variadic`: 0 takes exactly `args`; n > 0 takes one less than `args` up to that
 * plus n; -1 takes one less than `args` or any number more.
 */
export interface FunctionSignature {
  readonly args: readonly ValueType[];
  readonly variadic: number;
  readonly returns: ValueType;
  readonly experimental: boolean;
}

interface SignatureOptions {
  readonly variadic?: number;
  readonly returns?: ValueType;
  readonly experimental?: boolean;
}

function signature(args: readonly ValueType[], options: SignatureOptions = {}): FunctionSignature {
  return {
    args,
    variadic: options.variadic ?? 0,
    returns: options.returns ?? 'vector',
    experimental: options.experimental ?? false,
  };
}

function forAll(names: string, value: FunctionSignature): [string, FunctionSignature][] {
  return names.split(' ').map((name) => [name, value]);
}

const EXPERIMENTAL = { experimental: true } as const;

/** All functions of Prometheus 3 by name (promql/parser/functions of 3.14). */
export const FUNCTION_SIGNATURES: ReadonlyMap<string, FunctionSignature> = new Map([
  ...forAll(
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sort ' +
      'sort_desc sqrt tan tanh timestamp histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar',
    signature(['vector']),
  ),
  ...forAll(
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate ' +
      'last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time ' +
      'sum_over_time',
    signature(['matrix']),
  ),
  ...forAll(
    'mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
    signature(['matrix'], EXPERIMENTAL),
  ),
  ...forAll(
    'days_in_month day_of_month day_of_week day_of_year hour minute month year',
    signature(['vector'], { variadic: 1 }),
  ),
  ...forAll('clamp_max clamp_min', signature(['vector', 'scalar'])),
  ...forAll('pi time', signature([], { returns: 'scalar' })),
  ...forAll('start end range step', signature([], { returns: 'scalar', experimental: true })),
  ...forAll('min_of max_of', signature(['scalar', 'scalar'], { returns: 'scalar', experimental: true })),
  ...forAll(
    'sort_by_label sort_by_label_desc',
    signature(['vector', 'string'], { variadic: -1, experimental: true }),
  ),
  ['clamp', signature(['vector', 'scalar', 'scalar'])],
  ['double_exponential_smoothing', signature(['matrix', 'scalar', 'scalar'], EXPERIMENTAL)],
  ['histogram_fraction', signature(['scalar', 'scalar', 'vector'])],
  ['histogram_quantile', signature(['scalar', 'vector'])],
  [
    'histogram_quantiles',
    signature(['vector', 'string', 'scalar', 'scalar'], { variadic: 9, experimental: true }),
  ],
  ['info', signature(['vector', 'vector'], { variadic: 1, experimental: true })],
  ['label_join', signature(['vector', 'string', 'string', 'string'], { variadic: -1 })],
  ['label_replace', signature(['vector', 'string', 'string', 'string', 'string'])],
  ['predict_linear', signature(['matrix', 'scalar'])],
  ['quantile_over_time', signature(['scalar', 'matrix'])],
  ['round', signature(['vector', 'scalar'], { variadic: 1 })],
  ['scalar', signature(['vector'], { returns: 'scalar' })],
  ['start_timestamp', signature(['vector'], EXPERIMENTAL)],
  ['vector', signature(['scalar'])],
]);
