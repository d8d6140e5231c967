import { divideHistogram, subtractHistograms } from '../histogram/arithmetic.ts';
import { detectReset } from '../histogram/counter-reset.ts';
import { compact, type SparseHistogram } from '../histogram/sparse-histogram.ts';
import type { RangeCallContext, RangeFunction, StepResult, Window } from './range-function.ts';

interface TimedSample {
  readonly timeMs: number;
  readonly sample: number | SparseHistogram;
}

/** The last two samples of a window, of either kind, the older one first. */
function lastTwo(window: Window): [TimedSample, TimedSample] | null {
  if (window.floatCount + window.histogramCount < 2) return null;
  const samples: TimedSample[] = [];
  for (let i = Math.max(window.floatFirst, window.floatEnd - 2); i < window.floatEnd; i++) {
    samples.push({ timeMs: window.floatTimes[i] as number, sample: window.floatValues[i] as number });
  }
  for (let i = Math.max(window.histogramFirst, window.histogramEnd - 2); i < window.histogramEnd; i++) {
    samples.push({
      timeMs: window.histogramTimes[i] as number,
      sample: window.histograms[i] as SparseHistogram,
    });
  }
  samples.sort((a, b) => a.timeMs - b.timeMs);
  return samples.slice(-2) as [TimedSample, TimedSample];
}

function instantValue(isRate: boolean): (window: Window, call: RangeCallContext) => StepResult {
  return (window, call) => {
    const pair = lastTwo(window);
    if (pair === null) return undefined;
    const [older, newer] = pair;
    const seconds = (newer.timeMs - older.timeMs) / 1000;
    if (seconds === 0) return undefined;
    const before = older.sample;
    const after = newer.sample;
    if (typeof before === 'number' && typeof after === 'number') {
      const change = isRate && after < before ? after : after - before;
      return isRate ? change / seconds : change;
    }
    if (typeof before === 'number' || typeof after === 'number') {
      call.annotations.mixedFloatsHistograms(call.metricName, call.argRange);
      return undefined;
    }
    return histogramChange(before, after, isRate ? seconds : null, call);
  };
}

function histogramChange(
  before: SparseHistogram,
  after: SparseHistogram,
  perSeconds: number | null,
  { annotations, metricName, argRange }: RangeCallContext,
): StepResult {
  const isRate = perSeconds !== null;
  if (isRate && (before.hint === 'gauge' || after.hint === 'gauge'))
    annotations.notCounter(metricName, argRange);
  if (!isRate && (before.hint !== 'gauge' || after.hint !== 'gauge'))
    annotations.notGauge(metricName, argRange);
  let change = after;
  if (!isRate || !detectReset(after, before)) {
    const difference = subtractHistograms(after, before);
    if (difference === null) {
      annotations.mixedExponentialCustom(metricName, argRange);
      return undefined;
    }
    if (difference.boundsReconciled) annotations.boundsReconciled('subtraction', argRange);
    change = difference.histogram;
  }
  const gauge = compact({ ...change, hint: 'gauge' });
  return perSeconds === null ? gauge : divideHistogram(gauge, perSeconds);
}

export const IRATE: RangeFunction = { window: instantValue(true) };
export const IDELTA: RangeFunction = { window: instantValue(false) };
