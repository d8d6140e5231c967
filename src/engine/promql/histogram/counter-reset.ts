import { alignCustomBounds, reduceResolution, widenZeroBucket } from './align.ts';
import { type SparseBuckets, type SparseHistogram, usesCustomBuckets } from './sparse-histogram.ts';

/** Whether a counter was reset between two histograms (Prometheus native histograms, counter resets). */
export function detectReset(current: SparseHistogram, previous: SparseHistogram): boolean {
  if (current.hint === 'reset') return true;
  if (current.hint === 'not_reset') return false;
  if (current.count < previous.count) return true;
  if (usesCustomBuckets(current)) {
    if (!usesCustomBuckets(previous)) return true;
    const { left, right } = alignCustomBounds(current, previous);
    return anyLower(left.positive, right.positive);
  }
  if (usesCustomBuckets(previous) || current.schema > previous.schema) return true;
  if (current.zeroThreshold < previous.zeroThreshold) return true;
  const widened =
    current.zeroThreshold === previous.zeroThreshold
      ? previous
      : widenZeroBucket(previous, current.zeroThreshold);
  if (widened.zeroThreshold !== current.zeroThreshold) return true;
  if (current.zeroCount < widened.zeroCount) return true;
  const before = reduceResolution(widened, current.schema);
  return anyLower(current.positive, before.positive) || anyLower(current.negative, before.negative);
}

function anyLower(current: SparseBuckets, previous: SparseBuckets): boolean {
  let i = 0;
  for (const [j, index] of previous.indices.entries()) {
    while (i < current.indices.length && (current.indices[i] as number) < index) i++;
    const count = current.indices[i] === index ? (current.counts[i] as number) : 0;
    if (count < (previous.counts[j] as number)) return true;
  }
  return false;
}
