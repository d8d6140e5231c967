import type { LabelSet } from '../../../shared/domain/series.ts';
import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { labelsKey, pickLabels } from '../../model/labels.ts';
import type { Pace } from '../../storage.ts';
import type { SourceRange } from '../ast.ts';
import type { AnnotationCollector } from '../evaluate/annotations.ts';
import { HISTOGRAM_WORK } from '../evaluate/query-context.ts';
import type { StepGrid } from '../evaluate/step-grid.ts';
import {
  histogramAt,
  isPresent,
  pushSeries,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from '../evaluate/values.ts';
import { type ClassicBuckets, classicFraction, classicQuantile } from '../histogram/classic-buckets.ts';
import { nativeFraction, nativeQuantile, nativeVariance } from '../histogram/native-quantile.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';
import { parseGoFloat } from '../parse/go-float.ts';

const BUCKET_LABEL = 'le';
const BUCKET_LABEL_SET: ReadonlySet<string> = new Set([BUCKET_LABEL]);

/** Functions of one native histogram, by name; floats are left out. */
export const HISTOGRAM_FUNCTIONS: ReadonlyMap<string, (histogram: SparseHistogram) => number> = new Map([
  ['histogram_count', (histogram: SparseHistogram) => histogram.count],
  ['histogram_sum', (histogram: SparseHistogram) => histogram.sum],
  ['histogram_avg', (histogram: SparseHistogram) => histogram.sum / histogram.count],
  ['histogram_stdvar', nativeVariance],
  ['histogram_stddev', (histogram: SparseHistogram) => Math.sqrt(nativeVariance(histogram))],
]);

/** Applies a function to the histograms of all series. The metric names go. */
export function mapHistograms(vector: VectorValue, map: (histogram: SparseHistogram) => number): VectorValue {
  const result: VectorSeries[] = [];
  for (const series of vector.series) {
    if (series.histograms === null) continue;
    const builder = new SeriesBuilder(series.values.length);
    for (let step = 0; step < series.values.length; step++) {
      const histogram = isPresent(series, step) ? histogramAt(series, step) : null;
      if (histogram !== null) builder.setFloat(step, map(histogram));
    }
    pushSeries(result, builder.finish(series.labels, true));
  }
  return { kind: 'vector', series: result };
}

/** Series that make one histogram: classic buckets, and a native one of the same labels. */
interface HistogramGroup {
  /** Labels without `le`. */
  readonly labels: LabelSet;
  readonly buckets: { readonly upperBound: number; readonly series: VectorSeries }[];
  native: VectorSeries | null;
}

/** What a call of a histogram function works on. */
export interface HistogramCall {
  readonly grid: StepGrid;
  readonly annotations: AnnotationCollector;
  readonly pace: Pace;
  /** The place of the vector argument. */
  readonly argRange: SourceRange;
}

/** How to get a number from a histogram of either kind. */
interface Estimator {
  native(histogram: SparseHistogram, metricName: string, step: number): number;
  classic(buckets: ClassicBuckets, metricName: string, step: number): number;
}

function groupSeries(vector: VectorValue, { annotations, argRange }: HistogramCall): HistogramGroup[] {
  const groups = new Map<string, HistogramGroup>();
  const groupOf = (labels: LabelSet): HistogramGroup => {
    const key = labelsKey(labels);
    let group = groups.get(key);
    if (group === undefined) {
      group = { labels, buckets: [], native: null };
      groups.set(key, group);
    }
    return group;
  };
  for (const series of vector.series) {
    if (series.histograms !== null) groupOf(series.labels).native = series;
    if (series.histograms !== null && !hasFloats(series)) continue;
    const le = labelValue(series.labels, BUCKET_LABEL);
    const upperBound = parseGoFloat(le);
    if (upperBound === null) {
      annotations.badBucketLabel(labelValue(series.labels, METRIC_NAME_LABEL), le, argRange);
      continue;
    }
    groupOf(pickLabels(series.labels, BUCKET_LABEL_SET, 'drop')).buckets.push({ upperBound, series });
  }
  for (const { buckets } of groups.values()) buckets.sort((a, b) => a.upperBound - b.upperBound || 0);
  return [...groups.values()];
}

function hasFloats(series: VectorSeries): boolean {
  for (let step = 0; step < series.values.length; step++) {
    if (isPresent(series, step) && histogramAt(series, step) === null) return true;
  }
  return false;
}

async function estimate(
  vector: VectorValue,
  call: HistogramCall,
  estimator: Estimator,
): Promise<VectorSeries[]> {
  const result: VectorSeries[] = [];
  for (const group of groupSeries(vector, call)) {
    const metricName = labelValue(group.labels, METRIC_NAME_LABEL);
    const builder = new SeriesBuilder(call.grid.count);
    const reader = new BucketReader(group);
    const pause = call.pace(
      call.grid.count * (group.native === null ? group.buckets.length : HISTOGRAM_WORK),
    );
    if (pause !== null) await pause;
    for (let step = 0; step < call.grid.count; step++) {
      const buckets = reader.at(step);
      const native =
        group.native !== null && isPresent(group.native, step) ? histogramAt(group.native, step) : null;
      if (native !== null && buckets.length > 0) {
        call.annotations.mixedClassicNative(metricName, call.argRange);
      } else if (native !== null) {
        builder.setFloat(step, estimator.native(native, metricName, step));
      } else if (buckets.length > 0) {
        builder.setFloat(step, estimator.classic(buckets, metricName, step));
      }
    }
    pushSeries(result, builder.finish(group.labels, true));
  }
  return result;
}

/** Reads the buckets of a group step by step into one place. */
class BucketReader {
  readonly #series: readonly VectorSeries[];
  readonly #seriesBounds: readonly number[];
  readonly #bounds: Float64Array;
  readonly #counts: Float64Array;

  constructor({ buckets }: HistogramGroup) {
    this.#series = buckets.map(({ series }) => series);
    this.#seriesBounds = buckets.map(({ upperBound }) => upperBound);
    this.#bounds = new Float64Array(buckets.length);
    this.#counts = new Float64Array(buckets.length);
  }

  /** The buckets at a step, counts of equal bounds added; valid until the next call. */
  at(step: number): ClassicBuckets {
    let length = 0;
    for (let i = 0; i < this.#series.length; i++) {
      const { present, histograms, values } = this.#series[i] as VectorSeries;
      if (present !== null && present[step] === 0) continue;
      if (histograms !== null && histograms[step] != null) continue;
      const bound = this.#seriesBounds[i] as number;
      if (length > 0 && this.#bounds[length - 1] === bound) {
        this.#counts[length - 1] = (this.#counts[length - 1] as number) + (values[step] as number);
        continue;
      }
      this.#bounds[length] = bound;
      this.#counts[length] = values[step] as number;
      length++;
    }
    return { bounds: this.#bounds, counts: this.#counts, length };
  }
}

/** histogram_quantile: the quantile of classic and native histograms, with Prometheus' remarks. */
export function histogramQuantile(
  quantiles: Float64Array,
  quantileRange: SourceRange,
  vector: VectorValue,
  call: HistogramCall,
): Promise<VectorSeries[]> {
  const { annotations, argRange, grid } = call;
  for (const q of quantiles) if (!(q >= 0 && q <= 1)) annotations.invalidQuantile(q, quantileRange);
  return estimate(vector, call, {
    native(histogram, metricName, step) {
      const { value, nanEffect } = nativeQuantile(quantiles[step] as number, histogram);
      if (nanEffect !== 'none') annotations.nanInQuantile(nanEffect, metricName, argRange);
      return value;
    },
    classic(buckets, metricName, step) {
      const { value, fix } = classicQuantile(quantiles[step] as number, buckets);
      if (fix !== null) {
        annotations.forcedMonotonicity(metricName, grid.startMs + step * grid.stepMs, fix, argRange);
      }
      return value;
    },
  });
}

/** histogram_fraction: the share of observations between two bounds. */
export function histogramFraction(
  lower: Float64Array,
  upper: Float64Array,
  vector: VectorValue,
  call: HistogramCall,
): Promise<VectorSeries[]> {
  const { annotations, argRange } = call;
  return estimate(vector, call, {
    native(histogram, metricName, step) {
      const { value, nanEffect } = nativeFraction(lower[step] as number, upper[step] as number, histogram);
      if (nanEffect !== 'none') annotations.nanInFraction(metricName, argRange);
      return value;
    },
    classic: (buckets, _metricName, step) =>
      classicFraction(lower[step] as number, upper[step] as number, buckets),
  });
}
