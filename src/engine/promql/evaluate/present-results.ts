import type { InstantRow, RangeSeries as ResultSeries } from '../../../shared/domain/query.ts';
import { compareLabels } from '../../model/labels.ts';
import { toFloatHistogram } from '../histogram/sparse-histogram.ts';
import { dropNames } from './merge.ts';
import type { RangeSeries } from './range-series.ts';
import { histogramAt, isPresent, type VectorSeries } from './values.ts';

/** The series of a range result, sorted by labels. */
export function toRangeSeries(series: readonly VectorSeries[]): ResultSeries[] {
  return sortByLabels(dropNames(series)).map(({ labels, values, present, histograms }) => ({
    labels,
    values,
    present,
    histograms:
      histograms?.map((histogram) => (histogram === null ? null : toFloatHistogram(histogram))) ?? null,
  }));
}

/** One string per series sorts faster than its pairs; NUL sorts before all characters, so the order is the same. */
function sortByLabels(series: readonly VectorSeries[]): readonly VectorSeries[] {
  const keyed = series.map((one) => {
    let key = '';
    for (const [name, value] of one.labels) key += `${name}\0${value}\0`;
    return { key, one };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}

/** The rows of an instant vector, in the order of evaluation. */
export function toInstantRows(series: readonly VectorSeries[], atMs: number): InstantRow[] {
  const rows: InstantRow[] = [];
  for (const one of dropNames(series)) {
    if (!isPresent(one, 0)) continue;
    const histogram = histogramAt(one, 0);
    rows.push({
      labels: one.labels,
      times: Float64Array.of(atMs),
      values: one.values,
      histograms: histogram === null ? null : [toFloatHistogram(histogram)],
    });
  }
  return rows;
}

/** The samples of a range vector in a window that is open on the left, as rows sorted by labels. */
export function toWindowRows(series: readonly RangeSeries[], afterMs: number, untilMs: number): InstantRow[] {
  const rows: InstantRow[] = [];
  const isInside = (time: number): boolean => time > afterMs && time <= untilMs;
  for (const { labels, floats, histograms } of series) {
    const samples = [...floats.times]
      .map((time, i) => ({ time, value: floats.values[i] as number, histogram: null as PromqlHistogram }))
      .concat(
        [...(histograms?.times ?? [])].map((time, i) => {
          const histogram = histograms?.values[i];
          return { time, value: 0, histogram: histogram === undefined ? null : toFloatHistogram(histogram) };
        }),
      )
      .filter(({ time }) => isInside(time))
      .sort((a, b) => a.time - b.time);
    if (samples.length === 0) continue;
    const hasHistograms = samples.some(({ histogram }) => histogram !== null);
    rows.push({
      labels,
      times: Float64Array.from(samples, ({ time }) => time),
      values: Float64Array.from(samples, ({ value }) => value),
      histograms: hasHistograms ? samples.map(({ histogram }) => histogram) : null,
    });
  }
  return rows.sort((a, b) => compareLabels(a.labels, b.labels));
}

type PromqlHistogram = NonNullable<InstantRow['histograms']>[number];
