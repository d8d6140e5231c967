import type { WindowBounds } from '../evaluate/bounds.ts';
import type { SeriesBuilder } from '../evaluate/values.ts';
import { scaleHistogram } from '../histogram/arithmetic.ts';
import { detectReset } from '../histogram/counter-reset.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';
import { extendedRate } from './extended-rate.ts';
import { histogramIncrease } from './histogram-rate.ts';
import type {
  ColumnFunction,
  RangeCallContext,
  RangeFunction,
  StepResult,
  Window,
} from './range-function.ts';

/** Which of rate, increase and delta: counters are corrected for resets, rates are per second. */
export interface RateKind {
  readonly isCounter: boolean;
  readonly isRate: boolean;
}

/** How far the samples reach in their window; times in ms. */
interface Coverage {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly sampleCount: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Seconds between the first and last sample, and how far to extrapolate at both ends: to the end of the window when the
 * sample is near (1.1 mean intervals), else by half an interval (promql/functions.go, extrapolatedRate).
 */
function extentOf({ firstMs, lastMs, sampleCount, startMs, endMs }: Coverage): {
  sampled: number;
  toStart: number;
  toEnd: number;
} {
  const sampled = (lastMs - firstMs) / 1000;
  const meanInterval = sampled / (sampleCount - 1);
  const threshold = meanInterval * 1.1;
  const toStart = (firstMs - startMs) / 1000;
  const toEnd = (endMs - lastMs) / 1000;
  return {
    sampled,
    toStart: toStart >= threshold ? meanInterval / 2 : toStart,
    toEnd: toEnd >= threshold ? meanInterval / 2 : toEnd,
  };
}

/** The factor that turns the change between the first and last sample into that of the window; a counter is not taken below zero. */
function extrapolationFactor(
  coverage: Coverage,
  firstValue: number,
  change: number,
  isCounter: boolean,
): number {
  const { sampled, toStart, toEnd } = extentOf(coverage);
  let start = toStart;
  if (isCounter && change > 0 && firstValue >= 0) start = Math.min(start, sampled * (firstValue / change));
  return (sampled + start + toEnd) / sampled;
}

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

/** Where the values of the column at hand go down: places in ascending order, only read before the next column. */
let resetPlaces = new Int32Array(64);

/** Fills `resetPlaces`; a place behind all samples follows the last one. */
function findResets(values: Float64Array): void {
  const { length } = values;
  let count = 0;
  let i = 1;
  // Resets are rare: four samples are passed over at a time where none of them goes down.
  for (; i + 3 < length; i += 4) {
    const a = values[i] as number;
    const b = values[i + 1] as number;
    const c = values[i + 2] as number;
    const d = values[i + 3] as number;
    if (a < (values[i - 1] as number) || b < a || c < b || d < c) count = noteResets(values, i, i + 4, count);
  }
  count = noteResets(values, i, length, count);
  resetPlaces[count] = length;
}

/** Notes the resets from one place up to another; answers how many there are now. */
function noteResets(values: Float64Array, from: number, to: number, known: number): number {
  let count = known;
  for (let i = from; i < to; i++) {
    if (!((values[i] as number) < (values[i - 1] as number))) continue;
    if (count + 1 === resetPlaces.length) resetPlaces = growPlaces(resetPlaces);
    resetPlaces[count++] = i;
  }
  return count;
}

function growPlaces(places: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(places.length * 2);
  grown.set(places);
  return grown;
}

function rateOfColumns({ isCounter, isRate }: RateKind): ColumnFunction {
  return (series, bounds, lookups, call, out) => {
    const { times, values } = series.floats;
    const perSecond = isRate ? call.rangeMs / 1000 : 1;
    const reach = reachOf(bounds, times, lookups, call.rangeMs, perSecond);
    if (!isCounter) {
      fillSteps(values, bounds, reach, 0, values.length, out);
      return;
    }
    findResets(values);
    // Windows up to a reset, and then those that it lies in.
    for (let step = 0, k = 0; step < lookups.length; k++) {
      const resetAt = resetPlaces[k] as number;
      step = fillCounterSteps(values, bounds, reach, step, resetAt, perSecond, out);
      step = fillResetSteps(values, bounds, reach, step, k, perSecond, out);
    }
  };
}

/** Fills the steps from one on whose windows end before a place; answers the first one that does not. */
function fillSteps(
  values: Float64Array,
  { first, end }: WindowBounds,
  { factor }: Reach,
  fromStep: number,
  place: number,
  { values: results, present }: SeriesBuilder,
): number {
  let step = fromStep;
  for (; step < results.length; step++) {
    const from = first[step] as number;
    const last = (end[step] as number) - 1;
    if (last >= place) break;
    if (last <= from) continue;
    present[step] = 1;
    results[step] = ((values[last] as number) - (values[from] as number)) * (factor[step] as number);
  }
  return step;
}

/** As `fillSteps`, for a counter without a reset before the place. */
function fillCounterSteps(
  values: Float64Array,
  { first, end }: WindowBounds,
  reach: Reach,
  fromStep: number,
  place: number,
  perSecond: number,
  { values: results, present }: SeriesBuilder,
): number {
  const { factor, startRatio } = reach;
  let step = fromStep;
  for (; step < results.length; step++) {
    const from = first[step] as number;
    const last = (end[step] as number) - 1;
    if (last >= place) break;
    if (last <= from) continue;
    const firstValue = values[from] as number;
    const change = (values[last] as number) - firstValue;
    present[step] = 1;
    results[step] =
      firstValue < (startRatio[step] as number) * change && firstValue >= 0
        ? changeFromZero(change, firstValue, reach, step, perSecond)
        : change * (factor[step] as number);
  }
  return step;
}

/** Fills the steps from one on in whose windows a reset lies; answers the first one that begins behind it. */
function fillResetSteps(
  values: Float64Array,
  { first, end }: WindowBounds,
  reach: Reach,
  fromStep: number,
  reset: number,
  perSecond: number,
  { values: results, present }: SeriesBuilder,
): number {
  const { factor, startRatio } = reach;
  const resetAt = resetPlaces[reset] as number;
  let step = fromStep;
  for (; step < results.length; step++) {
    const from = first[step] as number;
    const last = (end[step] as number) - 1;
    if (from >= resetAt) break;
    if (last <= from) continue;
    const firstValue = values[from] as number;
    let change = (values[last] as number) - firstValue;
    // What was counted before a reset was counted all the same.
    for (let k = reset, place = resetAt; place <= last; place = resetPlaces[++k] as number) {
      change += values[place - 1] as number;
    }
    present[step] = 1;
    results[step] =
      firstValue < (startRatio[step] as number) * change && firstValue >= 0
        ? changeFromZero(change, firstValue, reach, step, perSecond)
        : change * (factor[step] as number);
  }
  return step;
}

/** The change where the line through the samples meets zero inside the window: the counter began there. */
function changeFromZero(
  change: number,
  firstValue: number,
  { sampled, toEnd }: Reach,
  step: number,
  perSecond: number,
): number {
  const seconds = sampled[step] as number;
  const toZero = seconds * (firstValue / change);
  return change * ((seconds + toZero + (toEnd[step] as number)) / seconds / perSecond);
}

/** How far the samples of each window reach, in seconds; the same for all series of the same times. */
interface Reach {
  readonly sampled: Float64Array;
  readonly toEnd: Float64Array;
  /** Extrapolation at the start over the time between the samples. */
  readonly startRatio: Float64Array;
  /** What the change between the samples is multiplied by. */
  readonly factor: Float64Array;
}

/** Bounds belong to one call, so that its other parameters are the same. */
const knownReaches = new WeakMap<WindowBounds, Reach>();

function reachOf(
  bounds: WindowBounds,
  times: Float64Array,
  lookups: Float64Array,
  rangeMs: number,
  perSecond: number,
): Reach {
  const known = knownReaches.get(bounds);
  if (known !== undefined) return known;
  const count = lookups.length;
  const reach: Reach = {
    sampled: new Float64Array(count),
    toEnd: new Float64Array(count),
    startRatio: new Float64Array(count),
    factor: new Float64Array(count),
  };
  for (let step = 0; step < count; step++) {
    const from = bounds.first[step] as number;
    const last = (bounds.end[step] as number) - 1;
    if (last <= from) continue;
    const endMs = lookups[step] as number;
    const { sampled, toStart, toEnd } = extentOf({
      firstMs: times[from] as number,
      lastMs: times[last] as number,
      sampleCount: last - from + 1,
      startMs: endMs - rangeMs,
      endMs,
    });
    reach.sampled[step] = sampled;
    reach.toEnd[step] = toEnd;
    reach.startRatio[step] = toStart / sampled;
    reach.factor[step] = (sampled + toStart + toEnd) / sampled / perSecond;
  }
  knownReaches.set(bounds, reach);
  return reach;
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

/** Counts how often a counter went down, or changed its kind. */
export const RESETS: RangeFunction = {
  anchorsWindow: true,
  window: (window) =>
    countTransitions(window, {
      floats: (current, previous) => current < previous,
      histograms: detectReset,
    }),
};

/** When two neighbouring samples count as a transition; a change of kind always does. */
export interface TransitionTest {
  floats(current: number, previous: number): boolean;
  histograms(current: SparseHistogram, previous: SparseHistogram): boolean;
}

/** The number of transitions between neighbouring samples of a window, floats and histograms in the order of time. */
export function countTransitions(window: Window, test: TransitionTest): number | undefined {
  const { floatTimes, floatValues, histogramTimes, histograms, floatEnd, histogramEnd } = window;
  let float = window.floatFirst;
  let histogram = window.histogramFirst;
  if (float >= floatEnd && histogram >= histogramEnd) return undefined;
  let transitions = 0;
  let previous: number | SparseHistogram | undefined;
  while (float < floatEnd || histogram < histogramEnd) {
    const takesFloat =
      histogram >= histogramEnd ||
      (float < floatEnd && (floatTimes[float] as number) < (histogramTimes[histogram] as number));
    const current = takesFloat
      ? (floatValues[float++] as number)
      : (histograms[histogram++] as SparseHistogram);
    if (previous !== undefined && isTransition(current, previous, test)) transitions++;
    previous = current;
  }
  return transitions;
}

function isTransition(
  current: number | SparseHistogram,
  previous: number | SparseHistogram,
  test: TransitionTest,
): boolean {
  if (typeof current === 'number') return typeof previous !== 'number' || test.floats(current, previous);
  return typeof previous === 'number' || test.histograms(current, previous);
}
