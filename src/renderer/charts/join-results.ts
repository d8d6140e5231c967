import type { RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import { type LabelPair, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';

/** The label replaces the metric's name: both would say the same in a legend. */
function withLabel(labels: RangeSeries['labels'], label: LabelPair): RangeSeries['labels'] {
  return [...labels.filter(([name]) => name !== METRIC_NAME_LABEL && name !== label[0]), label];
}

/** Moves columns by whole steps onto a longer grid; what it had no step for is absent. */
function shiftSeries(
  series: RangeSeries,
  labels: RangeSeries['labels'],
  offset: number,
  count: number,
): RangeSeries {
  if (offset === 0 && series.values.length === count) return { ...series, labels };
  const values = new Float64Array(count);
  const present = new Uint8Array(count);
  values.set(series.values, offset);
  if (series.present === null) present.fill(1, offset, offset + series.values.length);
  else present.set(series.present, offset);
  const histograms =
    series.histograms === null
      ? null
      : Array.from({ length: count }, (_, i) => series.histograms?.[i - offset] ?? null);
  return { labels, values, present, histograms };
}

/**
 * Puts the results of several queries over one range into one, telling them apart by a label. Results that were asked for
 * at slightly different moments may start a step apart: the grid is the span of all. All must have the same step.
 */
export function joinResults(
  parts: readonly { readonly result: RangeResult; readonly label: LabelPair }[],
): RangeResult | null {
  const [first] = parts;
  if (first === undefined) return null;
  const { stepMs } = first.result;
  const same = parts.filter(({ result }) => result.stepMs === stepMs);
  const startMs = Math.min(...same.map(({ result }) => result.startMs));
  const endMs = Math.max(...same.map(({ result }) => result.endMs));
  const count = Math.max(
    ...same.map(({ result }) => Math.round((result.startMs - startMs) / stepMs) + result.count),
  );
  return {
    startMs,
    endMs,
    stepMs,
    count,
    series: same.flatMap(({ result, label }) =>
      result.series.map((series) =>
        shiftSeries(
          series,
          withLabel(series.labels, label),
          Math.round((result.startMs - startMs) / stepMs),
          count,
        ),
      ),
    ),
    annotations: same.flatMap(({ result }) => result.annotations),
    stats: {
      seriesCount: same.reduce((sum, { result }) => sum + result.stats.seriesCount, 0),
      samplesRead: same.reduce((sum, { result }) => sum + result.stats.samplesRead, 0),
      evaluationMs: same.reduce((sum, { result }) => sum + result.stats.evaluationMs, 0),
    },
  };
}
