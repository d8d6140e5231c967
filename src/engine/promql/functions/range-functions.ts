import { IDELTA, IRATE } from './instant-rate.ts';
import {
  AVG_OVER_TIME,
  CHANGES,
  COUNT_OVER_TIME,
  FIRST_OVER_TIME,
  LAST_OVER_TIME,
  MAD_OVER_TIME,
  MAX_OVER_TIME,
  MIN_OVER_TIME,
  PRESENT_OVER_TIME,
  QUANTILE_OVER_TIME,
  STDDEV_OVER_TIME,
  STDVAR_OVER_TIME,
  SUM_OVER_TIME,
  TS_OF_FIRST_OVER_TIME,
  TS_OF_LAST_OVER_TIME,
  TS_OF_MAX_OVER_TIME,
  TS_OF_MIN_OVER_TIME,
} from './over-time.ts';
import type { RangeFunction } from './range-function.ts';
import { DELTA, INCREASE, RATE } from './rate.ts';
import { DERIV, DOUBLE_EXPONENTIAL_SMOOTHING, PREDICT_LINEAR } from './regression.ts';
import { RESETS } from './transitions.ts';

/** All functions of range vectors by name. `absent_over_time` is finished by its caller. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map([
  ['absent_over_time', PRESENT_OVER_TIME],
  ['avg_over_time', AVG_OVER_TIME],
  ['changes', CHANGES],
  ['count_over_time', COUNT_OVER_TIME],
  ['delta', DELTA],
  ['deriv', DERIV],
  ['double_exponential_smoothing', DOUBLE_EXPONENTIAL_SMOOTHING],
  ['first_over_time', FIRST_OVER_TIME],
  ['idelta', IDELTA],
  ['increase', INCREASE],
  ['irate', IRATE],
  ['last_over_time', LAST_OVER_TIME],
  ['mad_over_time', MAD_OVER_TIME],
  ['max_over_time', MAX_OVER_TIME],
  ['min_over_time', MIN_OVER_TIME],
  ['predict_linear', PREDICT_LINEAR],
  ['present_over_time', PRESENT_OVER_TIME],
  ['quantile_over_time', QUANTILE_OVER_TIME],
  ['rate', RATE],
  ['resets', RESETS],
  ['stddev_over_time', STDDEV_OVER_TIME],
  ['stdvar_over_time', STDVAR_OVER_TIME],
  ['sum_over_time', SUM_OVER_TIME],
  ['ts_of_first_over_time', TS_OF_FIRST_OVER_TIME],
  ['ts_of_last_over_time', TS_OF_LAST_OVER_TIME],
  ['ts_of_max_over_time', TS_OF_MAX_OVER_TIME],
  ['ts_of_min_over_time', TS_OF_MIN_OVER_TIME],
]);
