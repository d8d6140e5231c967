import { AppError } from '../../../shared/errors.ts';
import { KahanSum } from '../kahan.ts';
import type { RangeCallContext, RangeFunction, StepResult, Window } from './range-function.ts';

/** Least squares over the floats of a window: slope per second, and the value at `originMs`. */
function linearRegression(window: Window, originMs: number): { slope: number; intercept: number } {
  const { floatTimes, floatValues, floatFirst, floatEnd } = window;
  const sumX = new KahanSum();
  const sumY = new KahanSum();
  const sumXY = new KahanSum();
  const sumX2 = new KahanSum();
  const firstValue = floatValues[floatFirst] as number;
  let isConstant = true;
  for (let i = floatFirst; i < floatEnd; i++) {
    const y = floatValues[i] as number;
    if (i > floatFirst && y !== firstValue) isConstant = false;
    const x = ((floatTimes[i] as number) - originMs) / 1000;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  if (isConstant) {
    return Math.abs(firstValue) === Number.POSITIVE_INFINITY
      ? { slope: Number.NaN, intercept: Number.NaN }
      : { slope: 0, intercept: firstValue };
  }
  const n = floatEnd - floatFirst;
  const covariance = sumXY.value - (sumX.value * sumY.value) / n;
  const variance = sumX2.value - (sumX.value * sumX.value) / n;
  const slope = covariance / variance;
  return { slope, intercept: sumY.value / n - (slope * sumX.value) / n };
}

/** A function that needs at least two floats; histograms beside floats are remarked on. */
function ofTwoFloats(evaluate: (window: Window, call: RangeCallContext) => number): RangeFunction {
  return {
    window(window, call): StepResult {
      if (window.floatCount > 0 && window.histogramCount > 0) {
        call.annotations.histogramIgnoredInMixedRange(call.metricName, call.argRange);
      }
      return window.floatCount < 2 ? undefined : evaluate(window, call);
    },
  };
}

export const DERIV = ofTwoFloats(
  (window) => linearRegression(window, window.floatTimes[window.floatFirst] as number).slope,
);

export const PREDICT_LINEAR = ofTwoFloats((window, call) => {
  const seconds = call.args[0]?.[window.step] as number;
  const { slope, intercept } = linearRegression(window, window.stepMs);
  return slope * seconds + intercept;
});

function checkFactor(name: string, short: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new AppError(
    'execution',
    `invalid ${name} factor. Expected: 0 < ${short} < 1, got: ${value.toFixed(6)}`,
  );
}

/** Holt's double exponential smoothing of the floats of a window. */
export const DOUBLE_EXPONENTIAL_SMOOTHING: RangeFunction = {
  window(window, call) {
    const smoothing = call.args[0]?.[window.step] as number;
    const trendFactor = call.args[1]?.[window.step] as number;
    checkFactor('smoothing', 'sf', smoothing);
    checkFactor('trend', 'tf', trendFactor);
    return SMOOTHED.window(window, call);
  },
};

const SMOOTHED = ofTwoFloats(({ floatValues, floatFirst, floatEnd, step }, call) => {
  const smoothing = call.args[0]?.[step] as number;
  const trendFactor = call.args[1]?.[step] as number;
  let before = 0;
  let level = floatValues[floatFirst] as number;
  let trend = (floatValues[floatFirst + 1] as number) - level;
  for (let i = floatFirst + 1; i < floatEnd; i++) {
    if (i > floatFirst + 1) trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
    const smoothed = smoothing * (floatValues[i] as number) + (1 - smoothing) * (level + trend);
    before = level;
    level = smoothed;
  }
  return level;
});
