import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import type { AggregationOperator, SourceRange } from '../ast.ts';
import { HistogramMean } from '../functions/histogram-over-time.ts';
import { HistogramSum } from '../histogram/histogram-sum.ts';
import { compact, type SparseHistogram } from '../histogram/sparse-histogram.ts';
import { COLUMN_AGGREGATIONS, type ColumnAggregation } from './aggregate-columns.ts';
import type { AnnotationCollector } from './annotations.ts';
import { histogramAt, isPresent, type SeriesBuilder, type VectorSeries } from './values.ts';

interface HistogramMember {
  readonly histogram: SparseHistogram;
  readonly metricName: string;
}

/** Aggregates groups in which histograms occur, with Prometheus' remarks about `range`. */
export function aggregateMixed(
  op: AggregationOperator,
  members: readonly VectorSeries[],
  params: Float64Array | null,
  out: SeriesBuilder,
  annotations: AnnotationCollector,
  range: SourceRange,
): void {
  const aggregate = COLUMN_AGGREGATIONS.get(op) as ColumnAggregation;
  if (op === 'count' || op === 'group') {
    aggregate(members, params, out);
    return;
  }
  aggregate(floatsOf(members), params, out);
  for (let step = 0; step < out.values.length; step++) {
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

function floatsOf(members: readonly VectorSeries[]): VectorSeries[] {
  return members.map((series) => {
    const { histograms } = series;
    if (histograms === null) return series;
    const present = new Uint8Array(histograms.length);
    for (let step = 0; step < present.length; step++) {
      present[step] = isPresent(series, step) && histograms[step] === null ? 1 : 0;
    }
    return { ...series, present };
  });
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
