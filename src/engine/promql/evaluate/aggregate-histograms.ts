import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import type { AggregationOperator, SourceRange } from '../ast.ts';
import { HistogramMean } from '../functions/histogram-over-time.ts';
import { HistogramSum } from '../histogram/histogram-sum.ts';
import { compact, type SparseHistogram } from '../histogram/sparse-histogram.ts';
import type { AnnotationCollector } from './annotations.ts';
import { HISTOGRAM_WORK, type QueryContext } from './query-context.ts';
import { histogramAt, isFloat, isPresent, type SeriesBuilder, type VectorSeries } from './values.ts';

interface HistogramMember {
  readonly histogram: SparseHistogram;
  readonly metricName: string;
}

/**
 * Adds the histograms of a group to the result of its floats, with Prometheus' remarks about `range`: where both occur at
 * a step, a sum or mean has no sample.
 */
export async function aggregateHistograms(
  op: AggregationOperator,
  members: readonly VectorSeries[],
  out: SeriesBuilder,
  { annotations, pace }: QueryContext,
  range: SourceRange,
): Promise<void> {
  for (let step = 0; step < out.values.length; step++) {
    const pause = pace(members.length * HISTOGRAM_WORK);
    if (pause !== null) await pause;
    const histograms = histogramsAt(members, step);
    if (histograms.length === 0) continue;
    if (op !== 'sum' && op !== 'avg') {
      annotations.histogramIgnoredInAggregation(op, range);
    } else if (out.present[step] !== 0) {
      out.present[step] = 0;
      annotations.mixedFloatsHistogramsInAggregation(range);
    } else {
      const combined = combineHistograms(op, histograms, annotations, range);
      if (combined !== null) out.setHistogram(step, compact(combined));
    }
  }
}

/** The steps at which a series has a float, as an entry of 1. */
export function floatSteps(series: VectorSeries): Uint8Array {
  const steps = new Uint8Array(series.values.length);
  for (let step = 0; step < steps.length; step++) steps[step] = isFloat(series, step) ? 1 : 0;
  return steps;
}
function histogramsAt(members: readonly VectorSeries[], step: number): HistogramMember[] {
  const found: HistogramMember[] = [];
  for (const series of members) {
    const histogram = isPresent(series, step) ? histogramAt(series, step) : null;
    if (histogram !== null) {
      found.push({ histogram, metricName: labelValue(series.labels, METRIC_NAME_LABEL) });
    }
  }
  return found;
}

function combineHistograms(
  op: 'sum' | 'avg',
  members: readonly HistogramMember[],
  annotations: AnnotationCollector,
  range: SourceRange,
): SparseHistogram | null {
  const [first] = members as [HistogramMember];
  const total = op === 'sum' ? new HistogramSum(first.histogram) : new HistogramMean(first.histogram);
  for (const { histogram, metricName } of members.slice(1)) {
    const added = total.add(histogram);
    if (added === null) {
      annotations.mixedExponentialCustom(metricName, range);
      return null;
    }
    if (added.boundsReconciled) annotations.boundsReconciled('aggregation', range);
  }
  const hasHint = (hint: string): boolean => members.some(({ histogram }) => histogram.hint === hint);
  if (hasHint('reset') && hasHint('not_reset')) annotations.hintsCollide('aggregation', range);
  return total.value;
}
