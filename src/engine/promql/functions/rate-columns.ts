import type { WindowBounds } from '../evaluate/bounds.ts';
import type { SeriesBuilder } from '../evaluate/values.ts';
import { extentOf } from './extrapolation.ts';
import type { ColumnFunction } from './range-function.ts';
import type { RateKind } from './rate-kind.ts';

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

/** `rate`, `increase` or `delta` of whole columns: O(1) a step beside the resets that lie in its window. */
export function rateOfColumns({ isCounter, isRate }: RateKind): ColumnFunction {
  return (series, bounds, lookups, call, out) => {
    const { times, values } = series.floats;
    const perSecond = isRate ? call.rangeMs / 1000 : 1;
    const reach = reachOf(bounds, times, lookups, call.rangeMs, perSecond);
    if (!isCounter) {
      fillDeltas(values, bounds, reach, out);
      return;
    }
    findResets(values);
    fillIncreases(values, bounds, reach, out);
  };
}

function fillDeltas(
  values: Float64Array,
  { first, end }: WindowBounds,
  { factor }: Reach,
  { values: results, present }: SeriesBuilder,
): void {
  for (let step = 0; step < results.length; step++) {
    const from = first[step] as number;
    const last = (end[step] as number) - 1;
    if (last <= from) continue;
    present[step] = 1;
    results[step] = ((values[last] as number) - (values[from] as number)) * (factor[step] as number);
  }
}

/** As `fillDeltas`, for a counter whose resets are in `resetPlaces`. */
function fillIncreases(
  values: Float64Array,
  { first, end }: WindowBounds,
  reach: Reach,
  { values: results, present }: SeriesBuilder,
): void {
  const { startRatio, factor } = reach;
  // The first reset behind the window's first sample; windows only move on.
  let reset = 0;
  let resetAt = resetPlaces[0] as number;
  for (let step = 0; step < results.length; step++) {
    const from = first[step] as number;
    const last = (end[step] as number) - 1;
    if (last <= from) continue;
    while (resetAt <= from) resetAt = resetPlaces[++reset] as number;
    const firstValue = values[from] as number;
    let change = (values[last] as number) - firstValue;
    if (resetAt <= last) change = addResets(values, change, reset, last);
    present[step] = 1;
    results[step] =
      firstValue < (startRatio[step] as number) * change && firstValue >= 0
        ? changeFromZero(change, firstValue, reach, step)
        : change * (factor[step] as number);
  }
}

/** What was counted before a reset was counted all the same: adds it for the resets from one on up to a sample. */
function addResets(values: Float64Array, change: number, reset: number, last: number): number {
  let corrected = change;
  for (let k = reset, place = resetPlaces[k] as number; place <= last; place = resetPlaces[++k] as number) {
    corrected += values[place - 1] as number;
  }
  return corrected;
}

/** The change where the line through the samples meets zero inside the window: the counter began there. */
function changeFromZero(
  change: number,
  firstValue: number,
  { sampled, toEnd, perSecond }: Reach,
  step: number,
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
  /** Seconds of the window for a rate, else 1: what the extrapolated change is divided by. */
  readonly perSecond: number;
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
    perSecond,
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
