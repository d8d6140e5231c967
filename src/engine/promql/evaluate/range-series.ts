import type { LabelSet } from '../../../shared/domain/series.ts';
import type { SeriesColumns } from '../../storage.ts';
import { fromFloatHistogram, type SparseHistogram } from '../histogram/sparse-histogram.ts';
import type { StepGrid } from './step-grid.ts';
import { histogramAt, isPresent, type VectorSeries } from './values.ts';

/** Samples of one kind in ascending times. */
export interface SampleColumn<T> {
  readonly times: Float64Array;
  readonly values: T;
}

/** A series of a range vector: floats and histograms apart, no stale marks. */
export interface RangeSeries {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly floats: SampleColumn<Float64Array>;
  readonly histograms: SampleColumn<readonly SparseHistogram[]> | null;
}

/** The samples of stored series; times keep their identity where nothing has to be left out. */
export function fromColumns(columns: SeriesColumns): RangeSeries {
  const { labels, times, values, stale, histograms } = columns;
  if (stale === null && histograms === null) {
    return { labels, dropName: false, floats: { times, values }, histograms: null };
  }
  return split(labels, false, times, (index) => {
    if (stale !== null && stale[index] !== 0) return undefined;
    const histogram = histograms?.[index] ?? null;
    return histogram === null ? (values[index] as number) : fromFloatHistogram(histogram);
  });
}

/** The samples that a subquery gave; `times` are the grid's. */
export function fromVectorSeries(series: VectorSeries, times: Float64Array): RangeSeries {
  const { labels, dropName, values, present, histograms } = series;
  if (present === null && histograms === null) {
    return { labels, dropName, floats: { times, values }, histograms: null };
  }
  return split(labels, dropName, times, (index) => {
    if (!isPresent(series, index)) return undefined;
    const histogram = histogramAt(series, index);
    return histogram === null ? (values[index] as number) : forgetHint(histogram);
  });
}

/** What a hint says of the sample before it does not hold for the samples that a subquery picks. */
function forgetHint(histogram: SparseHistogram): SparseHistogram {
  const { hint } = histogram;
  return hint === 'reset' || hint === 'not_reset' ? { ...histogram, hint: 'unknown' } : histogram;
}

function split(
  labels: LabelSet,
  dropName: boolean,
  times: Float64Array,
  sampleAt: (index: number) => number | SparseHistogram | undefined,
): RangeSeries {
  const floatTimes: number[] = [];
  const floatValues: number[] = [];
  const histogramTimes: number[] = [];
  const histograms: SparseHistogram[] = [];
  for (let index = 0; index < times.length; index++) {
    const sample = sampleAt(index);
    if (sample === undefined) continue;
    const time = times[index] as number;
    if (typeof sample === 'number') {
      floatTimes.push(time);
      floatValues.push(sample);
    } else {
      histogramTimes.push(time);
      histograms.push(sample);
    }
  }
  return {
    labels,
    dropName,
    floats: { times: Float64Array.from(floatTimes), values: Float64Array.from(floatValues) },
    histograms:
      histograms.length === 0 ? null : { times: Float64Array.from(histogramTimes), values: histograms },
  };
}

/** The times of a grid as a column. */
export function gridTimes(grid: StepGrid): Float64Array {
  const times = new Float64Array(grid.count);
  for (let i = 0; i < times.length; i++) times[i] = grid.startMs + i * grid.stepMs;
  return times;
}
