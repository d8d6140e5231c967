import { scaleHistogram } from '../histogram/arithmetic.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';
import { extendedRate } from './extended-rate.ts';
import { extrapolationFactor } from './extrapolation.ts';
import { histogramIncrease } from './histogram-rate.ts';
import type { RangeCallContext, RangeFunction, StepResult, Window } from './range-function.ts';
import { rateOfColumns } from './rate-columns.ts';
import type { RateKind } from './rate-kind.ts';

function changeOfFloats(values: Float64Array, first: number, last: number, resets: boolean): number {
  const change = (values[last] as number) - (values[first] as number);
  return resets ? addResets(values, first, last, change) : change;
}

function addResets(values: Float64Array, first: number, last: number, change: number): number {
  let corrected = change;
  let previous = values[first] as number;
  for (let i = first + 1; i <= last; i++) {
    const value = values[i] as number;
    if (value < previous) corrected += previous;
    previous = value;
  }
  return corrected;
}

function rateOfWindow(kind: RateKind): RangeFunction['window'] {
  const { isCounter, isRate } = kind;
  return (window: Window, call: RangeCallContext): StepResult => {
    const { annotations, argRange, metricName, rangeMs } = call;
    if (window.floatCount > 0 && window.histogramCount > 0) {
      annotations.mixedFloatsHistograms(metricName, argRange);
      return undefined;
    }
    if (call.extension !== null) return extendedRate(kind, window, call);
    const { endMs } = window;
    const startMs = endMs - rangeMs;
    const perSecond = isRate ? rangeMs / 1000 : 1;
    if (window.histogramCount > 1) {
      const { histogramTimes, histograms, histogramFirst: first, histogramEnd } = window;
      const increase = histogramIncrease(histograms.slice(first, histogramEnd), isCounter, call);
      if (increase === undefined) return undefined;
      const coverage = {
        firstMs: histogramTimes[first] as number,
        lastMs: histogramTimes[histogramEnd - 1] as number,
        sampleCount: window.histogramCount,
        startMs,
        endMs,
      };
      const firstCount = (histograms[first] as SparseHistogram).count;
      const factor = extrapolationFactor(coverage, firstCount, increase.count, isCounter);
      return scaleHistogram(increase, factor / perSecond);
    }
    if (window.floatCount < 2) return undefined;
    const { floatTimes, floatValues, floatFirst: first } = window;
    const last = window.floatEnd - 1;
    const change = changeOfFloats(floatValues, first, last, isCounter);
    const coverage = {
      firstMs: floatTimes[first] as number,
      lastMs: floatTimes[last] as number,
      sampleCount: window.floatCount,
      startMs,
      endMs,
    };
    const factor = extrapolationFactor(coverage, floatValues[first] as number, change, isCounter);
    return change * (factor / perSecond);
  };
}

function rateFunction(kind: RateKind): RangeFunction {
  return { window: rateOfWindow(kind), columns: rateOfColumns(kind) };
}

export const RATE = rateFunction({ isCounter: true, isRate: true });
export const INCREASE = rateFunction({ isCounter: true, isRate: false });
export const DELTA = rateFunction({ isCounter: false, isRate: false });
