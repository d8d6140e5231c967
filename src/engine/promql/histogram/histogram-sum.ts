import { KahanSum } from '../kahan.ts';
import { alignHistograms } from './align.ts';
import { addHistograms, combineHints, divideHistogram, scaleHistogram } from './arithmetic.ts';
import type { SparseBuckets, SparseHistogram } from './sparse-histogram.ts';

/** Sums histograms with compensated addition, as Prometheus' sum and avg do. */
export class HistogramSum {
  #total: SparseHistogram;
  #compensation: SparseHistogram | null = null;

  constructor(first: SparseHistogram) {
    this.#total = first;
  }

  clone(): HistogramSum {
    const copy = new HistogramSum(this.#total);
    copy.#compensation = this.#compensation;
    return copy;
  }

  /** The sum without its compensation. */
  get uncompensated(): SparseHistogram {
    return this.#total;
  }

  /** The sum. */
  get value(): SparseHistogram {
    if (this.#compensation === null) return this.#total;
    return addHistograms(this.#total, this.#compensation)?.histogram ?? this.#total;
  }

  scale(factor: number): void {
    this.#total = scaleHistogram(this.#total, factor);
    if (this.#compensation !== null) this.#compensation = scaleHistogram(this.#compensation, factor);
  }

  divide(divisor: number): void {
    this.#total = divideHistogram(this.#total, divisor);
    if (this.#compensation !== null) this.#compensation = divideHistogram(this.#compensation, divisor);
  }

  /** Adds one; null, with the sum unchanged, where exponential and custom buckets meet. */
  add(other: SparseHistogram): { readonly boundsReconciled: boolean } | null {
    const aligned = alignHistograms(this.#total, other);
    if (aligned === null) return null;
    const { left, right, boundsReconciled } = aligned;
    const compensation = this.#alignedCompensation(left);
    const positive = addCompensated(left.positive, right.positive, compensation?.positive ?? null);
    const negative = addCompensated(left.negative, right.negative, compensation?.negative ?? null);
    const zero = addNumber(left.zeroCount, right.zeroCount, compensation?.zeroCount ?? 0);
    const count = addNumber(left.count, right.count, compensation?.count ?? 0);
    const sum = addNumber(left.sum, right.sum, compensation?.sum ?? 0);
    const { hint } = combineHints(left.hint, other.hint);
    this.#total = {
      ...left,
      hint,
      zeroCount: zero.sum,
      count: count.sum,
      sum: sum.sum,
      positive: positive.buckets,
      negative: negative.buckets,
    };
    this.#compensation = {
      ...left,
      hint,
      zeroCount: zero.compensation,
      count: count.compensation,
      sum: sum.compensation,
      positive: { indices: positive.buckets.indices, counts: positive.compensation },
      negative: { indices: negative.buckets.indices, counts: negative.compensation },
    };
    return { boundsReconciled };
  }

  #alignedCompensation(layout: SparseHistogram): SparseHistogram | null {
    if (this.#compensation === null) return null;
    return alignHistograms(layout, this.#compensation)?.right ?? null;
  }
}

function addNumber(sum: number, increment: number, compensation: number): KahanSum {
  const result = new KahanSum(sum, compensation);
  result.add(increment);
  return result;
}

function addCompensated(
  a: SparseBuckets,
  b: SparseBuckets,
  compensation: SparseBuckets | null,
): { buckets: SparseBuckets; compensation: number[] } {
  const indices: number[] = [];
  const counts: number[] = [];
  const compensations: number[] = [];
  const known = new Map(compensation?.indices.map((index, i) => [index, compensation.counts[i] as number]));
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = a.indices[i] ?? Number.POSITIVE_INFINITY;
    const right = b.indices[j] ?? Number.POSITIVE_INFINITY;
    const index = Math.min(left, right);
    const start = left <= right ? (a.counts[i++] as number) : 0;
    const result = new KahanSum(start, known.get(index) ?? 0);
    if (right <= left) result.add(b.counts[j++] as number);
    indices.push(index);
    counts.push(result.sum);
    compensations.push(result.compensation);
  }
  return { buckets: { indices, counts }, compensation: compensations };
}
