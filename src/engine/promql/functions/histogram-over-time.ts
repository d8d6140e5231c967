import { divideHistogram, hasOverflow } from '../histogram/arithmetic.ts';
import { HistogramSum } from '../histogram/histogram-sum.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';
import type { RangeCallContext, Window } from './range-function.ts';

/** Watches the hints and bounds of the histograms that are added up, for the remarks at the end. */
class AdditionNotes {
  #resetSeen = false;
  #notResetSeen = false;
  #reconciled = false;

  see(histogram: SparseHistogram): void {
    if (histogram.hint === 'reset') this.#resetSeen = true;
    if (histogram.hint === 'not_reset') this.#notResetSeen = true;
  }

  reconciled(): void {
    this.#reconciled = true;
  }

  annotate({ annotations, argRange }: RangeCallContext): void {
    if (this.#resetSeen && this.#notResetSeen) annotations.hintsCollide('aggregation', argRange);
    if (this.#reconciled) annotations.boundsReconciled('aggregation', argRange);
  }
}

/** The sum of a window of histograms; undefined, with a warning, where exponential and custom buckets meet. */
export function sumHistograms(window: Window, call: RangeCallContext): SparseHistogram | undefined {
  const notes = new AdditionNotes();
  const first = window.histograms[window.histogramFirst] as SparseHistogram;
  const sum = new HistogramSum(first);
  notes.see(first);
  for (let i = window.histogramFirst + 1; i < window.histogramEnd; i++) {
    const histogram = window.histograms[i] as SparseHistogram;
    notes.see(histogram);
    const added = sum.add(histogram);
    if (added === null) return incompatible(call);
    if (added.boundsReconciled) notes.reconciled();
  }
  notes.annotate(call);
  return sum.value;
}

/** The mean of a window of histograms; undefined, with a warning, where exponential and custom buckets meet. */
export function averageHistograms(window: Window, call: RangeCallContext): SparseHistogram | undefined {
  const notes = new AdditionNotes();
  const first = window.histograms[window.histogramFirst] as SparseHistogram;
  const mean = new HistogramMean(first);
  notes.see(first);
  for (let i = window.histogramFirst + 1; i < window.histogramEnd; i++) {
    const histogram = window.histograms[i] as SparseHistogram;
    notes.see(histogram);
    const added = mean.add(histogram);
    if (added === null) return incompatible(call);
    if (added.boundsReconciled) notes.reconciled();
  }
  notes.annotate(call);
  return mean.value;
}

function incompatible({ annotations, metricName, argRange }: RangeCallContext): undefined {
  annotations.mixedExponentialCustom(metricName, argRange);
  return undefined;
}

/** A mean by the sum of histograms, or incremental from where the sum would overflow. */
export class HistogramMean {
  #sum: HistogramSum;
  #count = 1;
  #incremental = false;

  constructor(first: SparseHistogram) {
    this.#sum = new HistogramSum(first);
  }

  /** Adds one; null where exponential and custom buckets meet. */
  add(histogram: SparseHistogram): { readonly boundsReconciled: boolean } | null {
    this.#count++;
    if (!this.#incremental) {
      const attempt = this.#sum.clone();
      const added = attempt.add(histogram);
      if (added === null) return null;
      if (!hasOverflow(attempt.uncompensated)) {
        this.#sum = attempt;
        return added;
      }
      this.#incremental = true;
      this.#sum.divide(this.#count - 1);
    }
    this.#sum.scale((this.#count - 1) / this.#count);
    return this.#sum.add(divideHistogram(histogram, this.#count));
  }

  get value(): SparseHistogram {
    if (this.#incremental) return this.#sum.value;
    const mean = this.#sum.clone();
    mean.divide(this.#count);
    return mean.value;
  }
}
