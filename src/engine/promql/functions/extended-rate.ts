import type { SampleColumn } from '../evaluate/range-series.ts';
import {
  addHistograms,
  divideHistogram,
  scaleHistogram,
  subtractHistograms,
} from '../histogram/arithmetic.ts';
import { detectReset } from '../histogram/counter-reset.ts';
import { compact, type SparseHistogram, usesCustomBuckets } from '../histogram/sparse-histogram.ts';
import type { RangeCallContext, StepResult, Window } from './range-function.ts';
import type { RateKind } from './rate-kind.ts';

/** The samples that an extended window works with: indices of the first and last one, and the range's ends. */
interface Extent {
  /** The first sample of the window. */
  readonly from: number;
  readonly first: number;
  readonly last: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * rate, increase and delta of `anchored` and `smoothed` selectors: the values at the ends of the range are those of the
 * samples around them (anchored) or interpolated (smoothed), and nothing is extrapolated. The window reaches beyond
 * the range by the lookback.
 */
export function extendedRate(kind: RateKind, window: Window, call: RangeCallContext): StepResult {
  if (window.histogramCount > 0) return extendedHistogramRate(kind, window, call);
  const { floatTimes: times, floatValues: values } = window;
  const extent = extentOf(times, window.floatFirst, window.floatEnd, window.endMs, call);
  if (extent === null) return undefined;
  const { startMs, endMs } = extent;
  let { first, last } = extent;
  const smoothed = call.extension === 'smoothed';
  const left =
    smoothed && (times[first] as number) < startMs
      ? interpolate(times, values, first, startMs, kind.isCounter)
      : (values[first] as number);
  const right =
    smoothed && last > window.floatFirst && (times[last] as number) > endMs
      ? interpolate(times, values, last - 1, endMs, kind.isCounter)
      : (values[last] as number);
  let change = right - left;
  if (kind.isCounter) {
    if ((times[first] as number) <= startMs) first++;
    if ((times[last] as number) >= endMs) last--;
    let previous = left;
    for (let i = first; i <= last; i++) {
      if ((values[i] as number) < previous) change += previous;
      previous = values[i] as number;
    }
    if (right < previous) change += previous;
  }
  return kind.isRate ? change / (call.rangeMs / 1000) : change;
}

/** Where to start and end; null where no sample lies in the range. `from` and `end` bound the window. */
function extentOf(
  times: Float64Array,
  from: number,
  end: number,
  endMs: number,
  call: Pick<RangeCallContext, 'rangeMs' | 'extension'>,
): Extent | null {
  const startMs = endMs - call.rangeMs;
  const smoothed = call.extension === 'smoothed';
  if (end <= from) return null;
  let last = end - 1;
  let first = from;
  while (first + 1 < end && (times[first + 1] as number) <= startMs) first++;
  if (smoothed) {
    let at = from;
    while (at < last && (times[at] as number) < endMs) at++;
    last = at;
  }
  if ((times[last] as number) <= startMs) return null;
  if (smoothed && (times[first] as number) > endMs) return null;
  return { from, first, last, startMs, endMs };
}

/** The value at a time between two samples; a counter that was reset starts from 0. */
function interpolate(
  times: Float64Array,
  values: Float64Array,
  index: number,
  atMs: number,
  isCounter: boolean,
): number {
  const y2 = values[index + 1] as number;
  const before = values[index] as number;
  const y1 = isCounter && y2 < before ? 0 : before;
  const t1 = times[index] as number;
  return y1 + ((y2 - y1) * (atMs - t1)) / ((times[index + 1] as number) - t1);
}

/**
 * The floats of a range as `anchored` and `smoothed` selectors show them outside of functions: those inside, and one at
 * each end of the range; null where the range has none. `series` reaches beyond the range by the lookback.
 */
export function extendedSamples(
  { times, values }: SampleColumn<Float64Array>,
  endMs: number,
  call: Pick<RangeCallContext, 'rangeMs' | 'extension'>,
): SampleColumn<Float64Array> | null {
  const extent = extentOf(times, 0, times.length, endMs, call);
  if (extent === null) return null;
  const { first, last, startMs } = extent;
  const smoothed = call.extension === 'smoothed';
  const isBefore = (times[first] as number) < startMs;
  const isAfter = last > 0 && (times[last] as number) > endMs;
  const left =
    smoothed && isBefore ? interpolate(times, values, first, startMs, false) : (values[first] as number);
  const right =
    smoothed && isAfter ? interpolate(times, values, last - 1, endMs, false) : (values[last] as number);
  const from = (times[first] as number) <= startMs ? first + 1 : first;
  const to = Math.max(from, (times[last] as number) >= endMs ? last : last + 1);
  return {
    times: Float64Array.of(startMs, ...times.subarray(from, to), endMs),
    values: Float64Array.of(left, ...values.subarray(from, to), right),
  };
}

/** Raised inside this file where exponential and custom buckets meet. */
class IncompatibleBuckets extends Error {}

function extendedHistogramRate(kind: RateKind, window: Window, call: RangeCallContext): StepResult {
  const { annotations, argRange, metricName } = call;
  const { histogramTimes: times, histograms } = window;
  const extent = extentOf(times, window.histogramFirst, window.histogramEnd, window.endMs, call);
  if (extent === null) return undefined;
  try {
    return new ExtendedHistogramRate(times, histograms, extent, kind.isCounter, call).evaluate(kind.isRate);
  } catch (error) {
    if (!(error instanceof IncompatibleBuckets)) throw error;
    annotations.mixedExponentialCustom(metricName, argRange);
    return undefined;
  }
}

class ExtendedHistogramRate {
  readonly #times: Float64Array;
  readonly #histograms: readonly SparseHistogram[];
  readonly #extent: Extent;
  readonly #isCounter: boolean;
  readonly #call: RangeCallContext;

  constructor(
    times: Float64Array,
    histograms: readonly SparseHistogram[],
    extent: Extent,
    isCounter: boolean,
    call: RangeCallContext,
  ) {
    this.#times = times;
    this.#histograms = histograms;
    this.#extent = extent;
    this.#isCounter = isCounter;
    this.#call = call;
  }

  evaluate(isRate: boolean): SparseHistogram {
    const { annotations, argRange, metricName, rangeMs, extension } = this.#call;
    const { from, first, last, startMs, endMs } = this.#extent;
    const smoothed = extension === 'smoothed';
    this.#checkLayouts();
    const left =
      smoothed && this.#timeAt(first) < startMs ? this.#interpolate(first, startMs) : this.#at(first);
    const right =
      smoothed && last > from && this.#timeAt(last) > endMs
        ? this.#interpolate(last - 1, endMs)
        : this.#at(last);
    if (!this.#isCounter && (left.hint !== 'gauge' || right.hint !== 'gauge')) {
      annotations.notGauge(metricName, argRange);
    }
    let change = this.#subtract(right, left);
    if (this.#isCounter) change = this.#addResets(change, left, right);
    if (isRate) change = divideHistogram(change, rangeMs / 1000);
    return compact({ ...change, hint: 'gauge' });
  }

  #at(index: number): SparseHistogram {
    return this.#histograms[index] as SparseHistogram;
  }

  #timeAt(index: number): number {
    return this.#times[index] as number;
  }

  #checkLayouts(): void {
    const { first, last } = this.#extent;
    const { annotations, argRange, metricName } = this.#call;
    const custom = usesCustomBuckets(this.#at(first));
    for (let i = first; i <= last; i++) {
      const histogram = this.#at(i);
      if (usesCustomBuckets(histogram) !== custom) throw new IncompatibleBuckets();
      if (this.#isCounter && histogram.hint === 'gauge') annotations.notCounter(metricName, argRange);
    }
  }

  #interpolate(index: number, atMs: number): SparseHistogram {
    const h1 = this.#at(index);
    const h2 = this.#at(index + 1);
    const t1 = this.#timeAt(index);
    const t2 = this.#timeAt(index + 1);
    if (atMs === t1) return h1;
    if (atMs === t2) return h2;
    const fraction = (atMs - t1) / (t2 - t1);
    if (this.#isCounter && detectReset(h2, h1)) return scaleHistogram(h2, fraction);
    return this.#add(scaleHistogram(this.#subtract(h2, h1), fraction), h1);
  }

  #addResets(change: SparseHistogram, left: SparseHistogram, right: SparseHistogram): SparseHistogram {
    const { first, last, startMs } = this.#extent;
    let from = first + 1;
    let previous = left;
    const spansReset =
      this.#call.extension === 'smoothed' &&
      this.#timeAt(first) < startMs &&
      from <= last &&
      detectReset(this.#at(from), this.#at(first));
    // A reset that the value at the start already accounts for must not count twice.
    if (spansReset) previous = this.#at(from++);
    if (from > last) return change;
    let corrected = change;
    for (let i = from; i < last; i++) {
      if (detectReset(this.#at(i), previous)) corrected = this.#add(corrected, previous);
      previous = this.#at(i);
    }
    return detectReset(right, previous) ? this.#add(corrected, previous) : corrected;
  }

  #add(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
    const sum = addHistograms(a, b);
    if (sum === null) throw new IncompatibleBuckets();
    if (sum.boundsReconciled) this.#call.annotations.boundsReconciled('addition', this.#call.argRange);
    return sum.histogram;
  }

  #subtract(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
    const difference = subtractHistograms(a, b);
    if (difference === null) throw new IncompatibleBuckets();
    if (difference.boundsReconciled) {
      this.#call.annotations.boundsReconciled('subtraction', this.#call.argRange);
    }
    return difference.histogram;
  }
}
