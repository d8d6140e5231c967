import { reduceResolution } from '../histogram/align.ts';
import { addHistograms, subtractHistograms } from '../histogram/arithmetic.ts';
import { detectReset } from '../histogram/counter-reset.ts';
import {
  compact,
  EMPTY_BUCKETS,
  type SparseHistogram,
  usesCustomBuckets,
} from '../histogram/sparse-histogram.ts';
import type { RangeCallContext } from './range-function.ts';

/**
 * The change from the first to the last of at least two histograms, for counters with what was lost at resets; undefined
 * (with an annotation) where they don't fit together.
 */
export function histogramIncrease(
  histograms: readonly SparseHistogram[],
  isCounter: boolean,
  call: RangeCallContext,
): SparseHistogram | undefined {
  const { annotations, metricName, argRange } = call;
  const first = histograms[0] as SparseHistogram;
  const second = histograms[1] as SparseHistogram;
  const last = histograms.at(-1) as SparseHistogram;
  const incompatible = (): undefined => {
    annotations.mixedExponentialCustom(metricName, argRange);
    return undefined;
  };
  if (isCounter && histograms.some(({ hint }) => hint === 'gauge'))
    annotations.notCounter(metricName, argRange);
  // The layout of a first sample before a reset does not matter: the counter started from nothing.
  const base = isCounter && detectReset(second, first) ? emptyLike(second) : first;
  const custom = usesCustomBuckets(base);
  if (usesCustomBuckets(last) !== custom) return incompatible();
  let schema = Math.min(base.schema, last.schema);
  if (isCounter) {
    for (const histogram of histograms.slice(1, -1)) {
      if (usesCustomBuckets(histogram) !== custom) return incompatible();
      schema = Math.min(schema, histogram.schema);
    }
  }
  const difference = subtractHistograms(reduceResolution(last, schema), base);
  if (difference === null) return incompatible();
  if (difference.boundsReconciled) annotations.boundsReconciled('subtraction', argRange);
  let total = difference.histogram;
  if (isCounter) {
    let previous = base;
    for (const histogram of histograms.slice(1)) {
      if (detectReset(histogram, previous)) {
        const sum = addHistograms(total, previous);
        if (sum === null) return incompatible();
        if (sum.boundsReconciled) annotations.boundsReconciled('addition', argRange);
        total = sum.histogram;
      }
      previous = histogram;
    }
  } else if (first.hint !== 'gauge' || last.hint !== 'gauge') {
    annotations.notGauge(metricName, argRange);
  }
  return compact({ ...total, hint: 'gauge' });
}

function emptyLike(histogram: SparseHistogram): SparseHistogram {
  return {
    schema: histogram.schema,
    hint: 'unknown',
    zeroThreshold: 0,
    zeroCount: 0,
    count: 0,
    sum: 0,
    positive: EMPTY_BUCKETS,
    negative: EMPTY_BUCKETS,
    customValues: histogram.customValues,
  };
}
