import { equalHistograms } from '../histogram/arithmetic.ts';
import { KahanSum } from '../kahan.ts';
import { quantile, sortedAscending } from '../quantile.ts';
import { averageHistograms, sumHistograms } from './histogram-over-time.ts';
import type { RangeCallContext, RangeFunction, StepResult, Window } from './range-function.ts';
import { slidingExtreme } from './sliding-extreme.ts';
import { PrefixSums } from './sliding-sum.ts';
import { countTransitions } from './transitions.ts';

/** The compensated sum of a stretch of values. */
function sumFloats(values: Float64Array, first: number, end: number): number {
  let sum = 0;
  let compensation = 0;
  for (let i = first; i < end; i++) {
    const value = values[i] as number;
    const total = sum + value;
    if (total === Number.POSITIVE_INFINITY || total === Number.NEGATIVE_INFINITY) compensation = 0;
    else if (Math.abs(sum) >= Math.abs(value)) compensation += sum - total + value;
    else compensation += value - total + sum;
    sum = total;
  }
  return sum === Number.POSITIVE_INFINITY || sum === Number.NEGATIVE_INFINITY ? sum : sum + compensation;
}

/** The mean of a stretch of values; incremental from where the sum would overflow. */
function meanFloats(values: Float64Array, first: number, end: number): number {
  const sum = new KahanSum(values[first] as number);
  for (let i = first + 1; i < end; i++) {
    const before = sum.sum;
    const compensation = sum.compensation;
    sum.add(values[i] as number);
    if (sum.sum === Number.POSITIVE_INFINITY || sum.sum === Number.NEGATIVE_INFINITY) {
      return incrementalMean(values, first, i, end, before, compensation);
    }
  }
  const count = end - first;
  return sum.sum / count + sum.compensation / count;
}

function incrementalMean(
  values: Float64Array,
  first: number,
  from: number,
  end: number,
  sum: number,
  compensation: number,
): number {
  const counted = from - first;
  const mean = new KahanSum(sum / counted, compensation / counted);
  for (let i = from; i < end; i++) {
    const count = i - first + 1;
    const weight = (count - 1) / count;
    mean.sum *= weight;
    mean.compensation *= weight;
    mean.add((values[i] as number) / count);
  }
  return mean.value;
}

function isMixed(window: Window, call: RangeCallContext): boolean {
  if (window.floatCount === 0 || window.histogramCount === 0) return false;
  call.annotations.mixedFloatsHistograms(call.metricName, call.argRange);
  return true;
}

/** A function of the floats of a window; histograms beside them are remarked on, windows without floats give nothing. */
function ofFloats(
  evaluate: (window: Window, call: RangeCallContext) => number,
): (window: Window, call: RangeCallContext) => StepResult {
  return (window, call) => {
    if (window.floatCount === 0) return undefined;
    if (window.histogramCount > 0)
      call.annotations.histogramIgnoredInMixedRange(call.metricName, call.argRange);
    return evaluate(window, call);
  };
}

export const SUM_OVER_TIME: RangeFunction = {
  window(window, call) {
    if (isMixed(window, call)) return undefined;
    if (window.histogramCount > 0) return sumHistograms(window, call);
    return sumFloats(window.floatValues, window.floatFirst, window.floatEnd);
  },
  columns(series, { first, end }, _lookups, _call, out) {
    const sums = new PrefixSums(series, sumFloats);
    forEachStretch(first, end, (step, from, to) => out.setFloat(step, sums.sum(from, to)));
  },
};

function forEachStretch(
  first: Int32Array,
  end: Int32Array,
  visit: (step: number, from: number, to: number) => void,
): void {
  for (let step = 0; step < first.length; step++) {
    const from = first[step] as number;
    const to = end[step] as number;
    if (to > from) visit(step, from, to);
  }
}

export const AVG_OVER_TIME: RangeFunction = {
  window(window, call) {
    if (isMixed(window, call)) return undefined;
    if (window.histogramCount > 0) return averageHistograms(window, call);
    return meanFloats(window.floatValues, window.floatFirst, window.floatEnd);
  },
  columns(series, { first, end }, _lookups, _call, out) {
    const { values } = series.floats;
    const sums = new PrefixSums(series, sumFloats);
    forEachStretch(first, end, (step, from, to) => {
      const mean = sums.sum(from, to) / (to - from);
      out.setFloat(step, Number.isFinite(mean) ? mean : meanFloats(values, from, to));
    });
  },
};

export const COUNT_OVER_TIME: RangeFunction = {
  window: (window) => window.floatCount + window.histogramCount,
  columns: (_series, { first, end }, _lookups, _call, out) =>
    forEachStretch(first, end, (step, from, to) => out.setFloat(step, to - from)),
};

export const PRESENT_OVER_TIME: RangeFunction = { window: () => 1 };

/** The oldest or newest sample of a window. */
function endSample(isFirst: boolean): (window: Window) => StepResult {
  return (window) => {
    const { floatTimes, floatValues, histogramTimes, histograms } = window;
    const float = isFirst ? window.floatFirst : window.floatEnd - 1;
    const histogram = isFirst ? window.histogramFirst : window.histogramEnd - 1;
    if (window.histogramCount === 0) return floatValues[float];
    if (window.floatCount === 0) return histograms[histogram];
    const floatMs = floatTimes[float] as number;
    const histogramMs = histogramTimes[histogram] as number;
    const takesFloat = isFirst ? floatMs < histogramMs : histogramMs < floatMs;
    return takesFloat ? floatValues[float] : histograms[histogram];
  };
}

export const FIRST_OVER_TIME: RangeFunction = { window: endSample(true) };
export const LAST_OVER_TIME: RangeFunction = { window: endSample(false) };

export const TS_OF_FIRST_OVER_TIME: RangeFunction = {
  window(window) {
    const float =
      window.floatCount > 0 ? (window.floatTimes[window.floatFirst] as number) : Number.POSITIVE_INFINITY;
    const histogram =
      window.histogramCount > 0
        ? (window.histogramTimes[window.histogramFirst] as number)
        : Number.POSITIVE_INFINITY;
    return Math.min(float, histogram) / 1000;
  },
};

export const TS_OF_LAST_OVER_TIME: RangeFunction = {
  window(window) {
    const float =
      window.floatCount > 0 ? (window.floatTimes[window.floatEnd - 1] as number) : Number.NEGATIVE_INFINITY;
    const histogram =
      window.histogramCount > 0
        ? (window.histogramTimes[window.histogramEnd - 1] as number)
        : Number.NEGATIVE_INFINITY;
    return Math.max(float, histogram) / 1000;
  },
};

/** The index of the highest (or lowest) float; NaN counts only where there is nothing else. */
function extremeIndex(window: Window, isMax: boolean, takesLater: boolean): number {
  const { floatValues } = window;
  let found = window.floatFirst;
  let extreme = floatValues[found] as number;
  for (let i = window.floatFirst; i < window.floatEnd; i++) {
    const value = floatValues[i] as number;
    const isBetter = isMax ? value > extreme : value < extreme;
    if (isBetter || Number.isNaN(extreme) || (takesLater && value === extreme)) {
      extreme = value;
      found = i;
    }
  }
  return found;
}

function extremeOverTime(isMax: boolean): RangeFunction {
  return {
    window: ofFloats((window) => window.floatValues[extremeIndex(window, isMax, false)] as number),
    columns: slidingExtreme(isMax),
  };
}

export const MAX_OVER_TIME = extremeOverTime(true);
export const MIN_OVER_TIME = extremeOverTime(false);

function timeOfExtreme(isMax: boolean): RangeFunction {
  return {
    window: ofFloats((window) => (window.floatTimes[extremeIndex(window, isMax, true)] as number) / 1000),
  };
}

export const TS_OF_MAX_OVER_TIME = timeOfExtreme(true);
export const TS_OF_MIN_OVER_TIME = timeOfExtreme(false);

/** The population variance with compensated sums. */
function variance(window: Window): number {
  let count = 0;
  const mean = new KahanSum();
  const squares = new KahanSum();
  for (let i = window.floatFirst; i < window.floatEnd; i++) {
    const value = window.floatValues[i] as number;
    count++;
    const delta = value - mean.value;
    mean.add(delta / count);
    squares.add(delta * (value - mean.value));
  }
  return squares.value / count;
}

export const STDVAR_OVER_TIME: RangeFunction = { window: ofFloats(variance) };
export const STDDEV_OVER_TIME: RangeFunction = { window: ofFloats((window) => Math.sqrt(variance(window))) };

export const QUANTILE_OVER_TIME: RangeFunction = {
  window: ofFloats((window, call) => {
    const q = call.args[0]?.[window.step] as number;
    if (!(q >= 0 && q <= 1)) call.annotations.invalidQuantile(q, call.argRange);
    return quantile(q, sortedAscending(window.floatValues.slice(window.floatFirst, window.floatEnd)));
  }),
};

export const MAD_OVER_TIME: RangeFunction = {
  window: ofFloats((window) => {
    const values = window.floatValues.slice(window.floatFirst, window.floatEnd);
    if (values.some(Number.isNaN)) return Number.NaN;
    const median = quantile(0.5, sortedAscending(values));
    return quantile(0.5, sortedAscending(values.map((value) => Math.abs(value - median))));
  }),
};

export const CHANGES: RangeFunction = {
  anchorsWindow: true,
  window: (window) =>
    countTransitions(window, {
      floats: (current, previous) =>
        current !== previous && !(Number.isNaN(current) && Number.isNaN(previous)),
      histograms: (current, previous) => !equalHistograms(current, previous),
    }),
};
